/*
 * Extracts documents side by side with coroutines, on one thread.
 *
 *   c++ -std=c++20 coroutines.cpp $(pkg-config --cflags --libs pulse-native) -o coroutines
 *   PULSE_API_KEY=... ./coroutines FILE...
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.hpp>

#include <iostream>

namespace {

pulse::task<void> extract(pulse::async_client &client, std::string path, int &failed) {
    try {
        pulse::response submitted = co_await client.submit_extract(pulse::file::from_path(path));
        pulse::job job = co_await client.wait(std::string(submitted.job_id()));
        std::cout << path << ": " << job.page_count().value_or(0) << " pages, " << job.markdown().value_or("").substr(0, 40) << '\n';
    } catch (const pulse::error &failure) {
        std::cerr << path << ": " << failure.what() << '\n';
        failed++;
    }
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) {
        std::cerr << "usage: " << argv[0] << " FILE...\n";
        return 2;
    }
    try {
        int failed = 0;
        pulse::client client;
        pulse::async_client async(client);
        for (int i = 1; i < argc; i++) {
            async.spawn(extract(async, argv[i], failed));
        }
        async.run();
        return failed == 0 ? 0 : 1;
    } catch (const pulse::error &failure) {
        std::cerr << failure.code_name() << ": " << failure.what() << '\n';
        return 1;
    }
}
