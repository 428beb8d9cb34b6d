/*
 * Random bytes without /dev/urandom, which a chroot or a container may lack and for which a descriptor may be missing: the
 * runtime knows nothing else (-Wl,--wrap=...).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_HOST_RANDOM_H
#define PULSE_HOST_RANDOM_H

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static int read_random(uint8_t *buffer, int32_t size) {
    int32_t filled = 0;
    while (filled < size) {
        /* glibc has a function for it since 2.25, the kernel since 3.17. */
        long got = syscall(SYS_getrandom, buffer + filled, (size_t)(size - filled), 0);
        if (got > 0) {
            filled += (int32_t)got;
        } else if (errno != EINTR) {
            return 0;
        }
    }
    return 1;
}

int32_t __real_SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size);
int32_t __wrap_SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size);
int32_t __wrap_SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size) {
    return read_random(buffer, size) ? 0 : __real_SystemNative_GetCryptographicallySecureRandomBytes(buffer, size);
}

void __real_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size);
void __wrap_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size);
void __wrap_SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t size) {
    if (!read_random(buffer, size)) {
        __real_SystemNative_GetNonCryptographicallySecureRandomBytes(buffer, size);
    }
}

#endif
