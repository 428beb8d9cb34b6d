/*
 * pulse_native.hpp - the C++ interface of Pulse.Native, a client for the Pulse document-extraction API. Header only, C++17 or
 * later, over pulse_native.h and nothing else; it has no ABI of its own. Link with libpulse_native (pkg-config pulse-native,
 * or find_package(PulseNative) and PulseNative::pulse_native).
 *
 *     pulse::client client;                                            // the key comes from PULSE_API_KEY
 *     pulse::job job = client.extract_and_wait(pulse::file::from_path("report.pdf"));
 *     std::cout << job.markdown().value_or("") << '\n';
 *
 * SPDX-License-Identifier: MIT
 *
 * Errors. Each call has two forms: x() throws pulse::error; try_x() returns a pulse::result, which holds either a value or
 *   a pulse::error. Otherwise both throw only std::bad_alloc and what your own callbacks throw.
 * Ownership. Objects can be moved but not copied; a moved-from object may only be destroyed or assigned to. Views
 *   (std::string_view) are borrowed from the object they came from, and cannot be taken from a temporary.
 * Threads. As in the C interface: every const function may be called from any thread at any time; jobs and responses are
 *   immutable. Destroying or moving an object while another thread uses it is undefined behavior.
 * Fork. See docs/threading-and-fork.md: create clients in the child.
 */
#ifndef PULSE_NATIVE_HPP
#define PULSE_NATIVE_HPP

#if !defined(__cplusplus) || __cplusplus < 201703L
#error "pulse_native.hpp needs C++17 or later; C and older C++ use pulse_native.h"
#endif

#include "pulse_native.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#if defined(__cpp_impl_coroutine) && __has_include(<coroutine>)
#include <coroutine>
#define PULSE_HAS_COROUTINES 1
#endif

namespace pulse {

class job;

/* ------------------------------------------------------------ helpers -- */

namespace detail {

/* A C handle with its free function. All objects below hold one. */
template <typename Handle, void (*Free)(Handle *)>
class owned {
public:
    owned() noexcept = default;
    explicit owned(Handle *handle) noexcept : handle_(handle) {}
    owned(owned &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    owned &operator=(owned &&other) noexcept {
        if (this != &other) {
            Free(handle_);
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    owned(const owned &) = delete;
    owned &operator=(const owned &) = delete;
    ~owned() { Free(handle_); }

    Handle *get() const noexcept { return handle_; }
    Handle *release() noexcept { return std::exchange(handle_, nullptr); }

private:
    Handle *handle_ = nullptr;
};

inline std::string_view view(const pulse_str &text) noexcept { return {text.data, text.size}; }

/* Milliseconds for C: at least 1 for any positive duration, because 0 means the default. */
inline std::int64_t milliseconds(std::chrono::milliseconds duration) noexcept { return duration.count(); }

} // namespace detail

/* ------------------------------------------------------------- errors -- */

/* What went wrong. Copies are cheap and share their data. */
class error : public std::exception {
public:
    /* An error of this header itself, for example for a string that contains a NUL. */
    error(pulse_code code, std::string message) : facts_(std::make_shared<facts>()) {
        facts_->code = code;
        facts_->message = std::move(message);
    }

    /* Takes over the error object, which may be NULL, and the last snapshot of the job, if there is one. */
    error(pulse_code code, pulse_error *failure, std::shared_ptr<const pulse::job> job = nullptr) : facts_(std::make_shared<facts>()) {
        detail::owned<pulse_error, pulse_error_free> owner(failure);
        facts_->code = code;
        facts_->job = std::move(job);
        if (failure == nullptr) {
            facts_->message = pulse_code_name(code);
            return;
        }
        facts_->message = text(failure, pulse_error_message);
        facts_->api_code = text(failure, pulse_error_api_code);
        facts_->job_id = text(failure, pulse_error_job_id);
        facts_->request_id = text(failure, pulse_error_request_id);
        facts_->headers = text(failure, pulse_error_headers);
        facts_->body = text(failure, pulse_error_body);
        pulse_error_http_status(failure, &facts_->http_status);
        pulse_error_may_have_been_accepted(failure, &facts_->may_have_been_accepted);
        pulse_error_retry_after_ms(failure, &facts_->retry_after_ms);
    }

    /* One of PULSE_..., for example PULSE_NOT_FOUND. */
    pulse_code code() const noexcept { return facts_->code; }
    /* Its name, for example "NOT_FOUND". */
    const char *code_name() const noexcept { return pulse_code_name(facts_->code); }
    /* One or two sentences for people. They never contain an API key. */
    const char *what() const noexcept override { return facts_->message.c_str(); }
    /* 0 when there was no response. */
    int http_status() const noexcept { return static_cast<int>(facts_->http_status); }
    /* Whether this is a failed submit that may have been accepted and billed: sending it again may be billed twice. */
    bool may_have_been_accepted() const noexcept { return facts_->may_have_been_accepted != 0; }
    /* The API's own code, for example "AUTH_002"; empty when there is none. */
    const std::string &api_code() const noexcept { return facts_->api_code; }
    /* The job that the error is about, for resuming the wait; empty when there is none. */
    const std::string &job_id() const noexcept { return facts_->job_id; }
    const std::string &request_id() const noexcept { return facts_->request_id; }
    /* The headers of the failed response: a JSON object, with lower-case names; empty when there was no response. */
    const std::string &headers() const noexcept { return facts_->headers; }
    /* The body of the failed response, at most 64 KiB; with PULSE_RESULT_LOST everything that was received. */
    const std::string &body() const noexcept { return facts_->body; }
    /* The delay that the service requested. */
    std::optional<std::chrono::milliseconds> retry_after() const noexcept {
        if (facts_->retry_after_ms < 0) {
            return std::nullopt;
        }
        return std::chrono::milliseconds(facts_->retry_after_ms);
    }
    /* The job that failed, was canceled or has expired, or the last snapshot of one that may still run. May be null. */
    const std::shared_ptr<const pulse::job> &job() const noexcept { return facts_->job; }

private:
    struct facts {
        pulse_code code = PULSE_OK;
        std::string message, api_code, job_id, request_id, headers, body;
        std::int32_t http_status = 0;
        std::int32_t may_have_been_accepted = 0;
        std::int64_t retry_after_ms = -1;
        std::shared_ptr<const pulse::job> job;
    };

    static std::string text(const pulse_error *failure, pulse_code (*get)(const pulse_error *, pulse_str *)) {
        pulse_str out = {"", 0};
        get(failure, &out);
        return std::string(detail::view(out));
    }

    std::shared_ptr<facts> facts_;
};

/* Either a value or an error: the return type of the calls that do not throw. */
template <typename T>
class [[nodiscard]] result {
public:
    result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    result(pulse::error failure) : state_(std::in_place_index<1>, std::move(failure)) {}

    bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    /* PULSE_OK when there is a value. */
    pulse_code code() const noexcept { return has_value() ? PULSE_OK : std::get<1>(state_).code(); }

    /* The value; throws the error when there is none. */
    T &value() & { return check(), std::get<0>(state_); }
    const T &value() const & { return check(), std::get<0>(state_); }
    T &&value() && { return check(), std::get<0>(std::move(state_)); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    /* The error; std::bad_variant_access when there is a value. */
    const pulse::error &error() const { return std::get<1>(state_); }

private:
    void check() const {
        if (!has_value()) {
            throw std::get<1>(state_);
        }
    }

    std::variant<T, pulse::error> state_;
};

template <>
class [[nodiscard]] result<void> {
public:
    result() = default;
    result(pulse::error failure) : error_(std::move(failure)) {}

    bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    pulse_code code() const noexcept { return has_value() ? PULSE_OK : error_->code(); }
    void value() const {
        if (error_.has_value()) {
            throw *error_;
        }
    }
    const pulse::error &error() const { return error_.value(); }

private:
    std::optional<pulse::error> error_;
};

namespace detail {

/* A NUL-terminated copy for C. A NUL inside is an error, because C would stop there silently. */
class c_string {
public:
    c_string(std::string_view text, const char *name) : text_(text) {
        if (text_.find('\0') != std::string::npos) {
            bad_ = std::string(name) + " has a NUL inside.";
        }
    }
    const char *get() const noexcept { return text_.c_str(); }
    bool good() const noexcept { return bad_.empty(); }
    pulse::error failure() const { return pulse::error(PULSE_INVALID_ARGUMENT, bad_); }

private:
    std::string text_, bad_;
};

/* By reference: the call that sets the error is in the same argument list, whose order of evaluation C++ does not define. */
inline void check(pulse_code code, pulse_error *const &failure) {
    if (code != PULSE_OK) {
        throw pulse::error(code, failure);
    }
}

/* Optional text. */
template <typename Handle>
std::optional<std::string_view> optional_text(Handle *handle, pulse_code (*get)(const Handle *, pulse_str *, pulse_error **)) {
    pulse_str out = {"", 0};
    pulse_error *failure = nullptr;
    pulse_code code = get(handle, &out, &failure);
    if (code == PULSE_NOT_FOUND) {
        pulse_error_free(failure);
        return std::nullopt;
    }
    check(code, failure);
    return view(out);
}

template <typename Handle>
std::string_view text(Handle *handle, pulse_code (*get)(const Handle *, pulse_str *, pulse_error **)) {
    pulse_str out = {"", 0};
    pulse_error *failure = nullptr;
    check(get(handle, &out, &failure), failure);
    return view(out);
}

template <typename Number, typename Handle>
std::optional<Number> optional_number(Handle *handle, pulse_code (*get)(const Handle *, Number *, pulse_error **)) {
    Number out = 0;
    pulse_error *failure = nullptr;
    pulse_code code = get(handle, &out, &failure);
    if (code == PULSE_NOT_FOUND) {
        pulse_error_free(failure);
        return std::nullopt;
    }
    check(code, failure);
    return out;
}

inline std::optional<std::chrono::system_clock::time_point> instant(std::optional<std::int64_t> unix_milliseconds) {
    if (!unix_milliseconds) {
        return std::nullopt;
    }
    return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::milliseconds(*unix_milliseconds)));
}

} // namespace detail

/* ------------------------------------------------------------ results -- */

/* A value inside a result: its kind (PULSE_JSON_...) and its text, unescaped if it is a string. */
struct json_value {
    int kind = PULSE_JSON_NONE;
    std::string_view text;
};

/* A member of an object or an item of an array, as the JSON texts of its name (with its quotes; empty for an item) and value. */
struct json_part {
    std::string_view name;
    std::string_view value;
};

enum class job_status : std::int32_t {
    unknown = PULSE_JOB_STATUS_UNKNOWN, /* a word this library does not know; see status_text() */
    pending = PULSE_JOB_STATUS_PENDING,
    processing = PULSE_JOB_STATUS_PROCESSING,
    completed = PULSE_JOB_STATUS_COMPLETED,
    failed = PULSE_JOB_STATUS_FAILED,
    canceled = PULSE_JOB_STATUS_CANCELED,
    expired = PULSE_JOB_STATUS_EXPIRED
};

namespace detail {

inline std::vector<pulse_header> c_headers(const std::vector<std::pair<std::string, std::string>> &headers) {
    std::vector<pulse_header> c;
    for (const auto &header : headers) {
        c.push_back({header.first.c_str(), header.second.c_str()});
    }
    return c;
}

template <typename Handle>
std::optional<json_value> find(Handle *handle, std::string_view json_pointer,
                               pulse_code (*get)(const Handle *, const char *, std::int32_t *, pulse_str *, pulse_error **)) {
    c_string pointer(json_pointer, "json_pointer");
    std::int32_t kind = PULSE_JSON_NONE;
    pulse_str out = {"", 0};
    pulse_error *failure = nullptr;
    if (!pointer.good()) {
        throw pointer.failure();
    }
    pulse_code code = get(handle, pointer.get(), &kind, &out, &failure);
    if (code == PULSE_NOT_FOUND) {
        pulse_error_free(failure);
        return std::nullopt;
    }
    check(code, failure);
    return json_value{static_cast<int>(kind), view(out)};
}

template <typename Handle>
std::optional<std::vector<json_part>> parts(Handle *handle, std::string_view json_pointer,
                                            pulse_code (*get)(const Handle *, const char *, std::int32_t *, pulse_str *, pulse_error **),
                                            pulse_code (*get_parts)(const Handle *, const char *, pulse_response **, pulse_error **)) {
    std::optional<json_value> whole = find(handle, json_pointer, get);
    if (!whole || (whole->kind != PULSE_JSON_OBJECT && whole->kind != PULSE_JSON_ARRAY)) {
        return std::nullopt;
    }
    c_string pointer(json_pointer, "json_pointer");
    pulse_response *out = nullptr;
    pulse_error *failure = nullptr;
    check(get_parts(handle, pointer.get(), &out, &failure), failure);
    owned<pulse_response, pulse_response_free> places(out);
    std::string_view numbers = text(places.get(), pulse_response_content);
    std::vector<json_part> found(numbers.size() / (4 * sizeof(std::int64_t)));
    for (std::size_t i = 0; i < found.size(); i++) {
        std::int64_t place[4];
        std::memcpy(place, numbers.data() + i * sizeof place, sizeof place);
        found[i].name = whole->text.substr(static_cast<std::size_t>(place[0]), static_cast<std::size_t>(place[1]));
        found[i].value = whole->text.substr(static_cast<std::size_t>(place[2]), static_cast<std::size_t>(place[3]));
    }
    return found;
}

} // namespace detail

/* An immutable snapshot of a job. Views are valid as long as the job. */
class job {
public:
    /* Takes over a handle of the C interface. */
    explicit job(pulse_job *handle) noexcept : handle_(handle) {}

