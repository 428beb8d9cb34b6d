/*
 * Calls every function of the header with combinations of good and bad arguments, then from 16 threads at once that
 * free what the others use.  The process must not die, every failure must be a clear code with its error object, and
 * nothing may be left at the end.
 *
 * The table of functions is generated from the header (misuse_table.g.h), so that a new function is covered by itself.
 * usage: test_misuse SAMPLES [STRIDE]     1 takes every combination, which takes minutes
 *
 * What a C interface cannot tell is left out: a pointer into memory that is not there, a length beyond the buffer.
 */
#include "pulse_native.h"

#include "harness.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum kind {
    HANDLE_CLIENT,
    HANDLE_JOB,
    HANDLE_RESPONSE,
    HANDLE_QUEUE,
    HANDLE_CANCEL_TOKEN,
    HANDLE_ERROR,
    STRUCT_CLIENT_OPTIONS,
    STRUCT_WAIT_OPTIONS,
    STRUCT_FILE,
    STRUCT_STATS,
    STRUCT_COMPLETION,
    TEXT,
    TEXTS,
    HEADERS,
    SIZE,
    COUNT,
    STRUCT_SIZE,
    INT32,
    UINT32,
    INT64,
    TIMEOUT,
    CAPACITY,
    RATE,
    TAG,
    USER_DATA,
    LOG_CALLBACK,
    OUT_HANDLE,
    OUT_ERROR,
    OUT_STR,
    OUT_INT32,
    OUT_INT64,
    OUT_SIZE
};

enum returns { RETURNS_CODE,
               RETURNS_NOTHING,
               RETURNS_NUMBER,
               RETURNS_NAME };

struct value {
    void *pointer;
    uint64_t number;
    pulse_log_callback callback;
};

#define MAX_PARAMETERS 12

struct function {
    const char *name;
    pulse_code (*call)(const struct value *);
    enum returns returns;
    int count;
    enum kind kinds[MAX_PARAMETERS];
};

#include "misuse_table.g.h"

#define FUNCTIONS (sizeof(functions) / sizeof(*functions))
#define HANDLE_KINDS 6

/* ------------------------------------------------------------ good and bad -- */

static const char *sample;
static pulse_client *refused;     /* a client whose key the service refuses: whatever it sends ends at once */
static void *live[HANDLE_KINDS];  /* a live handle of each kind */
static void *freed[HANDLE_KINDS]; /* one of each kind that was freed */
static pulse_client *other_client;
static pulse_queue *other_queue;

/* What one thread hands out to calls. */
struct scratch {
    union {
        size_t struct_size;
        pulse_client_options client_options;
        pulse_wait_options wait_options;
        pulse_file file;
        pulse_stats stats;
        pulse_completion completion;
        char bytes[512];
    } structs[MAX_PARAMETERS];
    _Alignas(16) char outs[MAX_PARAMETERS][64];
};

static void ignore_log(int32_t level, pulse_str message, void *user_data) {
    (void)level;
    (void)message;
    (void)user_data;
}

static int is_handle(enum kind kind) { return kind <= HANDLE_ERROR; }
static int is_struct(enum kind kind) { return kind >= STRUCT_CLIENT_OPTIONS && kind <= STRUCT_COMPLETION; }
static int is_out(enum kind kind) { return kind >= OUT_HANDLE; }

static size_t size_of_struct(enum kind kind) {
    switch (kind) {
    case STRUCT_CLIENT_OPTIONS:
        return sizeof(pulse_client_options);
    case STRUCT_WAIT_OPTIONS:
        return sizeof(pulse_wait_options);
    case STRUCT_FILE:
        return sizeof(pulse_file);
    case STRUCT_STATS:
        return sizeof(pulse_stats);
    default:
        return sizeof(pulse_completion);
    }
}

