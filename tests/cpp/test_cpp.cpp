/* pulse_native.hpp against the sandbox (PULSE_BASE_URL, PULSE_API_KEY).  usage: test_cpp SAMPLES */
#include "pulse_native.hpp"

#include "../c/harness.h"

#include <array>
#include <fstream>
#include <list>
#include <poll.h>
#include <sstream>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

std::string samples;

std::string statement() { return samples + "/bank-statement.pdf"; }

pulse_code thrown_by(const std::function<void()> &call) {
    try {
        call();
    } catch (const pulse::error &failure) {
        return failure.code();
    }
    return PULSE_OK;
}

void test_types() {
    static_assert(!std::is_copy_constructible_v<pulse::client> && std::is_nothrow_move_constructible_v<pulse::client>);
    static_assert(!std::is_copy_constructible_v<pulse::job> && std::is_nothrow_move_assignable_v<pulse::job>);
    static_assert(!std::is_copy_constructible_v<pulse::queue> && std::is_nothrow_move_constructible_v<pulse::queue>);
    static_assert(std::is_nothrow_copy_constructible_v<pulse::error>);
    static_assert(std::is_base_of_v<std::exception, pulse::error>);
}

void test_limits() {
    pulse::client client;
    pulse::cancel_token token;
    pulse::client limited = client.with_limits(token, 30s);
    pulse::client timed = client.with_limits(5s);
    CHECK_CODE(PULSE_NOT_FOUND, limited.try_get_job("none").code());
    token.cancel();
    token.cancel();
    CHECK_CODE(PULSE_STOPPED, limited.try_get_job("none").code());
    CHECK_CODE(PULSE_STOPPED, thrown_by([&] { limited.wait_job("none"); }));
    CHECK_CODE(PULSE_STOPPED, client.with_limits(token).try_extract_and_wait(pulse::file::from_path(statement())).code());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { client.with_limits(token, -5ms); }));
    pulse::queue queue(limited);
    queue.get_job("none", 7);
    auto ended = queue.next();
    CHECK(ended && ended->code == PULSE_STOPPED);
    CHECK_CODE(PULSE_STOPPED, thrown_by([&] { queue.next(); }));
    CHECK_CODE(PULSE_NOT_FOUND, timed.try_get_job("none").code());
    CHECK_CODE(PULSE_NOT_FOUND, client.try_get_job("none").code());
    auto gone = std::make_unique<pulse::cancel_token>();
    pulse::client free_of_it = client.with_limits(*gone);
    gone.reset();
    CHECK_CODE(PULSE_NOT_FOUND, free_of_it.try_get_job("none").code());
}

void test_options() {
    pulse::client_options options;
    options.base_url = "no url";
    auto refused = pulse::client::make(options);
    CHECK(!refused && refused.code() == PULSE_INVALID_ARGUMENT);
    CHECK(std::string(refused.error().what()).find("base_url") != std::string::npos || std::string(refused.error().what()).find("URL") != std::string::npos);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { pulse::client client(options); }));
    options = {};
    options.ca_file = "/no/such/file";
    CHECK_CODE(PULSE_FILE_ERROR, pulse::client::make(options).code());
    options = {};
    options.client_certificate_file = "/no/such/file";
    CHECK_CODE(PULSE_FILE_ERROR, pulse::client::make(options).code());
    options = {};
    options.client_key_file = "/no/such/file";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse::client::make(options).code());
    options = {};
    options.proxy = "ftp://host";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse::client::make(options).code());
    options = {};
    options.headers = {{"X-A", "1"}, {"x-a", "2"}};
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse::client::make(options).code());
    options = {};
    options.headers = {{"X-A", "1"}, {"X-B", ""}};
    options.flags = PULSE_KEEP_HEADERS;
    options.proxy = ""; /* none, whatever the environment says */
    options.timeout = 5s;
    options.max_retries = 0;
    options.max_connections = 2;
    options.user_agent = "test";
    pulse::client client(options);
    auto none = client.try_get_job("none");
    CHECK_CODE(PULSE_NOT_FOUND, none.code());
    CHECK(none.error().headers().find("\"content-type\":") != std::string::npos);
    pulse::response submitted = client.call("submit_extract", {}, {pulse::file::from_path(statement())});
    CHECK(submitted.headers().find("\"content-type\":") != std::string_view::npos);
    pulse::job job = client.get_job(submitted.job_id());
    CHECK(job.headers().find("\"date\":") != std::string_view::npos);
    CHECK(!none.error().may_have_been_accepted());
    pulse::client faulty = client.with_headers({{"X-Pulse-Sandbox-Fault", "{\"status\": 404}"}});
    CHECK_CODE(PULSE_NOT_FOUND, faulty.try_get_job(job.id()).code());
    CHECK_CODE(PULSE_OK, client.try_get_job(job.id()).code());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { client.with_headers({{"Host", "x"}}); }));
    pulse::queue queue(client);
    queue.set_headers({{"X-Pulse-Sandbox-Fault", "{\"status\": 404}"}});
    queue.get_job(job.id(), 1);
    CHECK_CODE(PULSE_NOT_FOUND, queue.next()->code);
    queue.set_headers({});
    queue.get_job(job.id(), 2);
    CHECK_CODE(PULSE_OK, queue.next()->code);
    client.set_rate(1000);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { client.set_rate(-1); }));
    options.headers = {{"X-Pulse-Sandbox-Fault", "{\"status\": 504}"}};
    auto unclear = pulse::client(options).try_call("submit_extract", {}, {pulse::file::from_path(statement())});
    CHECK_CODE(PULSE_SERVER_ERROR, unclear.code());
    CHECK(unclear.error().may_have_been_accepted());
}

