/*
 * The runtime and its libraries take memory from the C library, and some of them do not survive to get none.  So a piece
 * of address space is held for that moment: the first time that memory is refused it is given up, which lets what is
 * under way go on, and until it can be had again new calls are refused (-Wl,--wrap=malloc,...).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_HOST_MEMORY_H
#define PULSE_HOST_MEMORY_H

#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HELD_MEMORY ((size_t)16 << 20)

static void *held_memory;

/* Whether it is held, now if not before. */
static int hold_memory(void) {
    void *memory, *before = NULL;
    if (__atomic_load_n(&held_memory, __ATOMIC_ACQUIRE) != NULL) {
        return 1;
    }
    memory = mmap(NULL, HELD_MEMORY, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return 0;
    }
    if (!__atomic_compare_exchange_n(&held_memory, &before, memory, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        munmap(memory, HELD_MEMORY);
    }
    return 1;
}

static int give_memory_up(void) {
    void *memory = __atomic_exchange_n(&held_memory, NULL, __ATOMIC_ACQ_REL);
    if (memory == NULL) {
        return 0;
    }
    /* From now on threads without a heap of their own share one, instead of trying to reserve 64 MB again. */
    mallopt(M_ARENA_MAX, 1);
    munmap(memory, HELD_MEMORY);
    return 1;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size) {
    void *memory = __real_malloc(size);
    return memory == NULL && size < HELD_MEMORY && give_memory_up() ? __real_malloc(size) : memory;
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size) {
    void *memory = __real_calloc(count, size);
    return memory == NULL && size != 0 && count < HELD_MEMORY / size && give_memory_up() ? __real_calloc(count, size) : memory;
}

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size) {
    void *moved = __real_realloc(memory, size);
    return moved == NULL && size != 0 && size < HELD_MEMORY && give_memory_up() ? __real_realloc(memory, size) : moved;
}

#endif
