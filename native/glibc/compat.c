/*
 * What the GNU C library has only since a version above 2.17, for programs and libraries that shall run on all of them.
 * Hidden: the host's own functions of these names stay the host's.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stddef.h>
#include <sys/syscall.h>

long syscall(long number, ...);

__attribute__((visibility("hidden"))) int gettid(void);
int gettid(void) {
    return (int)syscall(SYS_gettid);
}

#ifdef PULSE_EXECUTABLE

typedef int program(int argc, char **argv, char **environment);
typedef void constructor(int argc, char **argv, char **environment);

extern constructor *__init_array_start[] __attribute__((visibility("hidden")));
extern constructor *__init_array_end[] __attribute__((visibility("hidden")));
void _init(void);

/* Before 2.34 the C library runs the constructors that the program's start code hands to it; start code of 2.34 hands none. */
static int construct(int argc, char **argv, char **environment) {
    _init();
    for (constructor **next = __init_array_start; next < __init_array_end; next++) {
        (*next)(argc, argv, environment);
    }

    return 0;
}

/* Which of its two meanings, before and after that change. */
#ifdef __x86_64__
__asm__(".symver start_main, __libc_start_main@GLIBC_2.2.5");
#else
__asm__(".symver start_main, __libc_start_main@GLIBC_2.17");
#endif
int start_main(program *main, int argc, char **argv, program *init, void (*fini)(void), void (*loader_fini)(void), void *stack_end);

int __wrap___libc_start_main(program *main, int argc, char **argv, program *init, void (*fini)(void), void (*loader_fini)(void), void *stack_end);
int __wrap___libc_start_main(program *main, int argc, char **argv, program *init, void (*fini)(void), void (*loader_fini)(void), void *stack_end) {
    return start_main(main, argc, argv, init != NULL ? init : construct, fini, loader_fini, stack_end);
}

#endif