static void fill_struct(enum kind kind, void *memory) {
    size_t size = size_of_struct(kind);
    memset(memory, 0, 512);
    memcpy(memory, &size, sizeof(size));
    if (kind == STRUCT_CLIENT_OPTIONS) {
        pulse_client_options options;
        memcpy(&options, memory, sizeof(options));
        options.api_key = "a-key-that-is-refused";
        options.max_retries = PULSE_NO_RETRIES;
        memcpy(memory, &options, sizeof(options));
    } else if (kind == STRUCT_WAIT_OPTIONS) {
        pulse_wait_options options;
        memcpy(&options, memory, sizeof(options));
        options.timeout_ms = 50;
        memcpy(memory, &options, sizeof(options));
    } else if (kind == STRUCT_FILE) {
        pulse_file file;
        memcpy(&file, memory, sizeof(file));
        file.path = sample;
        memcpy(memory, &file, sizeof(file));
    }
}

static const uint64_t numbers[] = {0, 1, 3, UINT64_MAX, (uint64_t)INT64_MIN, INT64_MAX, (uint64_t)INT32_MIN, 0x100000000u};
static const uint64_t waits[] = {0, 1, (uint64_t)-2, (uint64_t)INT64_MIN};
static const char *const texts[] = {
    "{}", NULL, "", "..", "\xff\xfe", "{\"fileUrl\":\"http://127.0.0.1:1/x.pdf\"}", "{\"fileUrl\":5}", "get_job", "/a/0"};

static const char *const good_texts[] = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
static const char *const bad_texts[] = {NULL};
static const pulse_header good_headers[] = {{"webhook-id", "x"}};
static const pulse_header bad_headers[] = {{NULL, "\xff"}};

static int is_free(const struct function *function) {
    size_t length = strlen(function->name);
    return function->returns == RETURNS_NOTHING && length > 5 && strcmp(function->name + length - 5, "_free") == 0;
}

/* How many values a parameter has.  The first is good. */
static int values_of(const struct function *function, enum kind kind) {
    if (is_handle(kind)) {
        return 1 + 1 + 1 + 5 + (HANDLE_KINDS - 1) + (kind == HANDLE_CLIENT || kind == HANDLE_QUEUE);
    }
    if (is_struct(kind)) {
        return kind == STRUCT_FILE ? 9 : 7;
    }
    switch (kind) {
    case TEXT:
        return sizeof(texts) / sizeof(*texts);
    case SIZE:
        return 3;
    case TEXTS:
    case HEADERS:
        return 5;
    case COUNT:
        return 3;
    case STRUCT_SIZE:
        return 5;
    case INT32:
    case INT64:
        return sizeof(numbers) / sizeof(*numbers);
    case UINT32:
    case RATE:
        return 3;
    case TIMEOUT:
        return sizeof(waits) / sizeof(*waits);
    case LOG_CALLBACK:
        return 2;
    case OUT_HANDLE:
    case OUT_ERROR:
    case OUT_STR:
    case OUT_INT32:
    case OUT_INT64:
    case OUT_SIZE:
        return 4;
    case TAG:
    case CAPACITY:
        return 2;
    default:
        return 1;
    }
    (void)function;
}