void test_a_document() {
    pulse::client client;
    std::vector<std::string> statuses;
    pulse::wait_options options;
    options.on_progress = [&](const pulse::progress &progress) {
        statuses.emplace_back(progress.status_text);
        return true;
    };
    pulse::job job = client.extract_and_wait(pulse::file::from_path(statement()), R"({"pages":"1"})", options);
    CHECK(job.status() == pulse::job_status::completed && job.status_text() == "completed");
    CHECK(!statuses.empty() && statuses.back() == "completed");
    CHECK(job.markdown().value().find("Strait Savings Bank") != std::string_view::npos);
    CHECK(job.page_count() == 1);
    CHECK(job.find("/page_count").value().kind == PULSE_JSON_NUMBER && job.find("/page_count")->text == "1");
    CHECK(!job.find("/nowhere").has_value());
    CHECK(job.created_at().has_value() && job.updated_at() >= job.created_at());
    CHECK(job.json().front() == '{' && job.result_json().front() == '{' && job.error_text().empty());
    job.validate();
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { (void)job.find("no pointer"); }));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { (void)job.find(std::string_view("/a\0b", 4)); }));

    pulse::job again = client.get_job(job.id());
    CHECK(again.id() == job.id());
    pulse::job moved = std::move(again);
    CHECK(moved.id() == job.id());
    CHECK_CODE(PULSE_INVALID_HANDLE, thrown_by([&] { (void)again.id(); }));
    again = std::move(moved);
    CHECK(again.id() == job.id());
}

void test_bytes_and_responses() {
    pulse::client client;
    std::ifstream stream(statement(), std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    const std::string content = bytes.str();
    pulse::response response = client.extract(pulse::file::from_bytes(content, "statement.pdf"));
    CHECK(response.kind() == PULSE_RESPONSE_RESULT);
    CHECK(response.markdown().value().find("Strait Savings Bank") != std::string_view::npos);
    CHECK(response.find("/markdown").value().kind == PULSE_JSON_STRING && response.job_id().empty());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_extract("{}").code());
    CHECK_CODE(PULSE_FILE_ERROR, client.try_extract(pulse::file::from_path("/nowhere.pdf")).code());
    std::string id = client.submit_extract(pulse::file::from_path(statement()));
    CHECK(!id.empty());
    client.cancel_job(id);
    CHECK_CODE(PULSE_NOT_FOUND, client.try_cancel_job("none").code());
}

