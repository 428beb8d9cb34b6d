/*
 * Drives many waits from an epoll loop, beside a timer of its own: what a
 * server does that has other things to do.
 *
 *   cc epoll_loop.c -lpulse_native -o epoll_loop
 *   PULSE_API_KEY=... ./epoll_loop FILE [COUNT]
 *
 * The document is submitted COUNT times (1000 unless told otherwise); as soon
 * as an id is known its wait goes into the same queue.
 *
 * SPDX-License-Identifier: MIT
 */
#define _POSIX_C_SOURCE 200809L

#include <pulse_native.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define WAIT_TAG 0x100000000u /* added to a submit's tag for its wait */

struct loop {
    pulse_queue *queue;
    unsigned pending;
    unsigned completed;
};

static void complain(pulse_error *error) {
    pulse_str text;

    if (pulse_error_message(error, &text) == PULSE_OK) {
        fprintf(stderr, "%s\n", text.data);
    }

    pulse_error_free(error);
}

/* Handles one completion; the submit's leads to a wait with a tag of its own. */
static void handle(struct loop *loop, pulse_completion *completion) {
    pulse_error *error = NULL;
    pulse_str text;

    loop->pending--;
    if (completion->code != PULSE_OK) {
        complain(completion->error);
    } else if (completion->response != NULL) {
        if (pulse_response_job_id(completion->response, &text, &error) == PULSE_OK &&
            pulse_queue_wait_job(loop->queue, text.data, NULL, 0, completion->tag | WAIT_TAG, &error) == PULSE_OK) {
            loop->pending++;
        } else {
            complain(error);
        }
    } else {
        if (loop->completed++ == 0 && pulse_job_markdown(completion->job, &text, NULL) == PULSE_OK) {
            printf("the first one begins: %.40s\n", text.data);
        }
    }

    pulse_response_free(completion->response);
    pulse_job_free(completion->job);
}

/* Collects what is there, without waiting. */
static void collect(struct loop *loop) {
    pulse_completion completion;

    pulse_completion_init(&completion, sizeof completion);
    while (pulse_queue_next(loop->queue, 0, &completion, NULL) == PULSE_OK) {
        handle(loop, &completion);
    }
}

static void watch(int epoll, int fd) {
    struct epoll_event event;

    event.events = EPOLLIN;
    event.data.fd = fd;
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        perror("epoll_ctl");
        exit(1);
    }
}

int main(int argc, char **argv) {
    struct itimerspec second = {{1, 0}, {1, 0}};
    pulse_client *client = NULL;
    pulse_error *error = NULL;
    pulse_file file = {0};
    struct loop loop = {NULL, 0, 0};
    int32_t completions = -1;
    unsigned count, i;
    int epoll, timer;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s FILE [COUNT]\n", argv[0]);
        return 2;
    }

    file.struct_size = sizeof(file);
    file.path = argv[1];
    count = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 1000;
    if (pulse_client_new(NULL, &client, &error) != PULSE_OK || pulse_queue_new(client, &loop.queue, &error) != PULSE_OK ||
        pulse_queue_fd(loop.queue, &completions, &error) != PULSE_OK) {
        complain(error);
        return 1;
    }

    epoll = epoll_create1(0);
    timer = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(timer, 0, &second, NULL);
    watch(epoll, completions);
    watch(epoll, timer);
    for (i = 0; i < count; i++) {
        if (pulse_queue_extract(loop.queue, PULSE_EXTRACT_SUBMIT, NULL, 0, &file, NULL, 0, i, &error) != PULSE_OK) {
            complain(error);
            break;
        }

        loop.pending++;
    }

    while (loop.pending > 0) {
        struct epoll_event event;
        uint64_t seconds;
        if (epoll_wait(epoll, &event, 1, -1) != 1) {
            continue;
        }

        if (event.data.fd == completions) {
            collect(&loop);
        } else if (read(timer, &seconds, sizeof seconds) == (ssize_t)sizeof seconds) {
            printf("%u completed, %u under way\n", loop.completed, loop.pending);
        }
    }

    printf("%u of %u documents completed\n", loop.completed, count);
    close(timer);
    close(epoll);
    pulse_queue_free(loop.queue);
    pulse_client_free(client);
    return loop.completed == count ? 0 : 1;
}