    /* A job from the body of a response, for tests and for bodies that were stored. */
    static job from_json(std::string_view json) {
        pulse_job *made = nullptr;
        pulse_error *failure = nullptr;
        detail::check(pulse_job_from_json(json.data(), json.size(), &made, &failure), failure);
        return job(made);
    }

    std::string_view id() const & { return detail::text(handle_.get(), pulse_job_id); }
    job_status status() const { return static_cast<job_status>(detail::optional_number<std::int32_t>(handle_.get(), pulse_job_status).value_or(0)); }
    /* The status as the service wrote it. */
    std::string_view status_text() const & { return detail::text(handle_.get(), pulse_job_status_text); }
    std::optional<std::chrono::system_clock::time_point> created_at() const { return detail::instant(detail::optional_number<std::int64_t>(handle_.get(), pulse_job_created_at)); }
    std::optional<std::chrono::system_clock::time_point> updated_at() const { return detail::instant(detail::optional_number<std::int64_t>(handle_.get(), pulse_job_updated_at)); }
    /* The error text of a failed job; empty when there is none. */
    std::string_view error_text() const & { return detail::text(handle_.get(), pulse_job_error); }
    /* Whether the error text of a failed job says that the same document may be submitted again. */
    bool may_retry() const { return detail::optional_number<std::int32_t>(handle_.get(), pulse_job_may_retry).value_or(0) != 0; }
    /* The headers of the response: a JSON object with lower-case names; empty without PULSE_KEEP_HEADERS. */
    std::string_view headers() const & { return detail::text(handle_.get(), pulse_job_headers); }
    /* The body as it was received. */
    std::string_view json() const & { return detail::text(handle_.get(), pulse_job_json); }
    /* The JSON of the result, or of the large result that replaced it; empty when there is none. */
    std::string_view result_json() const & { return detail::text(handle_.get(), pulse_job_result); }
    /* The text of the result. */
    std::optional<std::string_view> markdown() const & { return detail::optional_text(handle_.get(), pulse_job_markdown); }
    std::optional<std::int64_t> page_count() const { return detail::optional_number<std::int64_t>(handle_.get(), pulse_job_page_count); }
    /* A value in the result by JSON pointer (RFC 6901), for example "/bounding_boxes/Text/0/content". */
    std::optional<json_value> find(std::string_view json_pointer) const & { return detail::find(handle_.get(), json_pointer, pulse_job_find); }
    /* The members of the object, or the items of the array, at a JSON pointer, without reading them; empty when there is none. */
    std::optional<std::vector<json_part>> parts(std::string_view json_pointer) const & { return detail::parts(handle_.get(), json_pointer, pulse_job_find, pulse_job_parts); }
    /* Checks the entire body and throws for the first damage. */
    void validate() const {
        pulse_error *failure = nullptr;
        detail::check(pulse_job_validate(handle_.get(), &failure), failure);
    }
    pulse_job *get() const noexcept { return handle_.get(); }

    /* A view of a temporary would dangle: keep the job. */
    std::string_view id() const && = delete;
    std::string_view status_text() const && = delete;
    std::string_view error_text() const && = delete;
    std::string_view headers() const && = delete;
    std::string_view json() const && = delete;
    std::string_view result_json() const && = delete;
    std::optional<std::string_view> markdown() const && = delete;
    std::optional<json_value> find(std::string_view) const && = delete;
    std::optional<std::vector<json_part>> parts(std::string_view) const && = delete;

private:
    detail::owned<pulse_job, pulse_job_free> handle_;
};

/* The immutable response of another call. Views are valid as long as the response. */
class response {
public:
    /* Takes over a handle of the C interface. */
    explicit response(pulse_response *handle) noexcept : handle_(handle) {}

    /* PULSE_RESPONSE_... */
    int kind() const { return static_cast<int>(detail::optional_number<std::int32_t>(handle_.get(), pulse_response_kind).value_or(0)); }
    /* The body as it was received, JSON or not, and its media type. */
    std::string_view content() const & { return detail::text(handle_.get(), pulse_response_content); }
    std::string_view media_type() const & { return detail::text(handle_.get(), pulse_response_media_type); }
    /* The headers of the response: a JSON object with lower-case names; empty without PULSE_KEEP_HEADERS. */
    std::string_view headers() const & { return detail::text(handle_.get(), pulse_response_headers); }
    /* The JSON as it was received. */
    std::string_view json() const & { return detail::text(handle_.get(), pulse_response_json); }
    /* The id of the job that was created; empty when there is none. */
    std::string_view job_id() const & { return detail::text(handle_.get(), pulse_response_job_id); }
    std::optional<std::string_view> markdown() const & { return detail::optional_text(handle_.get(), pulse_response_markdown); }
    std::optional<std::int64_t> page_count() const { return detail::optional_number<std::int64_t>(handle_.get(), pulse_response_page_count); }
    std::optional<json_value> find(std::string_view json_pointer) const & { return detail::find(handle_.get(), json_pointer, pulse_response_find); }
    /* The members of the object, or the items of the array, at a JSON pointer, without reading them; empty when there is none. */
    std::optional<std::vector<json_part>> parts(std::string_view json_pointer) const & { return detail::parts(handle_.get(), json_pointer, pulse_response_find, pulse_response_parts); }
    void validate() const {
        pulse_error *failure = nullptr;
        detail::check(pulse_response_validate(handle_.get(), &failure), failure);
    }
    pulse_response *get() const noexcept { return handle_.get(); }