static struct value value_of(const struct function *function, int parameter, int index, struct scratch *scratch, const char *text_before) {
    static const uint64_t made_up[] = {1, 8, 0x123456789u, 0x7fffdeadbeefu, UINT64_MAX};
    enum kind kind = function->kinds[parameter];
    struct value value = {0};
    char *memory = scratch->structs[parameter].bytes;
    if (is_handle(kind)) {
        int of = (int)kind;
        if (index == 0) {
            value.pointer = is_free(function) ? freed[of] : of == HANDLE_CLIENT ? (void *)refused
                                                                                : live[of];
        } else if (index == 1) {
            value.pointer = NULL;
        } else if (index == 2) {
            value.pointer = freed[of];
        } else if (index < 8) {
            value.pointer = (void *)(uintptr_t)made_up[index - 3];
        } else if (index < 8 + HANDLE_KINDS - 1) {
            int wrong = index - 8;
            value.pointer = live[wrong >= of ? wrong + 1 : wrong];
        } else {
            value.pointer = is_free(function) ? NULL : of == HANDLE_CLIENT ? (void *)other_client
                                                                           : (void *)other_queue;
        }
        return value;
    }
    if (is_struct(kind)) {
        size_t size = SIZE_MAX;
        fill_struct(kind, memory);
        value.pointer = memory;
        switch (index) {
        case 1:
            value.pointer = NULL;
            break;
        case 2:
            size = 0;
            memcpy(memory, &size, sizeof(size));
            break;
        case 3:
            memcpy(memory, &size, sizeof(size));
            break;
        case 4:
            size = sizeof(size_t);
            memset(memory, 0, 512);
            memcpy(memory, &size, sizeof(size));
            break;
        case 5:
            memmove(memory + 3, memory, 256);
            value.pointer = memory + 3;
            break;
        case 6:
            value.pointer = (void *)(uintptr_t)16;
            break;
        case 7:
            scratch->structs[parameter].file.data = "x";
            break; /* both path and data */
        case 8:    /* a length of SIZE_MAX */
            scratch->structs[parameter].file.path = NULL;
            scratch->structs[parameter].file.data = "x";
            scratch->structs[parameter].file.file_name = "x.pdf";
            scratch->structs[parameter].file.size = SIZE_MAX;
            break;
        default:
            break;
        }
        return value;
    }
    switch (kind) {
    case TEXT:
        value.pointer = (void *)(uintptr_t)texts[index];
        break;
    case SIZE:
        value.number = index == 0 ? (text_before == NULL ? 0 : strlen(text_before)) : index == 1 ? 0
                                                                                                 : SIZE_MAX;
        break;
    case TEXTS:
        value.pointer = index == 0 ? (void *)(uintptr_t)good_texts : index == 1 ? NULL
                                                                 : index == 2   ? (void *)(uintptr_t)bad_texts
                                                                 : index == 3   ? (char *)(uintptr_t)good_texts + 1
                                                                                : (void *)(uintptr_t)16;
        break;
    case HEADERS:
        value.pointer = index == 0 ? (void *)(uintptr_t)good_headers : index == 1 ? NULL
                                                                   : index == 2   ? (void *)(uintptr_t)bad_headers
                                                                   : index == 3   ? (char *)(uintptr_t)good_headers + 1
                                                                                  : (void *)(uintptr_t)16;
        break;
    case COUNT:
        value.number = index == 0 ? 1 : index == 1 ? 0
                                                   : SIZE_MAX;
        break;
    case STRUCT_SIZE:
        value.number = index == 0 ? size_of_struct(function->kinds[0]) : index == 1 ? 0
                                                                     : index == 2   ? 4
                                                                     : index == 3   ? sizeof(size_t)
                                                                                    : SIZE_MAX;
        break;
    case INT32:
    case INT64:
        /* The smallest good value of what the header has in this place is 1. */
        value.number = index == 0 ? 1 : index == 1 ? 0
                                                   : numbers[index];
        break;
    case UINT32:
        value.number = index == 0 ? 0 : index == 1 ? 1
                                                   : UINT32_MAX;
        break;
    case TIMEOUT:
        value.number = waits[index];
        break;
    case RATE:
        /* The last one is no limit: the other calls are not to wait for their turn. */
        value.number = index == 0 ? 1000000 : index == 1 ? UINT64_MAX
                                                         : 0;
        break;
    case TAG:
        value.number = index == 0 ? 7 : UINT64_MAX;
        break;
    case CAPACITY:
        /* No more than there is. */
        value.number = (uint64_t)index;
        break;
    case LOG_CALLBACK:
        value.callback = index == 0 ? NULL : ignore_log;
        break;
    case OUT_HANDLE:
    case OUT_ERROR:
    case OUT_STR:
    case OUT_INT32:
    case OUT_INT64:
    case OUT_SIZE:
        memset(scratch->outs[parameter], 0x5a, sizeof(scratch->outs[parameter]));
        value.pointer = index == 0 ? scratch->outs[parameter] : index == 1 ? NULL
                                                            : index == 2   ? scratch->outs[parameter] + 1
                                                                           : (void *)(uintptr_t)8;
        break;
    default:
        break;
    }
    return value;
}

