/*
 * Hides the machine's trust store from the runtime, which would read all of it, some 430 files and certificates, in the middle
 * of the first handshake, whatever the client trusts (-Wl,--wrap=...).  Pulse.Client reads what a chain needs of it, at the
 * same places (MachineRoots).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_MACHINE_ROOTS_H
#define PULSE_MACHINE_ROOTS_H

#include <stdint.h>

const char *__real_CryptoNative_GetX509RootStorePath(uint8_t *is_default);
const char *__wrap_CryptoNative_GetX509RootStorePath(uint8_t *is_default);
const char *__wrap_CryptoNative_GetX509RootStorePath(uint8_t *is_default) {
    /* Not the default: for that the runtime has a second place of its own. */
    *is_default = 0;
    return "";
}

const char *__real_CryptoNative_GetX509RootStoreFile(uint8_t *is_default);
const char *__wrap_CryptoNative_GetX509RootStoreFile(uint8_t *is_default);
const char *__wrap_CryptoNative_GetX509RootStoreFile(uint8_t *is_default) {
    *is_default = 0;
    return "";
}

const char *machine_roots_file(uint8_t *is_default);
const char *machine_roots_file(uint8_t *is_default) {
    return __real_CryptoNative_GetX509RootStoreFile(is_default);
}

const char *machine_roots_folders(uint8_t *are_default);
const char *machine_roots_folders(uint8_t *are_default) {
    return __real_CryptoNative_GetX509RootStorePath(are_default);
}

#endif