    std::string_view content() const && = delete;
    std::string_view media_type() const && = delete;
    std::string_view headers() const && = delete;
    std::string_view json() const && = delete;
    std::string_view job_id() const && = delete;
    std::optional<std::string_view> markdown() const && = delete;
    std::optional<json_value> find(std::string_view) const && = delete;
    std::optional<std::vector<json_part>> parts(std::string_view) const && = delete;

private:
    detail::owned<pulse_response, pulse_response_free> handle_;
};

/* ------------------------------------------------------------ options -- */

/* Options of a client. Members that are not set have their defaults (pulse_client_options in pulse_native.h). */
struct client_options {
    /* generated: client options (make generate) */
    /* The API key. Default: the environment variable PULSE_API_KEY, else none: every call fails
     * before anything is sent. */
    std::optional<std::string> api_key;
    /* The address of the service. A path prefix is kept; a query, a fragment and credentials are
     * rejected. Default: the environment variable PULSE_BASE_URL, else https://api.runpulse.com. */
    std::optional<std::string> base_url;
    /* The timeout of one attempt. For job and JSON calls it includes the body. For an upload it
     * covers the time before the first byte and the time between the last byte and the response;
     * for a download, the time before the first byte. More than zero, at most 24 days. In ms.
     * Default: the environment variable PULSE_TIMEOUT in seconds, else 60 s. */
    std::optional<std::chrono::milliseconds> timeout;
    /* The timeout for the response of synchronous processing after the request has been sent.
     * Replaces timeout there. In ms. Default: 10 minutes. */
    std::optional<std::chrono::milliseconds> process_timeout;
    /* The timeout for establishing a connection. In ms. Default: 15 s. */
    std::optional<std::chrono::milliseconds> connect_timeout;
    /* The maximum number of retries, 0 to 20. Default: the environment variable PULSE_MAX_RETRIES,
     * else 2; PULSE_NO_RETRIES: none. */
    std::optional<int> max_retries;
    /* The maximum number of concurrent connections, 1 to 10 000. Default: 64. */
    std::optional<int> max_connections;
    /* Bitwise OR of PULSE_ALLOW_INSECURE_HTTP and the other flags. Default: 0. */
    std::uint32_t flags = 0;
    /* Product tokens that precede the library's own in User-Agent, for example my-service/2.1.
     * Default: none. */
    std::optional<std::string> user_agent;
    /* The maximum number of concurrent polls of waiting jobs, 1 to 10 000. Default: 32. */
    std::optional<int> max_concurrent_polls;
    /* The maximum rate at which this client starts requests of all kinds, evenly spaced: 0.001 to
     * 1 000 000, or 0 for unlimited. Even without a limit, all requests slow down for a while when
     * the service returns 429. Default: unlimited. */
    std::optional<double> max_requests_per_second;
    /* A PEM file with CA certificates. Only servers whose certificates these CAs have issued are
     * trusted; the CAs of the machine are not. Default: the CAs of the machine. */
    std::optional<std::string> ca_file;
    /* A PEM file with the client certificate for servers that ask for one. Further certificates in
     * it are sent along. The file may also contain the private key. Default: none. */
    std::optional<std::string> client_certificate_file;
    /* A PEM file with the unencrypted private key of client_certificate_file. Default: the key is
     * in the certificate's file. */
    std::optional<std::string> client_key_file;
    /* The URL of a proxy for all requests, such as http://user:password@host:3128. The scheme is
     * http, https, socks4, socks4a or socks5; credentials are percent-encoded; authentication is
     * Basic. An empty string means no proxy, regardless of the environment. Default: the
     * environment variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, except for hosts in NO_PROXY. */
    std::optional<std::string> proxy;
    /* Custom headers for every request to the service, for example for a gateway. They replace the
     * library's own headers of the same name. Like the key, they are sent only to the origin of
     * base_url. Names are case-insensitive; headers that the library controls (the key; length,
     * type and encoding of the body; the connection) are rejected. Default: none. */
    std::vector<std::pair<std::string, std::string>> headers;
    /* The timeout of a whole call: waiting for the rate limiter, connecting, all attempts, and the
     * delays between them. Waits have their own timeout. In ms. Default: none. */
    std::optional<std::chrono::milliseconds> call_timeout;
    /* How long a transfer (an upload, a download, a large response) may stall. A transfer that
     * keeps moving may take any time. In ms. Default: 60 s. */
    std::optional<std::chrono::milliseconds> idle_timeout;
    /* A folder that keeps large results, which can be fetched only once. A result is written there
     * as it arrives, and a later call for the same job finds it. The folder is created with mode
     * 0700 if it does not exist. Batches use $XDG_STATE_HOME/pulse by default (or
     * ~/.local/state/pulse, or the folder of their results) and remove what they have delivered.
     * An empty string means no folder. Default: none. */
    std::optional<std::string> large_result_folder;
    /* The maximum size of a response body in bytes, 1024 to 2 000 000 000. Default: 1 GiB. */
    std::optional<std::int64_t> max_response_bytes;
    /* Where connections to the service are made, in place of the host and port of base_url:
     * unix:/PATH for a socket in the file system, HOST, HOST:PORT or an address. Requests,
     * certificates and everything else keep the host of base_url; with a socket or this machine it
     * may be http://. No proxy is used. Default: the host and port of base_url. */
    std::optional<std::string> connect_to;
    /* end of client options */
};

/* A progress report of a wait. The views are valid only during the call. */
struct progress {
    int kind = 0; /* PULSE_PROGRESS_... */
    job_status status = job_status::unknown;
    std::string_view job_id;
    std::string_view status_text;
    std::int64_t attempt = 0;
    std::chrono::milliseconds waited{0};
    std::chrono::milliseconds next_delay{0};
    pulse_code code = PULSE_OK;
    int http_status = 0;
};

/* Options of a wait. Members that are not set have their defaults (docs/waiting.md). on_progress is called on the waiting
 * thread, in blocking calls only; return false to stop the wait (PULSE_STOPPED). An exception stops the wait too and is
 * rethrown by the call, also by a try_x(). */
struct wait_options {
    /* generated: wait options (make generate) */
    /* The timeout of the entire wait, including polls, delays, and the download of a large result.
     * In ms. Default: 30 minutes; PULSE_NO_LIMIT: none. */
    std::optional<std::chrono::milliseconds> timeout;
    /* The delay between the first poll, which is made immediately, and the second. In ms. Default:
     * 1 s. */
    std::optional<std::chrono::milliseconds> initial_delay;
    /* The maximum delay, which also applies to the initial one. Only a Retry-After from the
     * service can exceed it. In ms. Default: 10 s. */
    std::optional<std::chrono::milliseconds> max_delay;
    /* The factor by which the delay grows after each poll, 1 to 10. Default: 1.5. */
    std::optional<double> multiplier;
    /* The fraction, 0 to 1, by which each delay varies at random, so that many waits do not poll
     * in step. Default: 0.1; negative: 0. */
    std::optional<double> jitter;
    /* The maximum number of polls. After the last one the wait ends as if it had timed out.
     * Default: none. */
    std::optional<std::int64_t> max_attempts;
    /* Called with every progress report; may be NULL. Default: none. */
    std::function<bool(const progress &)> on_progress;
    /* Whether every poll is reported, not only changes of the status. Default: none. */
    bool every_poll = false;
    /* The maximum interval between calls of on_progress; 0: no maximum. Default: never. */
    std::chrono::milliseconds tick{0};
    /* The policy that decides when to poll. Default: the documented one. */
    int policy = 0;
    /* What the adaptive policy optimizes. Default: balanced. */
    int goal = 0;
    /* How long a 404 is polled again if the job has been seen before or was submitted by this
     * client, because replicas of the service may not know it yet. For any other job a 404 ends
     * the wait immediately. In ms. Default: 1 minute; PULSE_NO_GRACE: 0. */
    std::optional<std::chrono::milliseconds> not_found_grace;
    /* end of wait options */
};

/* A document: a path, which is streamed from disk; bytes, which are borrowed until the call returns; a descriptor; or a reader. */
class file {
public:
    /* Puts at most `size` bytes, which is at least 1, into the buffer. Returns how many; 0 at the end of the document. */
    using reader = std::function<std::size_t(char *buffer, std::size_t size)>;