/* -------------------------------------------------------------- after a call -- */

static int takes_completions(const struct function *function) { return strncmp(function->name, "pulse_queue_next", 16) == 0; }

static void free_any(void *handle) {
    pulse_client_free(handle);
    pulse_job_free(handle);
    pulse_response_free(handle);
    pulse_queue_free(handle);
    pulse_cancel_token_free(handle);
    pulse_error_free(handle);
}

static void free_completion(const pulse_completion *completion) {
    pulse_job_free(completion->job);
    pulse_response_free(completion->response);
    pulse_error_free(completion->error);
}

static void *out_handle(const struct scratch *scratch, int parameter) {
    void *handle;
    memcpy(&handle, scratch->outs[parameter], sizeof(handle));
    return handle;
}

#define EXPECT(condition, what) \
    do { \
        if (!(condition)) { \
            checks_failed++; \
            if (checks_failed < 20) { \
                fprintf(stderr, "%s gave %s: %s (", function->name, pulse_code_name(code), what); \
                for (int p_ = 0; p_ < function->count; p_++) { \
                    fprintf(stderr, "%s%d", p_ == 0 ? "" : ", ", indices[p_]); \
                } \
                fprintf(stderr, ")\n"); \
            } \
        } \
    } while (0)

/* A client's limits need no token. */
static int may_be_null(const struct function *function, enum kind kind, int index) {
    return index == 1 && kind == HANDLE_CANCEL_TOKEN && strcmp(function->name, "pulse_client_with_limits") == 0;
}

static void judge(const struct function *function, const int *indices, const struct value *values, struct scratch *scratch, pulse_code code) {
    int bad_handles = 0, bad_pointers = 0, others = 0;
    for (int p = 0; p < function->count; p++) {
        enum kind kind = function->kinds[p];
        if (is_handle(kind)) {
            bad_handles += indices[p] > 0 && indices[p] < 8 + HANDLE_KINDS - 1 && !may_be_null(function, kind, indices[p]);
        } else if (is_out(kind)) {
            bad_pointers += kind == OUT_ERROR ? indices[p] > 1 : indices[p] > 0;
        } else {
            others += indices[p] != 0;
        }
    }
    if (function->returns != RETURNS_CODE) {
        EXPECT(function->returns != RETURNS_NAME || code == 0, "no name");
        return;
    }
    EXPECT(strcmp(pulse_code_name(code), "UNKNOWN") != 0, "a code that is none");
    EXPECT(code != PULSE_INTERNAL, "a defect of the library");
    EXPECT(bad_handles == 0 || code == PULSE_INVALID_HANDLE || code == PULSE_INVALID_ARGUMENT, "a bad handle was taken");
    EXPECT(bad_handles == 0 || bad_pointers + others > 0 || code == PULSE_INVALID_HANDLE, "a bad handle was called something else");
    EXPECT(bad_pointers == 0 || code == PULSE_INVALID_ARGUMENT || code == PULSE_INVALID_HANDLE, "a bad out pointer was taken");
    for (int p = 0; p < function->count; p++) {
        if (indices[p] != 0 || values[p].pointer == NULL) {
            continue;
        }
        if (function->kinds[p] == OUT_HANDLE) {
            void *made = out_handle(scratch, p);
            EXPECT(bad_pointers > 0 || (code == PULSE_OK) == (made != NULL), "the out handle is wrong");
            if (code == PULSE_OK) {
                free_any(made);
            }
        } else if (function->kinds[p] == OUT_ERROR) {
            pulse_error *error = out_handle(scratch, p);
            int silent = code == PULSE_OK || (code == PULSE_TIMEOUT && takes_completions(function));
            EXPECT(silent == (error == NULL), "the error object is wrong");
            if (error != NULL && !silent) {
                pulse_str message = {NULL, 0};
                EXPECT(pulse_error_code(error) == code, "the error has another code");
                EXPECT(pulse_error_message(error, &message) == PULSE_OK && message.size > 5 && message.data[message.size] == '\0', "the error has no message");
                pulse_error_free(error);
            }
        } else if (function->kinds[p] == OUT_STR && bad_pointers == 0) {
            pulse_str text;
            memcpy(&text, scratch->outs[p], sizeof(text));
            EXPECT(text.data != NULL && text.data[0] != 0x5a, "the out string is not set");
        } else if (function->kinds[p] == STRUCT_COMPLETION && code == PULSE_OK) {
            free_completion(values[p].pointer);
        }
    }
}