void test_documents_from_a_reader() {
    pulse::client client;
    const auto reader = [] {
        auto stream = std::make_shared<std::ifstream>(statement(), std::ios::binary);
        return [stream](char *buffer, std::size_t size) {
            stream->read(buffer, static_cast<std::streamsize>(size));
            return static_cast<std::size_t>(stream->gcount());
        };
    };
    pulse::response read = client.extract(pulse::file::from_reader(reader(), "statement.pdf"));
    CHECK(read.markdown().value().find("Strait Savings Bank") != std::string_view::npos);
    CHECK(client.extract_and_wait(pulse::file::from_reader(reader(), "statement.pdf")).page_count() == read.page_count());
    pulse::file broken = pulse::file::from_reader([](char *, std::size_t) -> std::size_t { throw std::runtime_error("torn"); }, "statement.pdf");
    const std::function<void()> calls[] = {
        [&] { (void)client.try_extract(broken); },
        [&] { (void)client.try_submit_extract(broken); },
        [&] { (void)client.try_extract_and_wait(broken); },
        [&] { (void)client.try_call("extract", "{}", {broken}); },
        [&] { (void)client.try_call_and_wait("extract", "{}", {broken}); },
    };
    for (const std::function<void()> &call : calls) {
        try {
            call();
            CHECK(false);
        } catch (const std::runtime_error &error) {
            CHECK(std::string(error.what()) == "torn");
        }
    }
    pulse::queue queue(client);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { queue.extract(PULSE_EXTRACT_SUBMIT, broken, "{}", 1); }));
}

void test_errors() {
    pulse::client client;
    auto missing = client.try_get_job("none");
    CHECK(!missing && missing.error().http_status() == 404 && missing.error().job_id() == "none");
    CHECK(std::string(missing.error().code_name()) == "NOT_FOUND" && missing.error().body().front() == '{');
    CHECK_CODE(PULSE_NOT_FOUND, thrown_by([&] { (void)missing.value(); }));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_get_job(std::string_view("a\0b", 3)).code());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_get_job("").code());
    pulse::client_options options;
    options.api_key = "another-key";
    CHECK_CODE(PULSE_UNAUTHORIZED, pulse::client(options).try_get_job("none").code());
}

void test_progress_that_stops_and_throws() {
    pulse::client client;
    pulse::wait_options options;
    options.on_progress = [](const pulse::progress &) { return false; };
    std::string id = client.submit_extract(pulse::file::from_path(statement()));
    auto stopped = client.try_wait_job(id, options);
    CHECK(stopped.code() == PULSE_STOPPED && stopped.error().job_id() == id && stopped.error().job() != nullptr);
    options.on_progress = [](const pulse::progress &) -> bool { throw std::runtime_error("mine"); };
    bool caught = false;
    try {
        (void)client.try_wait_job(id, options);
    } catch (const std::runtime_error &mine) {
        caught = std::string(mine.what()) == "mine";
    }
    CHECK(caught);
    options = {};
    options.timeout = 1ms;
    options.initial_delay = 20s;
    auto late = client.try_wait_job("guest-unknown-to-anybody", options);
    CHECK(late.code() == PULSE_TIMEOUT || late.code() == PULSE_NOT_FOUND);
    CHECK(client.wait_job(id).status() == pulse::job_status::completed);
}

void test_queue() {
    pulse::client client;
    pulse::queue queue(client);
    pollfd readable = {queue.fd(), POLLIN, 0};
    CHECK(!queue.next(0ms).has_value() && poll(&readable, 1, 0) == 0);
    queue.extract(PULSE_EXTRACT_AND_WAIT, pulse::file::from_path(statement()), {}, 1, {}, true);
    queue.get_job("none", 2);
    queue.call("get_job", R"({"job_id":"none"})", 3);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { queue.call("nothing", "{}", 4); }));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { queue.get_job("", 5); }));
    int final = 0, progress = 0;
    while (final < 3) {
        CHECK(poll(&readable, 1, 20000) == 1);
        std::optional<pulse::completion> next = queue.next();
        if (!next->is_final) {
            progress++;
            continue;
        }
        final++;
        if (next->tag == 1) {
            auto job = next->take_job();
            CHECK(job.has_value() && job->markdown().has_value());
        } else {
            CHECK(next->code == PULSE_NOT_FOUND && next->error->http_status() == 404);
        }
    }
    CHECK(progress >= 1);
    CHECK(!queue.cancel(77));
    std::string id = client.submit_extract(pulse::file::from_path(statement()));
    pulse::wait_options patient;
    patient.initial_delay = 60s;
    patient.max_delay = 60s;
    queue.wait_job(id, 8, patient);
    CHECK(queue.cancel(8));
    CHECK(queue.next()->code == PULSE_STOPPED);
    for (std::uint64_t tag = 20; tag < 30; tag++) {
        queue.get_job(tag % 2 == 0 ? id : "none", tag);
    }
    std::map<std::uint64_t, pulse_code> ended;
    while (ended.size() < 10) {
        std::vector<pulse::completion> some = queue.next_many(4);
        CHECK(!some.empty() && some.size() <= 4);
        for (pulse::completion &one : some) {
            CHECK(ended.emplace(one.tag, one.code).second && one.take_job().has_value() == (one.tag % 2 == 0));
        }
    }
    CHECK(ended[20] == PULSE_OK && ended[21] == PULSE_NOT_FOUND);
    CHECK(queue.next_many(4, 0ms).empty());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { queue.next_many(0); }));
    queue.wait_job(id, 9, patient);
    pulse::queue moved = std::move(queue);
    moved = pulse::queue(client);
    CHECK(!moved.next(0ms).has_value());
}

