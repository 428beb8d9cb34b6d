/*
 * Extracts a document many times over in one epoll loop, beside whatever else the program's loop does (here: a timer).
 *
 *   c++ -std=c++17 epoll_loop.cpp $(pkg-config --cflags --libs pulse-native) -o epoll_loop
 *   PULSE_API_KEY=... ./epoll_loop FILE [COUNT]
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.hpp>

#include <cstdlib>
#include <iostream>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

int watch(int loop, int fd) {
    epoll_event event = {};
    event.events = EPOLLIN;
    event.data.fd = fd;
    return epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: " << argv[0] << " FILE [COUNT]\n";
        return 2;
    }
    try {
        const unsigned long count = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 100;
        pulse::client client;
        pulse::queue queue(client);
        const pulse::file document = pulse::file::from_path(argv[1]);
        for (unsigned long i = 0; i < count; i++) {
            queue.extract(PULSE_EXTRACT_AND_WAIT, document, {}, i);
        }

        const int loop = epoll_create1(EPOLL_CLOEXEC);
        const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
        const itimerspec every_second = {{1, 0}, {1, 0}};
        timerfd_settime(timer, 0, &every_second, nullptr);
        if (watch(loop, queue.fd()) != 0 || watch(loop, timer) != 0) {
            return 1;
        }

        unsigned long open = count, failed = 0;
        while (open > 0) {
            epoll_event event = {};
            if (epoll_wait(loop, &event, 1, -1) != 1) {
                continue;
            }
            if (event.data.fd == timer) {
                std::uint64_t ticks = 0;
                if (read(timer, &ticks, sizeof ticks) == sizeof ticks) {
                    std::cerr << open << " to go\n";
                }
                continue;
            }
            while (auto ended = queue.next(std::chrono::milliseconds(0))) {
                open--;
                auto job = ended->take_job();
                if (!job) {
                    failed++;
                    std::cerr << job.error().what() << '\n';
                } else if (ended->tag == 0) {
                    std::cout << "the first one begins: " << job->markdown().value_or("").substr(0, 40) << '\n';
                }
            }
        }
        close(timer);
        close(loop);
        std::cout << count - failed << " of " << count << " completed\n";
        return failed == 0 ? 0 : 1;
    } catch (const pulse::error &failure) {
        std::cerr << failure.code_name() << ": " << failure.what() << '\n';
        return 1;
    }
}