    static file from_path(std::string path, std::optional<std::string> media_type = std::nullopt) {
        file made;
        made.path_ = std::move(path);
        made.media_type_ = std::move(media_type);
        return made;
    }
    static file from_bytes(std::string_view bytes, std::string name, std::optional<std::string> media_type = std::nullopt) {
        file made;
        made.bytes_ = bytes;
        made.name_ = std::move(name);
        made.media_type_ = std::move(media_type);
        return made;
    }
    /* What is read from a descriptor, from its position to the end. It remains the caller's and must be open until the call returns. */
    static file from_descriptor(int fd, std::string name, std::optional<std::string> media_type = std::nullopt) {
        file made;
        made.fd_ = fd;
        made.name_ = std::move(name);
        made.media_type_ = std::move(media_type);
        return made;
    }
    /* What a function provides, once, on the calling thread. The call rethrows what the function throws, also a try_x(). */
    static file from_reader(reader read, std::string name, std::optional<std::string> media_type = std::nullopt) {
        file made;
        made.reading_ = std::make_shared<reading>();
        made.reading_->read = std::move(read);
        made.name_ = std::move(name);
        made.media_type_ = std::move(media_type);
        return made;
    }
    /* Throws what the reader has thrown. */
    void rethrow() const {
        if (reading_ && reading_->thrown) {
            std::rethrow_exception(std::exchange(reading_->thrown, nullptr));
        }
    }
    /* The C struct; valid as long as this object. */
    pulse_file c_file() const noexcept {
        pulse_file out = {};
        out.struct_size = sizeof out;
        if (path_) {
            out.path = path_->c_str();
        } else if (fd_) {
            out.has_fd = 1;
            out.fd = *fd_;
            out.file_name = name_.c_str();
        } else if (reading_) {
            out.read = &reading::call;
            out.user_data = reading_.get();
            out.file_name = name_.c_str();
        } else {
            out.data = bytes_.data() == nullptr ? "" : bytes_.data();
            out.size = bytes_.size();
            out.file_name = name_.c_str();
        }
        out.media_type = media_type_ ? media_type_->c_str() : nullptr;
        return out;
    }

private:
    /* No exception passes through C. */
    struct reading {
        reader read;
        std::exception_ptr thrown;

        static std::int64_t call(void *buffer, std::size_t size, void *user_data) {
            auto *self = static_cast<reading *>(user_data);
            try {
                return static_cast<std::int64_t>(self->read(static_cast<char *>(buffer), size));
            } catch (...) {
                self->thrown = std::current_exception();
                return -1;
            }
        }
    };

    file() = default;
    std::optional<std::string> path_;
    std::optional<std::string> media_type_;
    std::string_view bytes_;
    std::string name_;
    std::optional<int> fd_;
    std::shared_ptr<reading> reading_;
};

namespace detail {

inline std::vector<pulse_file> c_files(const std::vector<file> &files) {
    std::vector<pulse_file> out;
    out.reserve(files.size());
    for (const file &one : files) {
        out.push_back(one.c_file());
    }
    return out;
}

inline void rethrow(const std::vector<file> &files) {
    for (const file &one : files) {
        one.rethrow();
    }
}

/* The C struct of wait options, with a callback through which no exception passes. */
class c_wait_options {
public:
    explicit c_wait_options(const wait_options &given) : given_(given) {
        options_.struct_size = sizeof options_;
        /* generated: copy of wait options (make generate) */
        /* clang-format off */
        options_.timeout_ms = !given.timeout ? 0 : given.timeout->count() == 0 ? PULSE_NO_LIMIT : detail::milliseconds(*given.timeout);
        options_.initial_delay_ms = given.initial_delay ? detail::milliseconds(*given.initial_delay) : 0;
        options_.max_delay_ms = given.max_delay ? detail::milliseconds(*given.max_delay) : 0;
        options_.multiplier = given.multiplier.value_or(0);
        options_.jitter = !given.jitter ? 0 : *given.jitter > 0 ? *given.jitter : -1;
        options_.max_attempts = given.max_attempts.value_or(0);
        options_.every_poll = given.every_poll ? 1 : 0;
        options_.policy = given.policy;
        options_.goal = given.goal;
        options_.not_found_grace_ms = !given.not_found_grace ? 0 : given.not_found_grace->count() == 0 ? PULSE_NO_GRACE : detail::milliseconds(*given.not_found_grace);
        /* clang-format on */
        /* end of copy of wait options */
        options_.tick_ms = milliseconds(given.tick);
        if (given.on_progress) {
            options_.on_progress = &c_wait_options::report;
            options_.user_data = this;
        }
    }
    c_wait_options(const c_wait_options &) = delete;
    c_wait_options &operator=(const c_wait_options &) = delete;

    const pulse_wait_options *get() const noexcept { return &options_; }
    void rethrow() const {
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
    }

private:
    static std::int32_t report(const pulse_progress *given, void *user_data) {
        auto *self = static_cast<c_wait_options *>(user_data);
        try {
            progress told;
            told.kind = static_cast<int>(given->kind);
            told.status = static_cast<job_status>(given->status);
            told.job_id = view(given->job_id);
            told.status_text = view(given->status_text);
            told.attempt = given->attempt;
            told.waited = std::chrono::milliseconds(given->waited_ms);
            told.next_delay = std::chrono::milliseconds(given->next_delay_ms);
            told.code = given->code;
            told.http_status = static_cast<int>(given->http_status);
            return self->given_.on_progress(told) ? 0 : 1;
        } catch (...) {
            self->thrown_ = std::current_exception();
            return 1;
        }
    }

    const wait_options &given_;
    pulse_wait_options options_ = {};
    std::exception_ptr thrown_;
};

/* The outcome of a call about a job: the completed job, or an error that has the job. */
inline result<job> job_result(pulse_code code, pulse_job *handle, pulse_error *failure) {
    if (code == PULSE_OK) {
        return job(handle);
    }
    std::shared_ptr<const job> last = handle == nullptr ? nullptr : std::make_shared<const job>(handle);
    return error(code, failure, std::move(last));
}

inline result<response> response_result(pulse_code code, pulse_response *handle, pulse_error *failure) {
    if (code == PULSE_OK) {
        return response(handle);
    }
    return error(code, failure);
}

inline result<void> void_result(pulse_code code, pulse_error *failure) {
    if (code == PULSE_OK) {
        return {};
    }
    return error(code, failure);
}

} // namespace detail

/* Counters of a client; see pulse_stats in pulse_native.h. */
using stats = pulse_stats;

/* ------------------------------------------------------------- client -- */

/* Stops calls and operations from any thread; see client::with_limits(). Destroying it stops nothing. */
class cancel_token {
public:
    cancel_token() {
        pulse_cancel_token *made = nullptr;
        pulse_error *failure = nullptr;
        detail::check(pulse_cancel_token_new(&made, &failure), failure);
        handle_ = detail::owned<pulse_cancel_token, pulse_cancel_token_free>(made);
    }

    /* Permanently stops everything that has this token, also what begins later. May be repeated; returns immediately. */
    void cancel() const {
        pulse_error *failure = nullptr;
        detail::check(pulse_cancel_token_cancel(get(), &failure), failure);
    }

    pulse_cancel_token *get() const noexcept { return handle_.get(); }

private:
    detail::owned<pulse_cancel_token, pulse_cancel_token_free> handle_;
};

/* A client: a connection pool and its options. Keep one for the lifetime of the program and share it between threads. */
class client {
public:
    client() : client(client_options()) {}
    explicit client(const client_options &options) : client(make(options).value()) {}
    /* Takes over a handle of the C interface. */
    explicit client(pulse_client *handle) noexcept : handle_(handle) {}

    /* Like the constructor, but does not throw. */
    static result<client> make(const client_options &options = client_options()) {
        pulse_client_options c = {};
        c.struct_size = sizeof c;
        /* generated: copy of client options (make generate) */
        /* clang-format off */
        c.api_key = options.api_key ? options.api_key->c_str() : nullptr;
        c.base_url = options.base_url ? options.base_url->c_str() : nullptr;
        c.timeout_ms = options.timeout ? detail::milliseconds(*options.timeout) : 0;
        c.process_timeout_ms = options.process_timeout ? detail::milliseconds(*options.process_timeout) : 0;
        c.connect_timeout_ms = options.connect_timeout ? detail::milliseconds(*options.connect_timeout) : 0;
        c.max_retries = !options.max_retries ? 0 : *options.max_retries == 0 ? PULSE_NO_RETRIES : *options.max_retries;
        c.max_connections = options.max_connections.value_or(0);
        c.user_agent = options.user_agent ? options.user_agent->c_str() : nullptr;
        c.max_concurrent_polls = options.max_concurrent_polls.value_or(0);
        c.max_requests_per_second = options.max_requests_per_second.value_or(0);
        c.ca_file = options.ca_file ? options.ca_file->c_str() : nullptr;
        c.client_certificate_file = options.client_certificate_file ? options.client_certificate_file->c_str() : nullptr;
        c.client_key_file = options.client_key_file ? options.client_key_file->c_str() : nullptr;
        c.proxy = options.proxy ? options.proxy->c_str() : nullptr;
        c.call_timeout_ms = options.call_timeout ? detail::milliseconds(*options.call_timeout) : 0;
        c.idle_timeout_ms = options.idle_timeout ? detail::milliseconds(*options.idle_timeout) : 0;
        c.large_result_folder = options.large_result_folder ? options.large_result_folder->c_str() : nullptr;
        c.max_response_bytes = options.max_response_bytes.value_or(0);
        c.connect_to = options.connect_to ? options.connect_to->c_str() : nullptr;
        /* clang-format on */
        /* end of copy of client options */
        c.flags = options.flags;
        std::vector<pulse_header> headers = detail::c_headers(options.headers);
        c.headers = headers.data();
        c.header_count = headers.size();
        pulse_client *made = nullptr;
        pulse_error *failure = nullptr;
        pulse_code code = pulse_client_new(&c, &made, &failure);
        if (code != PULSE_OK) {
            return error(code, failure);
        }
        return client(made);
    }