void test_operations_and_webhooks() {
    pulse::client client;
    pulse::job job = client.call_and_wait("submit_extract", "{}", {pulse::file::from_path(statement())});
    CHECK(job.markdown().has_value());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_call("explode").code());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_call("split", "{\"extraction_id\":5}").code());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, client.try_call_and_wait("create_webhook_link").code());
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const auto now = std::chrono::system_clock::now();
    const std::string seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    std::vector<std::pair<std::string, std::string>> headers = {{"Webhook-Id", "m"}, {"webhook-timestamp", seconds}, {"webhook-signature", pulse::webhooks::sign("{}", "m", now, secret)}};
    CHECK(pulse::webhooks::verify("{}", headers, {"whsec_AAAA", secret}) == PULSE_WEBHOOK_VALID);
    CHECK(pulse::webhooks::verify("{ }", headers, {secret}) == PULSE_WEBHOOK_NO_MATCH);
    CHECK(pulse::webhooks::verify("{}", headers, {secret}, 60s, now + 2min) == PULSE_WEBHOOK_TOO_OLD);
}

void test_many() {
    pulse::client client;
    std::vector<std::string> ids;
    for (int i = 0; i < 20; i++) {
        ids.push_back(client.submit_extract(pulse::file::from_path(statement())));
    }
    ids.push_back("none");
    std::vector<pulse::result<pulse::job>> all = client.wait_many(ids);
    CHECK(all.size() == 21);
    for (std::size_t i = 0; i < 20; i++) {
        CHECK(all[i].has_value() && all[i]->id() == ids[i]);
    }
    CHECK(all[20].code() == PULSE_NOT_FOUND);

    std::size_t ended = 0;
    std::list<std::string> as_list(ids.begin(), ids.end());
    client.wait_many(as_list, [&](const std::string &id, pulse::result<pulse::job> job) {
        ended++;
        CHECK(job.has_value() ? job->id() == id : id == "none");
    });
    CHECK(ended == 21);
    bool left = false;
    try {
        client.wait_many(ids, [](const std::string &, const pulse::result<pulse::job> &) { throw std::logic_error("enough"); });
    } catch (const std::logic_error &) {
        left = true;
    }
    CHECK(left && client.stats().waits == 0);
    CHECK(client.wait_many(std::array<std::string, 0>()).empty());
    pulse::response page = pulse::render_html("{\"markdown\":\"x\"}", "A title");
    CHECK(page.content().find("A title") != std::string_view::npos);
    std::map<int, pulse::file> pages = {{3, pulse::file::from_bytes("GIF89a", "any name")}};
    page = pulse::render_html("{}", "", pages, {{"/i/one.gif", pulse::file::from_bytes("GIF89a", "x")}});
    CHECK(page.content().find("data-page=\"3\">data:image/gif;base64,R0lGODlh<") != std::string_view::npos);
    CHECK(page.content().find("data-url=\"/i/one.gif\">data:image/gif;base64,R0lGODlh<") != std::string_view::npos);
    bool thrown = false;
    try {
        pulse::render_html("{}", "", {{1, pulse::file::from_reader([](char *, std::size_t) -> std::size_t { throw 5; }, "x")}});
    } catch (int number) {
        thrown = number == 5;
    }
    CHECK(thrown);
    bool refused = false;
    try {
        pulse::render_html("no JSON");
    } catch (const pulse::error &failure) {
        refused = failure.code() == PULSE_PROTOCOL;
    }
    CHECK(refused);
    std::string learned = client.export_durations();
    CHECK(learned.front() == '{');
    client.import_durations(learned);
    CHECK(!client.notify_job("none"));
}

#if defined(PULSE_HAS_COROUTINES)