/* Operations that were accepted end soon, as the key is refused; a queue does not pile them up. */
static void drain(pulse_queue *queue) {
    pulse_completion completion;
    pulse_completion_init(&completion, sizeof(completion));
    while (pulse_queue_next(queue, 0, &completion, NULL) == PULSE_OK) {
        free_completion(&completion);
    }
}

/* ------------------------------------------------------- all combinations -- */

/* It would take the handles of this test with it; tests/hosts calls it rightly, and here it is called with times that are refused. */
static int ends_everything(const struct function *function, const struct value *values) {
    return strcmp(function->name, "pulse_shutdown") == 0 && (values == NULL || (int64_t)values[0].number >= PULSE_NO_LIMIT);
}

/* One of so many combinations is tried: more than 1 where each takes long (memcheck). 0 takes all; of functions that have more
   than a million, one of 17, a prime that divides no number of values, so that all pairs of values are among them. */
static long stride = 0;

static long stride_of(const struct function *function) {
    double combinations = 1;
    for (int p = 0; p < function->count; p++) {
        int values = values_of(function, function->kinds[p]);
        CHECK(values % 17 != 0);
        combinations *= values;
    }
    if (stride > 0) {
        return stride;
    }
    return combinations > 1e6 ? 17 : 1;
}

static long misuse(const struct function *function) {
    static struct scratch scratch;
    int indices[MAX_PARAMETERS] = {0};
    long calls = 0, number = 0, every = stride_of(function);
    while (1) {
        struct value values[MAX_PARAMETERS];
        const char *text = NULL;
        int p;
        if (number++ % every == 0) {
            pulse_code code;
            for (p = 0; p < function->count; p++) {
                values[p] = value_of(function, p, indices[p], &scratch, text);
                text = function->kinds[p] == TEXT ? values[p].pointer : text;
            }
            if (!ends_everything(function, values)) {
                code = function->call(values);
                judge(function, indices, values, &scratch, code);
            }
            if (++calls % 500 == 0) {
                drain(live[HANDLE_QUEUE]);
                drain(other_queue);
            }
        }
        for (p = function->count - 1; p >= 0 && ++indices[p] == values_of(function, function->kinds[p]); p--) {
            indices[p] = 0;
        }
        if (p < 0) {
            return calls;
        }
    }
}

/* ------------------------------------------------------------- 16 threads -- */

#define SLOTS 48
#define THREADS 16
#define CALLS_PER_THREAD 3000

static _Atomic(void *) slots[SLOTS];
static atomic_int unclear;

static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void keep(void *handle, uint32_t *random) {
    free_any(atomic_exchange(&slots[next_random(random) % SLOTS], handle));
}