    /* Another handle for the same client. Its calls end when the timeout of a call expires (PULSE_TIMEOUT; none: no timeout)
     * or when the token is canceled (PULSE_STOPPED). See pulse_client_with_limits(). */
    client with_limits(std::optional<std::chrono::milliseconds> timeout) const { return limited(nullptr, timeout); }
    client with_limits(const cancel_token &token, std::optional<std::chrono::milliseconds> timeout = std::nullopt) const { return limited(token.get(), timeout); }

    /* Another handle for the same client, whose calls carry more headers, such as traceparent. See pulse_client_with_headers(). */
    client with_headers(const std::vector<std::pair<std::string, std::string>> &headers) const {
        std::vector<pulse_header> c = detail::c_headers(headers);
        pulse_client *made = nullptr;
        pulse_error *failure = nullptr;
        detail::check(pulse_client_with_headers(get(), c.data(), c.size(), &made, &failure), failure);
        return client(made);
    }

    /* Changes max_requests_per_second while the client works; 0: unlimited. */
    void set_rate(double max_requests_per_second) const {
        pulse_error *failure = nullptr;
        detail::check(pulse_client_set_rate(get(), max_requests_per_second, &failure), failure);
    }

    /* Reads a job once. Any status is a success. */
    job get_job(std::string_view job_id) const { return try_get_job(job_id).value(); }
    result<job> try_get_job(std::string_view job_id) const {
        detail::c_string id(job_id, "job_id");
        pulse_job *out = nullptr;
        pulse_error *failure = nullptr;
        if (!id.good()) {
            return id.failure();
        }
        pulse_code code = pulse_get_job(get(), id.get(), &out, &failure);
        return detail::job_result(code, out, failure);
    }

    /* Waits until a job has completed. Failed, canceled, expired, timed out and stopped are errors that have the job. */
    job wait_job(std::string_view job_id, const wait_options &options = wait_options()) const { return try_wait_job(job_id, options).value(); }
    result<job> try_wait_job(std::string_view job_id, const wait_options &options = wait_options()) const {
        detail::c_string id(job_id, "job_id");
        detail::c_wait_options c(options);
        pulse_job *out = nullptr;
        pulse_error *failure = nullptr;
        if (!id.good()) {
            return id.failure();
        }
        pulse_code code = pulse_wait_job(get(), id.get(), c.get(), &out, &failure);
        result<job> ended = detail::job_result(code, out, failure);
        c.rethrow();
        return ended;
    }

    /* Requests the cancellation of a job. Best effort: pages processed so far are billed. */
    void cancel_job(std::string_view job_id) const { try_cancel_job(job_id).value(); }
    result<void> try_cancel_job(std::string_view job_id) const {
        detail::c_string id(job_id, "job_id");
        pulse_error *failure = nullptr;
        if (!id.good()) {
            return id.failure();
        }
        pulse_code code = pulse_cancel_job(get(), id.get(), &failure);
        return detail::void_result(code, failure);
    }

    /* Deletes the copy of a large result in large_result_folder, once the result is stored elsewhere. */
    void discard_large_result(std::string_view job_id) const { try_discard_large_result(job_id).value(); }
    result<void> try_discard_large_result(std::string_view job_id) const {
        detail::c_string id(job_id, "job_id");
        pulse_error *failure = nullptr;
        if (!id.good()) {
            return id.failure();
        }
        pulse_code code = pulse_discard_large_result(get(), id.get(), &failure);
        return detail::void_result(code, failure);
    }

    /* Reports that a job has probably ended: all waits for it poll immediately. Returns whether there are any. */
    bool notify_job(std::string_view job_id) const {
        detail::c_string id(job_id, "job_id");
        pulse_error *failure = nullptr;
        if (!id.good()) {
            throw id.failure();
        }
        pulse_code code = pulse_notify_job(get(), id.get(), &failure);
        if (code == PULSE_NOT_FOUND) {
            pulse_error_free(failure);
            return false;
        }
        detail::check(code, failure);
        return true;
    }

    /* Submits, waits and reads the result: what most programs need. `request_json` has the options of POST /extract. */
    job extract_and_wait(const file &document, std::string_view request_json = {}, const wait_options &options = wait_options()) const { return try_extract_and_wait(document, request_json, options).value(); }
    /* The document is at the request's fileUrl. */
    job extract_and_wait(std::string_view request_json, const wait_options &options = wait_options()) const { return try_extract_and_wait(request_json, options).value(); }
    result<job> try_extract_and_wait(const file &document, std::string_view request_json = {}, const wait_options &options = wait_options()) const {
        pulse_file c = document.c_file();
        result<job> ended = extract_and_wait(&c, request_json, options);
        document.rethrow();
        return ended;
    }
    result<job> try_extract_and_wait(std::string_view request_json, const wait_options &options = wait_options()) const { return extract_and_wait(nullptr, request_json, options); }

    /* POST /extract, processed while this call waits for the response. */
    response extract(const file &document, std::string_view request_json = {}) const { return try_extract(document, request_json).value(); }
    response extract(std::string_view request_json) const { return try_extract(request_json).value(); }
    result<response> try_extract(const file &document, std::string_view request_json = {}) const { return submit(pulse_extract, &document, request_json); }
    result<response> try_extract(std::string_view request_json) const { return submit(pulse_extract, nullptr, request_json); }

    /* POST /extract with async; returns the id of the job. */
    std::string submit_extract(const file &document, std::string_view request_json = {}) const { return try_submit_extract(document, request_json).value(); }
    std::string submit_extract(std::string_view request_json) const { return try_submit_extract(request_json).value(); }
    result<std::string> try_submit_extract(const file &document, std::string_view request_json = {}) const { return id_of(submit(pulse_submit_extract, &document, request_json)); }
    result<std::string> try_submit_extract(std::string_view request_json) const { return id_of(submit(pulse_submit_extract, nullptr, request_json)); }

    /* Any operation of the API by its name, with its request as JSON and the documents that it takes: "split", "schema", "tables",
     * "batch_extract", "pipeline_execute", "form_fill" and so on; see "the rest of the API" in pulse_native.h. */
    response call(std::string_view operation, std::string_view request_json = {}, const std::vector<file> &files = {}) const { return try_call(operation, request_json, files).value(); }
    result<response> try_call(std::string_view operation, std::string_view request_json = {}, const std::vector<file> &files = {}) const {
        detail::c_string name(operation, "operation");
        std::vector<pulse_file> c_files = detail::c_files(files);
        pulse_response *out = nullptr;
        pulse_error *failure = nullptr;
        if (!name.good()) {
            return name.failure();
        }
        pulse_code code = pulse_call(get(), name.get(), request_json.data(), request_json.size(), c_files.data(), c_files.size(), &out, &failure);
        result<response> ended = detail::response_result(code, out, failure);
        detail::rethrow(files);
        return ended;
    }
    /* Submits an operation that creates a job, waits for the job and reads the result. */
    job call_and_wait(std::string_view operation, std::string_view request_json = {}, const std::vector<file> &files = {}, const wait_options &options = wait_options()) const { return try_call_and_wait(operation, request_json, files, options).value(); }
    result<job> try_call_and_wait(std::string_view operation, std::string_view request_json = {}, const std::vector<file> &files = {}, const wait_options &options = wait_options()) const {
        detail::c_string name(operation, "operation");
        std::vector<pulse_file> c_files = detail::c_files(files);
        detail::c_wait_options c(options);
        pulse_job *out = nullptr;
        pulse_error *failure = nullptr;
        if (!name.good()) {
            return name.failure();
        }
        pulse_code code = pulse_call_and_wait(get(), name.get(), request_json.data(), request_json.size(), c_files.data(), c_files.size(), c.get(), &out, &failure);
        result<job> ended = detail::job_result(code, out, failure);
        c.rethrow();
        detail::rethrow(files);
        return ended;
    }
    /* generated: operations (make generate) */
    response split(std::string_view request_json) const { return call("split", request_json); }
    response schema(std::string_view request_json) const { return call("schema", request_json); }
    response tables(std::string_view request_json) const { return call("tables", request_json); }
    response batch_extract(std::string_view request_json) const { return call("batch_extract", request_json); }
    response batch_schema(std::string_view request_json) const { return call("batch_schema", request_json); }
    response batch_split(std::string_view request_json) const { return call("batch_split", request_json); }
    response batch_tables(std::string_view request_json) const { return call("batch_tables", request_json); }
    response pipeline_execute(std::string_view request_json) const { return call("pipeline_execute", request_json); }
    response pipeline_execute(const std::vector<file> &files, std::string_view request_json) const { return call("pipeline_execute", request_json, files); }
    response form_detect(std::string_view request_json) const { return call("form_detect", request_json); }
    response form_detect(const file &document, std::string_view request_json = {}) const { return call("form_detect", request_json, {document}); }
    response form_fill(std::string_view request_json) const { return call("form_fill", request_json); }
    response form_fill(const file &document, std::string_view request_json = {}) const { return call("form_fill", request_json, {document}); }
    response form_clear(std::string_view request_json) const { return call("form_clear", request_json); }
    response form_clear(const file &document, std::string_view request_json = {}) const { return call("form_clear", request_json, {document}); }
    /* end of operations */
    response create_webhook_link() const { return call("create_webhook_link"); }