pulse::task<int> pages_of(pulse::async_client &client, std::string path) {
    pulse::response submitted = co_await client.submit_extract(pulse::file::from_path(path));
    pulse::job job = co_await client.wait(std::string(submitted.job_id()));
    co_return static_cast<int>(job.page_count().value());
}

pulse::task<int> twice(pulse::async_client &client, std::string path) {
    int first = co_await pages_of(client, path);
    co_return first + co_await pages_of(client, path);
}

pulse::task<pulse_code> refused(pulse::async_client &client) {
    pulse_code unknown = PULSE_OK;
    try {
        (void)co_await client.get_job("none");
    } catch (const pulse::error &failure) {
        unknown = failure.code();
    }
    try {
        (void)co_await client.get_job("");
    } catch (const pulse::error &failure) {
        co_return failure.code() == PULSE_INVALID_ARGUMENT ? unknown : failure.code();
    }
    co_return PULSE_OK;
}

pulse::task<void> until_stopped(pulse::async_client &client, std::string id, int &stopped) {
    pulse::wait_options patient;
    patient.initial_delay = 60s;
    patient.max_delay = 60s;
    try {
        (void)co_await client.wait(id, patient);
    } catch (const pulse::error &failure) {
        stopped += failure.code() == PULSE_STOPPED;
    }
}

void test_coroutines() {
    pulse::client client;
    int stopped = 0;
    {
        pulse::async_client async(client);
        CHECK(async.run(twice(async, statement())) == 2 * async.run(pages_of(async, statement())));
        CHECK_CODE(PULSE_NOT_FOUND, async.run(refused(async)));
        bool caught = false;
        try {
            (void)async.run(pages_of(async, "/nowhere.pdf"));
        } catch (const pulse::error &failure) {
            caught = failure.code() == PULSE_FILE_ERROR;
        }
        CHECK(caught && async.pending() == 0);

        std::string id = client.submit_extract(pulse::file::from_path(statement()));
        for (int i = 0; i < 10; i++) {
            async.spawn(until_stopped(async, id, stopped));
        }
        CHECK(async.pending() == 10 && async.fd() >= 0);
        async.poll();
        {
            /* Destroyed before it has begun, and while it waits. */
            pulse::task<void> never = until_stopped(async, id, stopped);
        }
    }
    CHECK(stopped == 10);
}

#endif

} // namespace

void test_parts() {
    pulse::job job = pulse::job::from_json("{\"job_id\": \"J\", \"status\": \"completed\", \"result\": {\"a\": [1, \"two\", {}], \"b c\": {\"d\": null}}}");
    CHECK(job.id() == "J");
    auto items = job.parts("/a");
    CHECK(items && items->size() == 3 && (*items)[0].name.empty() && (*items)[0].value == "1" && (*items)[1].value == "\"two\"" && (*items)[2].value == "{}");
    auto members = job.parts("");
    CHECK(members && members->size() == 2 && (*members)[1].name == "\"b c\"" && (*members)[1].value == "{\"d\": null}");
    CHECK(!job.parts("/a/0") && !job.parts("/none") && job.parts("/a/2")->empty());
    CHECK_CODE(PULSE_INVALID_ARGUMENT, thrown_by([&] { job.parts("no pointer"); }));
    CHECK_CODE(PULSE_PROTOCOL, thrown_by([&] { pulse::job::from_json("{}"); }));
    pulse::client client;
    pulse::response submitted = client.call("submit_extract", {}, {pulse::file::from_path(statement())});
    CHECK(submitted.parts("") && (*submitted.parts(""))[0].name.size() > 2);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        return 2;
    }
    samples = argv[1];
    try {
        test_types();
        test_options();
        test_parts();
        test_limits();
        test_a_document();
        test_bytes_and_responses();
        test_documents_from_a_reader();
        test_errors();
        test_progress_that_stops_and_throws();
        test_queue();
        test_operations_and_webhooks();
        test_many();
#if defined(PULSE_HAS_COROUTINES)
        test_coroutines();
#endif
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "not caught: %s\n", failure.what());
        checks_failed++;
    }
    pulse::client client;
    /* Operations that were stopped give back what they hold a moment after their completion. */
    for (int i = 0; i < 1000 && (client.stats().handles != 1 || client.stats().native_bytes != 0); i++) {
        usleep(10000);
    }
    CHECK(client.stats().handles == 1 && client.stats().native_bytes == 0);
    return finish();
}
