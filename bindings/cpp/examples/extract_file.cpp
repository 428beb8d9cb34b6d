/*
 * Extracts a document and prints its text.
 *
 *   c++ -std=c++17 extract_file.cpp $(pkg-config --cflags --libs pulse-native) -o extract_file
 *   PULSE_API_KEY=... ./extract_file FILE
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.hpp>

#include <iostream>

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " FILE\n";
        return 2;
    }
    try {
        pulse::client client;
        pulse::wait_options options;
        options.on_progress = [](const pulse::progress &progress) {
            std::cerr << progress.job_id << ": " << progress.status_text << '\n';
            return true;
        };
        pulse::job job = client.extract_and_wait(pulse::file::from_path(argv[1]), {}, options);
        std::cout << job.markdown().value_or("(no text)") << '\n';
        return 0;
    } catch (const pulse::error &failure) {
        std::cerr << failure.code_name() << ": " << failure.what() << '\n';
        if (!failure.job_id().empty()) {
            std::cerr << "the job is " << failure.job_id() << '\n';
        }
        return 1;
    }
}
