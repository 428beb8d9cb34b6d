/*
 * What the runtime needs of the process, asked for before it starts: it aborts where it does not get it.  Nothing is
 * kept of a probe that fails, and the next call asks again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_HOST_LIMITS_H
#define PULSE_HOST_LIMITS_H

#include "host_memory.h"
#include "own_threads.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The region that the collector reserves: so much where there is no limit, and at least so much. */
#define MAX_REGION ((size_t)4 << 30)
#define LEAST_REGION ((size_t)32 << 20)
/* What a call takes besides: the collector's tables, OpenSSL, the heap of the C library. */
#define BESIDES_REGION ((size_t)40 << 20)
/* The sockets' epoll, one connection, and what is open for a moment: files of /proc, certificates, libssl. */
#define NEEDED_DESCRIPTORS 6

/* Where so little is left, glibc must not reserve 64 MB for the heap of each thread: what fails then is the next mapping. */
#define ONE_HEAP_BELOW ((size_t)512 << 20)

/* Hexadecimal, as the runtime reads it. */
static char region_range[20];

char *__real_getenv(const char *name);
char *__wrap_getenv(const char *name);
/* The library's own view of the environment (-Wl,--wrap=getenv): what was found here, unless the host has said otherwise. */
char *__wrap_getenv(const char *name) {
    char *value = __real_getenv(name);
    return value == NULL && region_range[0] != '\0' && strcmp(name, "DOTNET_GCRegionRange") == 0 ? region_range : value;
}

/*
 * The runtime asks the kernel for this while it starts.  Asked by a process of one thread it takes a microsecond; with the
 * library's own threads beside it the kernel waits for every processor, 2 to 20 ms.  Where it is refused, the runtime has
 * a way of its own.
 */
static void register_barriers(void) { syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0); }

/* Whether so much could be mapped now, be the limit that of the address space or of locked memory (MCL_FUTURE). */
static int can_map(size_t size) {
    void *memory = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return 0;
    }
    munmap(memory, size);
    return 1;
}

/* Leaves at least as much to the host as it takes, where both can have something. */
static int choose_region(void) {
    size_t region = MAX_REGION;
    while (region > LEAST_REGION && !can_map(2 * region + BESIDES_REGION)) {
        region /= 2;
    }
    if (region == LEAST_REGION && !can_map(region + BESIDES_REGION)) {
        return 0;
    }
    if (region < ONE_HEAP_BELOW) {
        mallopt(M_ARENA_MAX, 1);
    }
    snprintf(region_range, sizeof(region_range), "%zx", region);
    return 1;
}

/*
 * The collector gives memory back by mapping nothing over it, and goes on as if that could not fail.  It does, where the
 * process is above its limit of address space, and what it takes for zeros later is old (-Wl,--wrap=mmap64).
 */
void *__real_mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset);
void *__wrap_mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset);
void *__wrap_mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset) {
    static const int over = MAP_FIXED | MAP_ANONYMOUS;
    void *memory = __real_mmap64(address, size, protection, flags, file, offset);
    if (memory == MAP_FAILED && protection == PROT_NONE && (flags & over) == over) {
        munlock(address, size);
        if (madvise(address, size, MADV_DONTNEED) == 0) {
            mprotect(address, size, PROT_NONE);
            memory = address;
        }
    }
    return memory;
}

/* Looks for free numbers without taking one, which another thread might need at that moment. */
static int has_descriptors(void) {
    struct rlimit limit;
    int free_ones = 0;
    rlim_t number;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > INT32_MAX) {
        return 1;
    }
    for (number = limit.rlim_cur; number > 0 && free_ones < NEEDED_DESCRIPTORS; number--) {
        free_ones += fcntl((int)number - 1, F_GETFD) < 0 && errno == EBADF;
    }
    return free_ones >= NEEDED_DESCRIPTORS;
}

/* Whether the runtime can start; its first threads wait then. */
static int reserve_resources(void) {
    register_barriers();
    if (!has_descriptors() || start_waiting_threads() != 0) {
        return 0;
    }
    if (hold_memory() && choose_region()) {
        return 1;
    }
    dismiss_waiting_threads();
    return 0;
}

#endif