static void *misuse_at_random(void *seed) {
    uint32_t random = (uint32_t)(uintptr_t)seed * 2654435761u + 1;
    struct scratch *scratch = calloc(1, sizeof(*scratch));
    for (int i = 0; i < CALLS_PER_THREAD / (stride > 1 ? 10 : 1) && scratch != NULL; i++) {
        const struct function *function = &functions[next_random(&random) % FUNCTIONS];
        struct value values[MAX_PARAMETERS];
        const char *text = NULL;
        pulse_code code;
        if (strcmp(function->name, "pulse_set_log") == 0 || strcmp(function->name, "pulse_log_to_fd") == 0 || ends_everything(function, NULL)) {
            continue;
        }
        for (int p = 0; p < function->count; p++) {
            enum kind kind = function->kinds[p];
            /* Mostly good values, so that calls come far enough to meet what the others do. */
            int index = next_random(&random) % 4 != 0 ? 0 : (int)(next_random(&random) % (uint32_t)values_of(function, kind));
            values[p] = value_of(function, p, index, scratch, text);
            text = kind == TEXT ? values[p].pointer : text;
            if (is_handle(kind)) {
                values[p].pointer = atomic_load(&slots[next_random(&random) % SLOTS]);
            }
        }
        code = function->call(values);
        if (function->returns == RETURNS_CODE && (code == PULSE_INTERNAL || strcmp(pulse_code_name(code), "UNKNOWN") == 0)) {
            if (atomic_fetch_add(&unclear, 1) < 5) {
                fprintf(stderr, "%s gave %s (%d) among threads\n", function->name, pulse_code_name(code), (int)code);
            }
        }
        for (int p = 0; p < function->count; p++) {
            void *handle = values[p].pointer == scratch->outs[p] ? out_handle(scratch, p) : NULL;
            if (function->kinds[p] == OUT_HANDLE && code == PULSE_OK) {
                keep(handle, &random);
            } else if (function->kinds[p] == OUT_ERROR && code != PULSE_OK && handle != (void *)0x5a5a5a5a5a5a5a5a) {
                keep(handle, &random);
            } else if (function->kinds[p] == STRUCT_COMPLETION && function->returns == RETURNS_CODE && code == PULSE_OK && takes_completions(function)) {
                pulse_completion completion;
                memset(&completion, 0, sizeof(completion));
                memcpy(&completion, values[p].pointer, *(size_t *)values[p].pointer);
                keep(completion.job, &random);
                keep(completion.response, &random);
                keep(completion.error, &random);
            }
        }
    }
    free(scratch);
    return NULL;
}

static int64_t handles_now(pulse_client *client, int64_t *bytes) {
    pulse_stats stats;
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    CHECK_CODE(PULSE_OK, pulse_client_stats(client, &stats, NULL));
    *bytes = stats.native_bytes;
    return stats.handles;
}

static void pause_ms(long milliseconds) {
    struct timespec span = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&span, NULL);
}

/* What goes on after its queue was freed ends soon, not at once. */
static void check_nothing_left(pulse_client *counting, int64_t handles, int64_t bytes) {
    int64_t left_bytes = 0;
    int64_t left = 0;
    for (int i = 0; i < 200; i++) {
        left = handles_now(counting, &left_bytes);
        if (left == handles && left_bytes == bytes) {
            break;
        }
        pause_ms(50);
    }
    if (left != handles || left_bytes != bytes) {
        fprintf(stderr, "%lld handles and %lld bytes instead of %lld and %lld\n", (long long)left, (long long)left_bytes, (long long)handles, (long long)bytes);
    }
    CHECK(left == handles);
    CHECK(left_bytes == bytes);
}