    /* Fetches a large result, which works once, by its job id or its link. */
    response get_large_result(std::string_view job_id_or_url) const { return try_get_large_result(job_id_or_url).value(); }
    result<response> try_get_large_result(std::string_view job_id_or_url) const { return large_result(job_id_or_url, std::nullopt); }
    /* The same, to a file, which appears only when it is complete. */
    void save_large_result(std::string_view job_id_or_url, std::string_view path) const { try_save_large_result(job_id_or_url, path).value(); }
    result<void> try_save_large_result(std::string_view job_id_or_url, std::string_view path) const {
        result<response> saved = large_result(job_id_or_url, path);
        if (!saved) {
            return saved.error();
        }
        return {};
    }

    /* Waits for many jobs at once on this thread and calls each(id, result<job>) as they end. An exception stops the other
     * waits and is rethrown here. options.on_progress is not used. */
    template <typename Ids, typename Each>
    void wait_many(const Ids &ids, Each &&each, const wait_options &options = wait_options()) const;
    /* The same; returns the outcomes in the order of the ids. */
    template <typename Ids>
    std::vector<result<job>> wait_many(const Ids &ids, const wait_options &options = wait_options()) const;

    /* What adaptive polling has learned, for another process or the next run. */
    std::string export_durations() const {
        pulse_response *out = nullptr;
        pulse_error *failure = nullptr;
        pulse_code code = pulse_export_durations(get(), &out, &failure);
        detail::check(code, failure);
        response learned(out);
        return std::string(learned.json());
    }
    void import_durations(std::string_view durations_json) const {
        pulse_error *failure = nullptr;
        detail::check(pulse_import_durations(get(), durations_json.data(), durations_json.size(), &failure), failure);
    }

    pulse::stats stats() const {
        pulse::stats out = {};
        pulse_error *failure = nullptr;
        out.struct_size = sizeof out;
        detail::check(pulse_client_stats(get(), &out, &failure), failure);
        return out;
    }

    pulse_client *get() const noexcept { return handle_.get(); }

private:
    using submitter = pulse_code (*)(pulse_client *, const char *, std::size_t, const pulse_file *, pulse_response **, pulse_error **);

    result<job> extract_and_wait(const pulse_file *document, std::string_view request_json, const wait_options &options) const {
        detail::c_wait_options c(options);
        pulse_job *out = nullptr;
        pulse_error *failure = nullptr;
        pulse_code code = pulse_extract_and_wait(get(), request_json.data(), request_json.size(), document, c.get(), &out, &failure);
        result<job> ended = detail::job_result(code, out, failure);
        c.rethrow();
        return ended;
    }

    result<response> submit(submitter send, const file *document, std::string_view request_json) const {
        pulse_file c = document == nullptr ? pulse_file() : document->c_file();
        pulse_response *out = nullptr;
        pulse_error *failure = nullptr;
        pulse_code code = send(get(), request_json.data(), request_json.size(), document == nullptr ? nullptr : &c, &out, &failure);
        result<response> ended = detail::response_result(code, out, failure);
        if (document != nullptr) {
            document->rethrow();
        }
        return ended;
    }

    client limited(pulse_cancel_token *token, std::optional<std::chrono::milliseconds> timeout) const {
        pulse_client *made = nullptr;
        pulse_error *failure = nullptr;
        detail::check(pulse_client_with_limits(get(), token, timeout ? detail::milliseconds(*timeout) : PULSE_NO_LIMIT, &made, &failure), failure);
        return client(made);
    }

    static result<std::string> id_of(result<response> submitted) {
        if (!submitted) {
            return submitted.error();
        }
        return std::string(submitted.value().job_id());
    }

    result<response> large_result(std::string_view job_id_or_url, std::optional<std::string_view> path) const {
        detail::c_string source(job_id_or_url, "job_id_or_url");
        detail::c_string target(path.value_or(std::string_view()), "path");
        pulse_response *out = nullptr;
        pulse_error *failure = nullptr;
        if (!source.good() || !target.good()) {
            return source.good() ? target.failure() : source.failure();
        }
        pulse_code code = pulse_get_large_result(get(), source.get(), path ? target.get() : nullptr, &out, &failure);
        return detail::response_result(code, out, failure);
    }

    detail::owned<pulse_client, pulse_client_free> handle_;
};

/* -------------------------------------------------------------- queue -- */

/* The outcome of an operation of a queue, or its progress. */
struct completion {
    std::uint64_t tag = 0;
    bool is_final = true;
    pulse_code code = PULSE_OK;
    std::optional<pulse::job> job;           /* final: what the blocking form would have returned */
    std::optional<pulse::response> response; /* the same */
    std::optional<pulse::error> error;       /* the same; it carries the job, if there is one */
    job_status status = job_status::unknown;
    int event = 0; /* of progress: PULSE_PROGRESS_... */
    std::int64_t attempt = 0;
    std::chrono::milliseconds waited{0};
    std::chrono::milliseconds next_delay{0};

    /* For an operation that returns a job. */
    result<pulse::job> take_job() {
        if (error) {
            return std::move(*error);
        }
        if (!job) {
            return pulse::error(PULSE_INVALID_ARGUMENT, "The operation has no job.");
        }
        return std::move(*job);
    }
    /* For an operation that returns a response. */
    result<pulse::response> take_response() {
        if (error) {
            return std::move(*error);
        }
        if (!response) {
            return pulse::error(PULSE_INVALID_ARGUMENT, "The operation has no response.");
        }
        return std::move(*response);
    }
};

namespace detail {

/* Completions of C that have been taken, and what they own until it is taken out. */
struct completions {
    explicit completions(std::size_t most) : items(most) {
        if (most > 0) {
            items[0].struct_size = sizeof(pulse_completion);
        }
    }
    completions(const completions &) = delete;
    completions &operator=(const completions &) = delete;
    ~completions() {
        for (std::size_t i = 0; i < count; i++) {
            pulse_job_free(items[i].job);
            pulse_response_free(items[i].response);
            pulse_error_free(items[i].error);
        }
    }

    std::vector<pulse_completion> items;
    std::size_t count = 0;
};

} // namespace detail

/* Any number of operations at once, each with a tag of your choice: see "queue" in pulse_native.h. Every accepted
 * operation delivers exactly one final completion. */
class queue {
public:
    explicit queue(const client &owner) {
        pulse_queue *made = nullptr;
        pulse_error *failure = nullptr;
        detail::check(pulse_queue_new(owner.get(), &made, &failure), failure);
        handle_ = detail::owned<pulse_queue, pulse_queue_free>(made);
    }

    /* A descriptor that is readable exactly while there are completions; for epoll, Asio, libuv and similar. It belongs to the queue. */
    int fd() const {
        std::int32_t out = -1;
        pulse_error *failure = nullptr;
        detail::check(pulse_queue_fd(get(), &out, &failure), failure);
        return static_cast<int>(out);
    }

    /* Gives the operations that are started from now on these headers: see pulse_queue_set_headers(). */
    void set_headers(const std::vector<std::pair<std::string, std::string>> &headers) const {
        std::vector<pulse_header> c = detail::c_headers(headers);
        pulse_error *failure = nullptr;
        detail::check(pulse_queue_set_headers(get(), c.data(), c.size(), &failure), failure);
    }

    /* The next completion; empty when none arrived in time. Zero does not wait; a negative timeout waits forever. */
    std::optional<completion> next(std::chrono::milliseconds timeout = std::chrono::milliseconds(-1)) const {
        pulse_completion c = {};
        pulse_error *failure = nullptr;
        c.struct_size = sizeof c;
        pulse_code code = pulse_queue_next(get(), limit(timeout), &c, &failure);
        if (code == PULSE_TIMEOUT) {
            return std::nullopt;
        }
        detail::check(code, failure);
        return from(c);
    }

    /* Waits for the first completion as next() does, and takes all that are there then, up to `most` (1 or more), in order of arrival; none when none arrived in time. */
    std::vector<completion> next_many(std::size_t most, std::chrono::milliseconds timeout = std::chrono::milliseconds(-1)) const {
        std::vector<completion> out;
        out.reserve(most);
        detail::completions taken(most);
        pulse_error *failure = nullptr;
        pulse_code code = pulse_queue_next_many(get(), limit(timeout), taken.items.data(), most, &taken.count, &failure);
        if (code == PULSE_TIMEOUT) {
            return out;
        }
        detail::check(code, failure);
        for (std::size_t i = 0; i < taken.count; i++) {
            out.push_back(from(std::exchange(taken.items[i], pulse_completion())));
        }
        return out;
    }

