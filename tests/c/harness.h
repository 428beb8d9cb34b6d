/* A small test harness: CHECK counts, and says where it failed. */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdio.h>
#include <string.h>

static int checks_passed;
static int checks_failed;

#define CHECK(condition) \
    do { \
        if (condition) { \
            checks_passed++; \
        } else { \
            checks_failed++; \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
        } \
    } while (0)

/* Like CHECK for a code, showing the one that came. */
#define CHECK_CODE(expected, call) \
    do { \
        pulse_code got_ = (call); \
        if (got_ == (expected)) { \
            checks_passed++; \
        } else { \
            checks_failed++; \
            fprintf(stderr, "%s:%d: %s gave %s (%d)\n", __FILE__, __LINE__, #call, \
                    pulse_code_name(got_), (int)got_); \
        } \
    } while (0)

/* The same for a call with &failure, whose message is shown. */
#define CHECK_ERROR(expected, call) \
    do { \
        pulse_error *failure = NULL; \
        pulse_str words_ = {"", 0}; \
        int failed_ = checks_failed; \
        CHECK_CODE(expected, call); \
        if (checks_failed > failed_ && pulse_error_message(failure, &words_) == PULSE_OK) { \
            fprintf(stderr, "%.*s\n", (int)words_.size, words_.data); \
        } \
        pulse_error_free(failure); \
    } while (0)

static int finish(void) {
    printf("%d passed, %d failed\n", checks_passed, checks_failed);
    return checks_failed == 0 ? 0 : 1;
}

#endif
