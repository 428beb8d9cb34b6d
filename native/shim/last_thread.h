/*
 * A process ends when its last thread does, which matters to programs whose main thread leaves by pthread_exit().  The
 * runtime's threads never end, so such a program would live on for ever.  Here is the remedy: when the main thread leaves
 * that way, a small thread waits until only the library's threads are left, and then does what the C library does when the
 * last thread ends: exit(0).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_LAST_THREAD_H
#define PULSE_LAST_THREAD_H

#include "own_threads.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_key_t main_thread_key;
static int have_main_thread_key;

static ssize_t read_task_file(const char *task, const char *name, char *buffer, size_t size) {
    char path[64];
    int file;
    ssize_t got;
    snprintf(path, sizeof(path), "/proc/self/task/%.16s/%s", task, name);
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return -1;
    }
    got = read(file, buffer, size - 1);
    close(file);
    buffer[got > 0 ? got : 0] = '\0';
    return got;
}

/* Whether a thread keeps the process alive: any but the library's own and a main thread that has gone. */
static int is_host_thread(const char *task, const char *own) {
    char text[256];
    const char *end_of_name;
    if (strcmp(task, own) == 0) {
        return 0;
    }
    if (atoi(task) == getpid()) {
        if (read_task_file(task, "stat", text, sizeof(text)) <= 0) {
            return 0;
        }
        end_of_name = strrchr(text, ')');
        return end_of_name == NULL || end_of_name[1] == '\0' || end_of_name[2] != 'Z';
    }
    return !is_own_thread(atoi(task));
}

static int any_host_thread(void) {
    char own[16];
    int any = 0;
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    if (tasks == NULL) {
        /* Without /proc nothing can be told: the process lives on, as it would without all this. */
        return 1;
    }
    snprintf(own, sizeof(own), "%d", (int)gettid());
    while (!any && (entry = readdir(tasks)) != NULL) {
        any = entry->d_name[0] != '.' && is_host_thread(entry->d_name, own);
    }
    closedir(tasks);
    return any;
}

static void *wait_for_last_thread(void *unused) {
    struct timespec pause = {0, 10000000};
    (void)unused;
    do {
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 100000000) {
            pause.tv_nsec *= 2;
        }
    } while (any_host_thread());
    exit(0);
}

static int engine_is_running(void);

/* Runs on a thread that leaves by pthread_exit() or by returning; on the main thread only by the former. */
static void at_thread_exit(void *unused) {
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    (void)unused;
    if (gettid() != getpid() || !engine_is_running()) {
        return;
    }
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (__real_pthread_create(&thread, &attributes, wait_for_last_thread, NULL) == 0) {
        pthread_setname_np(thread, "pulse-last");
    }
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Called on the main thread, if ever the library is loaded or started there. */
static void watch_main_thread(void) {
    /* Where keys are exhausted there is none of ours, and key 0 is the host's. */
    if (have_main_thread_key && gettid() == getpid()) {
        pthread_setspecific(main_thread_key, &main_thread_key);
    }
}

static void make_main_thread_key(void) { have_main_thread_key = pthread_key_create(&main_thread_key, at_thread_exit) == 0; }

#endif