    /* Stops all operations with this tag; each delivers its final completion soon. Returns whether there were any. */
    bool cancel(std::uint64_t tag) const {
        pulse_error *failure = nullptr;
        pulse_code code = pulse_queue_cancel(get(), tag, &failure);
        if (code == PULSE_NOT_FOUND) {
            pulse_error_free(failure);
            return false;
        }
        detail::check(code, failure);
        return true;
    }

    void get_job(std::string_view job_id, std::uint64_t tag) const {
        detail::c_string id(job_id, "job_id");
        pulse_error *failure = nullptr;
        if (!id.good()) {
            throw id.failure();
        }
        detail::check(pulse_queue_get_job(get(), id.get(), tag, &failure), failure);
    }

    /* With `deliver_progress`, changes of the status are completions too. options.on_progress and tick are not used. */
    void wait_job(std::string_view job_id, std::uint64_t tag, const wait_options &options = wait_options(), bool deliver_progress = false) const {
        detail::c_string id(job_id, "job_id");
        pulse_error *failure = nullptr;
        if (!id.good()) {
            throw id.failure();
        }
        wait_options kept = plain(options);
        detail::c_wait_options c(kept);
        detail::check(pulse_queue_wait_job(get(), id.get(), c.get(), deliver_progress ? PULSE_QUEUE_PROGRESS : 0, tag, &failure), failure);
    }

    /* mode: PULSE_EXTRACT_PROCESS, _SUBMIT or _AND_WAIT. */
    void extract(int mode, const file &document, std::string_view request_json, std::uint64_t tag, const wait_options &options = wait_options(), bool deliver_progress = false) const {
        pulse_file c_document = document.c_file();
        start_extract(mode, &c_document, request_json, tag, options, deliver_progress);
    }
    void extract(int mode, std::string_view request_json, std::uint64_t tag, const wait_options &options = wait_options(), bool deliver_progress = false) const {
        start_extract(mode, nullptr, request_json, tag, options, deliver_progress);
    }

    /* Any operation by its name, see pulse_queue_call(). */
    void call(std::string_view operation, std::string_view request_json, std::uint64_t tag, const std::vector<file> &files = {}) const {
        detail::c_string name(operation, "operation");
        std::vector<pulse_file> c_files = detail::c_files(files);
        pulse_error *failure = nullptr;
        if (!name.good()) {
            throw name.failure();
        }
        detail::check(pulse_queue_call(get(), name.get(), request_json.data(), request_json.size(), c_files.data(), c_files.size(), tag, &failure), failure);
    }
    /* Submits an operation that creates a job, and waits for the job. */
    void call_and_wait(std::string_view operation, std::string_view request_json, std::uint64_t tag, const std::vector<file> &files = {}, const wait_options &options = wait_options(), bool deliver_progress = false) const {
        detail::c_string name(operation, "operation");
        std::vector<pulse_file> c_files = detail::c_files(files);
        wait_options kept = plain(options);
        detail::c_wait_options c(kept);
        pulse_error *failure = nullptr;
        if (!name.good()) {
            throw name.failure();
        }
        detail::check(pulse_queue_call_and_wait(get(), name.get(), request_json.data(), request_json.size(), c_files.data(), c_files.size(), c.get(), deliver_progress ? PULSE_QUEUE_PROGRESS : 0, tag, &failure), failure);
    }

    pulse_queue *get() const noexcept { return handle_.get(); }

private:
    static std::int64_t limit(std::chrono::milliseconds timeout) noexcept { return timeout.count() < 0 ? PULSE_NO_LIMIT : timeout.count(); }

    static completion from(const pulse_completion &c) {
        completion out;
        out.tag = c.tag;
        out.is_final = c.kind == PULSE_COMPLETION_FINAL;
        out.code = c.code;
        out.status = static_cast<job_status>(c.status);
        out.event = static_cast<int>(c.event);
        out.attempt = c.attempt;
        out.waited = std::chrono::milliseconds(c.waited_ms);
        out.next_delay = std::chrono::milliseconds(c.next_delay_ms);
        if (out.is_final && c.code != PULSE_OK) {
            std::shared_ptr<const pulse::job> last = c.job == nullptr ? nullptr : std::make_shared<const pulse::job>(c.job);
            out.error.emplace(c.code, c.error, std::move(last));
        } else if (c.job != nullptr) {
            out.job.emplace(c.job);
        }
        if (c.response != nullptr) {
            out.response.emplace(c.response);
        }
        return out;
    }

    static wait_options plain(wait_options options) {
        options.on_progress = nullptr;
        options.tick = std::chrono::milliseconds(0);
        return options;
    }

    void start_extract(int mode, const pulse_file *document, std::string_view request_json, std::uint64_t tag, const wait_options &options, bool deliver_progress) const {
        wait_options kept = plain(options);
        detail::c_wait_options c(kept);
        pulse_error *failure = nullptr;
        detail::check(pulse_queue_extract(get(), mode, request_json.data(), request_json.size(), document, c.get(), deliver_progress ? PULSE_QUEUE_PROGRESS : 0, tag, &failure), failure);
    }

    detail::owned<pulse_queue, pulse_queue_free> handle_;
};

template <typename Ids, typename Each>
void client::wait_many(const Ids &ids, Each &&each, const wait_options &options) const {
    /* Leaving early frees the queue, which stops the remaining waits. */
    queue waits(*this);
    std::vector<std::string> names(std::begin(ids), std::end(ids));
    std::size_t open = 0;
    for (; open < names.size(); open++) {
        waits.wait_job(names[open], open, options);
    }
    while (open > 0) {
        std::optional<completion> ended = waits.next();
        if (ended && ended->is_final) {
            open--;
            each(names[static_cast<std::size_t>(ended->tag)], ended->take_job());
        }
    }
}

template <typename Ids>
std::vector<result<job>> client::wait_many(const Ids &ids, const wait_options &options) const {
    queue waits(*this);
    std::vector<std::string> names(std::begin(ids), std::end(ids));
    std::vector<std::optional<result<job>>> ended(names.size());
    for (std::size_t i = 0; i < names.size(); i++) {
        waits.wait_job(names[i], i, options);
    }
    for (std::size_t open = names.size(); open > 0;) {
        std::optional<completion> next = waits.next();
        if (next && next->is_final) {
            open--;
            ended[static_cast<std::size_t>(next->tag)].emplace(next->take_job());
        }
    }
    std::vector<result<job>> out;
    out.reserve(ended.size());
    for (std::optional<result<job>> &one : ended) {
        out.push_back(std::move(*one));
    }
    return out;
}

/* -------------------------------------------------------------- report -- */

/* A result or job, as its json() gives it, as one HTML file to look at, in content(). An empty title: what the result says. */
inline response render_html(std::string_view json, const std::string &title = {}) {
    pulse_response *out = nullptr;
    pulse_error *failure = nullptr;
    pulse_code code = pulse_render_html(json.data(), json.size(), title.empty() ? nullptr : title.c_str(), &out, &failure);
    detail::check(code, failure);
    return response(out);
}

/* The same with pictures (PNG, JPEG, GIF or WebP) of pages, counted from 1, and of images, by the image_url that they have in the result. */
inline response render_html(std::string_view json, const std::string &title, const std::map<int, file> &pages,
                            const std::map<std::string, file> &images = {}) {
    std::vector<pulse_file> pictures;
    std::vector<std::string> names;
    names.reserve(pages.size());
    for (const auto &[page, picture] : pages) {
        names.push_back(std::to_string(page));
        pictures.push_back(picture.c_file());
        pictures.back().file_name = names.back().c_str();
    }
    for (const auto &[url, picture] : images) {
        pictures.push_back(picture.c_file());
        pictures.back().file_name = url.c_str();
    }
    pulse_response *out = nullptr;
    pulse_error *failure = nullptr;
    pulse_code code = pulse_render_html_with_pictures(json.data(), json.size(), title.empty() ? nullptr : title.c_str(), pictures.data(),
                                                      pictures.size(), &out, &failure);
    result<response> ended = detail::response_result(code, out, failure);
    for (const auto &[page, picture] : pages) {
        picture.rethrow();
    }
    for (const auto &[url, picture] : images) {
        picture.rethrow();
    }
    return std::move(ended).value();
}

/* ------------------------------------------------------------ webhooks -- */

namespace webhooks {

/* Verifies a webhook: PULSE_WEBHOOK_VALID, or why it is not authentic. `headers` are pairs of name and value, in any case. */
template <typename Headers>
int verify(std::string_view body, const Headers &headers, const std::vector<std::string> &secrets,
           std::chrono::milliseconds tolerance = std::chrono::minutes(5), std::optional<std::chrono::system_clock::time_point> now = std::nullopt) {
    std::vector<pulse_header> c_headers;
    std::vector<const char *> c_secrets;
    std::vector<std::pair<std::string, std::string>> kept(std::begin(headers), std::end(headers));
    for (const auto &[name, value] : kept) {
        c_headers.push_back(pulse_header{name.c_str(), value.c_str()});
    }
    for (const std::string &secret : secrets) {
        c_secrets.push_back(secret.c_str());
    }
    std::int32_t reason = PULSE_WEBHOOK_VALID;
    pulse_error *failure = nullptr;
    std::int64_t seconds = now ? std::chrono::duration_cast<std::chrono::seconds>(now->time_since_epoch()).count() : 0;
    pulse_code code = pulse_webhook_verify(body.data(), body.size(), c_headers.data(), c_headers.size(), c_secrets.data(), c_secrets.size(), seconds, tolerance.count(), &reason, &failure);
    if (code == PULSE_WEBHOOK_REJECTED) {
        pulse_error_free(failure);
        return static_cast<int>(reason);
    }
    detail::check(code, failure);
    return PULSE_WEBHOOK_VALID;
}

/* The value of webhook-signature. */
inline std::string sign(std::string_view body, const std::string &id, std::chrono::system_clock::time_point timestamp, const std::string &secret) {
    pulse_response *out = nullptr;
    pulse_error *failure = nullptr;
    pulse_code code = pulse_webhook_sign(body.data(), body.size(), id.c_str(), std::chrono::duration_cast<std::chrono::seconds>(timestamp.time_since_epoch()).count(), secret.c_str(), &out, &failure);
    detail::check(code, failure);
    response signed_one(out);
    return std::string(signed_one.find("/signature").value().text);
}

} // namespace webhooks

/* --------------------------------------------------------- coroutines -- */

#if defined(PULSE_HAS_COROUTINES)

/* A coroutine that returns a T. It starts when it is awaited, or passed to async_client::run() or ::spawn(). */
template <typename T = void>
class [[nodiscard]] task;

namespace detail {

template <typename Promise>
struct resume_awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
        std::coroutine_handle<> next = ended.promise().awaiting;
        return next ? next : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
};

template <typename T>
struct promise_value {
    std::variant<std::monostate, T, std::exception_ptr> outcome;
    template <typename U>
    void return_value(U &&value) { outcome.template emplace<1>(std::forward<U>(value)); }
    void unhandled_exception() noexcept { outcome.template emplace<2>(std::current_exception()); }
    T take() {
        if (outcome.index() == 2) {
            std::rethrow_exception(std::get<2>(outcome));
        }
        return std::move(std::get<1>(outcome));
    }
};

template <>
struct promise_value<void> {
    std::exception_ptr thrown;
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { thrown = std::current_exception(); }
    void take() const {
        if (thrown) {
            std::rethrow_exception(thrown);
        }
    }
};

} // namespace detail

template <typename T>
class [[nodiscard]] task {
public:
    struct promise_type : detail::promise_value<T> {
        std::coroutine_handle<> awaiting;
        task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        detail::resume_awaiter<promise_type> final_suspend() const noexcept { return {}; }
    };