static void make_live(pulse_client *good) {
    pulse_file file;
    pulse_client_options options;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.path = sample;
    pulse_client_options_init(&options, sizeof(options));
    options.api_key = "a-key-that-is-refused";
    options.max_retries = PULSE_NO_RETRIES;
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &refused, NULL));
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &other_client, NULL));
    CHECK_CODE(PULSE_OK, pulse_extract_and_wait(good, NULL, 0, &file, NULL, (pulse_job **)&live[HANDLE_JOB], NULL));
    CHECK_CODE(PULSE_OK, pulse_submit_extract(good, NULL, 0, &file, (pulse_response **)&live[HANDLE_RESPONSE], NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_new(refused, (pulse_queue **)&live[HANDLE_QUEUE], NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_new(other_client, &other_queue, NULL));
    CHECK_CODE(PULSE_OK, pulse_cancel_token_new((pulse_cancel_token **)&live[HANDLE_CANCEL_TOKEN], NULL));
    CHECK(pulse_get_job(refused, "x", (pulse_job **)&(void *){NULL}, (pulse_error **)&live[HANDLE_ERROR]) == PULSE_UNAUTHORIZED);
    live[HANDLE_CLIENT] = other_client;
}

static void make_freed(pulse_client *good) {
    void *alive[HANDLE_KINDS];
    memcpy(alive, live, sizeof(live));
    make_live(good);
    for (int i = 0; i < HANDLE_KINDS; i++) {
        freed[i] = live[i];
        free_any(live[i]);
    }
    pulse_client_free(refused);
    pulse_queue_free(other_queue);
    memcpy(live, alive, sizeof(live));
}

int main(int argc, char **argv) {
    pulse_client *good = NULL;
    pthread_t threads[THREADS];
    char path[PATH_MAX];
    int64_t handles, bytes;
    long calls = 0;
    uint32_t random = 99;
    if (argc < 2) {
        return 2;
    }
    snprintf(path, sizeof(path), "%s/bank-statement.pdf", argv[1]);
    sample = path;
    stride = argc > 2 ? atol(argv[2]) : 0;
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &good, NULL));
    handles = handles_now(good, &bytes);

    make_freed(good);
    make_live(good);
    for (size_t i = 0; i < FUNCTIONS; i++) {
        long count = misuse(&functions[i]);
        pulse_set_log(NULL, 0, NULL, NULL);
        CHECK(count > 0);
        calls += count;
    }

    /* Nothing of it has touched what was live. */
    {
        int32_t status = 0;
        pulse_str text;
        CHECK_CODE(PULSE_OK, pulse_job_status(live[HANDLE_JOB], &status, NULL));
        CHECK(status == PULSE_JOB_STATUS_COMPLETED);
        CHECK_CODE(PULSE_OK, pulse_response_job_id(live[HANDLE_RESPONSE], &text, NULL));
        CHECK(text.size > 0);
        CHECK_CODE(PULSE_UNAUTHORIZED, pulse_error_code(live[HANDLE_ERROR]));
        CHECK_CODE(PULSE_OK, pulse_queue_fd(live[HANDLE_QUEUE], &status, NULL));
        CHECK_ERROR(PULSE_UNAUTHORIZED, pulse_cancel_job(refused, "x", &failure));
    }
    for (int i = 0; i < HANDLE_KINDS; i++) {
        free_any(live[i]);
        free_any(live[i]);
    }
    pulse_client_free(refused);
    pulse_queue_free(other_queue);
    check_nothing_left(good, handles, bytes);

    for (int round = 0; round < 3; round++) {
        make_live(good);
        for (int i = 0; i < HANDLE_KINDS; i++) {
            keep(live[i], &random);
            keep(other_queue, &random);
        }
        keep(refused, &random);
        for (size_t i = 0; i < THREADS; i++) {
            pthread_create(&threads[i], NULL, misuse_at_random, (void *)(uintptr_t)(i + 1 + 100u * (unsigned)round));
        }
        for (size_t i = 0; i < THREADS; i++) {
            pthread_join(threads[i], NULL);
        }
        for (int i = 0; i < SLOTS; i++) {
            free_any(atomic_exchange(&slots[i], NULL));
        }
        free_any(live[HANDLE_QUEUE]);
        free_any(other_queue);
        for (int i = 0; i < HANDLE_KINDS; i++) {
            free_any(live[i]);
        }
        pulse_client_free(refused);
    }
    CHECK(atomic_load(&unclear) == 0);
    check_nothing_left(good, handles, bytes);
    fprintf(stderr, "%ld calls in combinations, %d among threads\n", calls, 3 * THREADS * (int)(CALLS_PER_THREAD / (stride > 1 ? 10 : 1)));
    pulse_client_free(good);
    return finish();
}