    task(task &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    task &operator=(task &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    task(const task &) = delete;
    task &operator=(const task &) = delete;
    ~task() {
        if (handle_) {
            handle_.destroy();
        }
    }

    auto operator co_await() const noexcept {
        struct awaiter {
            std::coroutine_handle<promise_type> handle;
            bool await_ready() const noexcept { return handle.done(); }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
                handle.promise().awaiting = awaiting;
                return handle;
            }
            T await_resume() const { return handle.promise().take(); }
        };
        return awaiter{handle_};
    }

private:
    friend class async_client;
    explicit task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

/* A client for coroutines: co_await client.wait(id). Everything runs on the thread that calls run() or poll(); use an
 * object on one thread only. In your own event loop, watch fd() and call poll() when it is readable. */
class async_client {
public:
    /* The client must outlive this object. */
    explicit async_client(const client &owner) : queue_(owner) {}
    async_client(const async_client &) = delete;
    async_client &operator=(const async_client &) = delete;
    /* Stops all operations in progress; their coroutines are resumed with PULSE_STOPPED before this returns. */
    ~async_client() {
        stopping_ = true;
        try {
            while (!under_way_.empty()) {
                for (const auto &[tag, one] : under_way_) {
                    queue_.cancel(tag);
                }
                step(std::chrono::milliseconds(1000));
            }
        } catch (...) {
            /* The queue no longer exists (fork), so its coroutines cannot be resumed. */
        }
    }

    /* Readable exactly while poll() has something to do. */
    int fd() const { return queue_.fd(); }
    /* Resumes the coroutines that can continue, without waiting. Returns how many operations have ended. */
    std::size_t poll() {
        std::size_t ended = 0;
        while (step(std::chrono::milliseconds(0))) {
            ended++;
        }
        return ended;
    }
    /* Operations in progress. */
    std::size_t pending() const noexcept { return under_way_.size(); }

    /* Runs a task to its end on this thread, together with the spawned tasks. */
    template <typename T>
    T run(task<T> work) {
        work.handle_.resume();
        while (!work.handle_.done()) {
            step(std::chrono::milliseconds(-1));
        }
        return work.handle_.promise().take();
    }

    /* Starts a task that nobody awaits. An exception ends the program, as in a thread. */
    void spawn(task<void> work) { detached::begin(std::move(work)); }
    /* Runs until nothing is in progress. */
    void run() {
        while (!under_way_.empty()) {
            step(std::chrono::milliseconds(-1));
        }
    }

private:
    /* Is a part of the coroutine that awaits it. */
    struct operation {
        completion ended;
        std::coroutine_handle<> waiting;
    };

    template <typename Start, bool IsJob>
    class awaitable {
    public:
        awaitable(async_client &owner, Start start) : owner_(owner), start_(std::move(start)) {}
        awaitable(const awaitable &) = delete;
        awaitable &operator=(const awaitable &) = delete;
        /* A coroutine may be destroyed while it waits: its operation is stopped, and the completion is discarded. */
        ~awaitable() {
            if (owner_.under_way_.erase(tag_) > 0) {
                pulse_queue_cancel(owner_.queue_.get(), tag_, nullptr);
            }
        }
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) {
            if (owner_.stopping_) {
                throw error(PULSE_STOPPED, "The client is being destroyed.");
            }
            operation_.waiting = waiting;
            /* If the operation is refused, this throws, and the coroutine gets the exception. */
            start_(owner_.queue_, owner_.last_tag_ + 1);
            tag_ = ++owner_.last_tag_;
            owner_.under_way_.emplace(tag_, &operation_);
        }
        auto await_resume() {
            if constexpr (IsJob) {
                return operation_.ended.take_job().value();
            } else {
                return operation_.ended.take_response().value();
            }
        }

    private:
        async_client &owner_;
        Start start_;
        operation operation_;
        std::uint64_t tag_ = 0;
    };

    template <bool IsJob, typename Start>
    awaitable<Start, IsJob> make(Start start) {
        return awaitable<Start, IsJob>(*this, std::move(start));
    }

    struct detached {
        struct promise_type {
            detached get_return_object() const noexcept { return {}; }
            std::suspend_never initial_suspend() const noexcept { return {}; }
            std::suspend_never final_suspend() const noexcept { return {}; }
            void return_void() const noexcept {}
            void unhandled_exception() const noexcept { std::terminate(); }
        };
        static detached begin(task<void> work) { co_await work; }
    };

    bool step(std::chrono::milliseconds timeout) {
        std::optional<completion> ended = queue_.next(timeout);
        if (!ended || !ended->is_final) {
            return ended.has_value();
        }
        auto found = under_way_.find(ended->tag);
        if (found != under_way_.end()) {
            operation *one = found->second;
            under_way_.erase(found);
            one->ended = std::move(*ended);
            one->waiting.resume();
        }
        return true;
    }

    queue queue_;
    std::unordered_map<std::uint64_t, operation *> under_way_;
    std::uint64_t last_tag_ = 0;
    bool stopping_ = false;

public:
    /* Each returns what the blocking function returns, or throws what that throws. */
    auto wait(std::string job_id, wait_options options = wait_options()) {
        return make<true>([id = std::move(job_id), options = std::move(options)](const queue &on, std::uint64_t tag) { on.wait_job(id, tag, options); });
    }
    auto get_job(std::string job_id) {
        return make<true>([id = std::move(job_id)](const queue &on, std::uint64_t tag) { on.get_job(id, tag); });
    }
    auto extract_and_wait(file document, std::string request_json = {}, wait_options options = wait_options()) {
        return make<true>([document = std::move(document), request = std::move(request_json), options = std::move(options)](const queue &on, std::uint64_t tag) {
            on.extract(PULSE_EXTRACT_AND_WAIT, document, request, tag, options);
        });
    }
    auto submit_extract(file document, std::string request_json = {}) {
        return make<false>([document = std::move(document), request = std::move(request_json)](const queue &on, std::uint64_t tag) { on.extract(PULSE_EXTRACT_SUBMIT, document, request, tag); });
    }
    auto call(std::string name, std::string request_json, std::vector<file> files = {}) {
        return make<false>([name = std::move(name), request = std::move(request_json), files = std::move(files)](const queue &on, std::uint64_t tag) { on.call(name, request, tag, files); });
    }
    auto call_and_wait(std::string name, std::string request_json, std::vector<file> files = {}, wait_options options = wait_options()) {
        return make<true>([name = std::move(name), request = std::move(request_json), files = std::move(files), options = std::move(options)](const queue &on, std::uint64_t tag) {
            on.call_and_wait(name, request, tag, files, options);
        });
    }
};

#endif /* PULSE_HAS_COROUTINES */

} // namespace pulse

#endif /* PULSE_NATIVE_HPP */
