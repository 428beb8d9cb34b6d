/*
 * Documents that are no files, runs of many documents, and the log in a descriptor, against a sandbox or a server of the tests
 * (PULSE_BASE_URL).  Prints what the test reads.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pulse_native.h>

static pulse_client *client;
static char content[1 << 20];
static size_t content_size;
static pthread_t caller;

static pulse_file document(void) {
    pulse_file file;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.file_name = "document.pdf";
    return file;
}

static void submit(const char *name, const pulse_file *file) {
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str text = {"", 0};
    pulse_code code = pulse_submit_extract(client, NULL, 0, file, &response, &error);
    if (error != NULL) {
        pulse_error_message(error, &text);
    }
    printf("%s: %s %s\n", name, pulse_code_name(code), text.data);
    pulse_error_free(error);
    pulse_response_free(response);
}

static void wait_for(const char *name, const pulse_file *file) {
    pulse_job *job = NULL;
    pulse_str text = {"", 0};
    pulse_code code = pulse_extract_and_wait(client, NULL, 0, file, NULL, &job, NULL);
    pulse_job_markdown(job, &text, NULL);
    printf("%s: %s %s\n", name, pulse_code_name(code), strstr(text.data, "Strait Savings Bank") != NULL ? "read" : "not read");
    pulse_job_free(job);
}

struct reader {
    size_t position;
    size_t most;
    int64_t fails_with;
    int elsewhere;
    int calls;
};

static int64_t read_some(void *buffer, size_t size, void *user_data) {
    struct reader *reader = user_data;
    size_t left = content_size - reader->position;
    size_t count = left < size ? left : size;
    count = count < reader->most ? count : reader->most;
    reader->elsewhere += !pthread_equal(pthread_self(), caller);
    reader->calls++;
    if (reader->fails_with != 0 && left < content_size / 2) {
        return reader->fails_with;
    }
    memcpy(buffer, content + reader->position, count);
    reader->position += count;
    return (int64_t)count;
}

static void by_callback(const char *name, size_t most, int64_t fails_with, int waits) {
    struct reader reader;
    pulse_file file = document();
    memset(&reader, 0, sizeof(reader));
    reader.most = most;
    reader.fails_with = fails_with;
    file.read = read_some;
    file.user_data = &reader;
    if (waits) {
        wait_for(name, &file);
    } else {
        submit(name, &file);
    }
    if (reader.elsewhere > 0) {
        printf("%s: called on another thread\n", name);
    }
}

/* The callback of one document sends another. */
static int64_t read_and_submit(void *buffer, size_t size, void *user_data) {
    struct reader *reader = user_data;
    if (reader->calls == 0) {
        by_callback("callback within", SIZE_MAX, 0, 0);
    }
    return read_some(buffer, size, user_data);
}

static void by_callback_that_submits(void) {
    struct reader reader;
    pulse_file file = document();
    memset(&reader, 0, sizeof(reader));
    reader.most = 1000;
    file.read = read_and_submit;
    file.user_data = &reader;
    wait_for("callback that submits", &file);
}

static int64_t nothing(void *buffer, size_t size, void *user_data) {
    (void)buffer;
    (void)size;
    (void)user_data;
    return 0;
}

struct feed {
    int fd;
    int slowly;
};

static void *write_content(void *given) {
    struct feed *feed = given;
    size_t at = 0, piece = feed->slowly ? content_size / 5 + 1 : content_size;
    while (at < content_size) {
        size_t count = content_size - at < piece ? content_size - at : piece;
        ssize_t written = write(feed->fd, content + at, count);
        if (written <= 0) {
            break;
        }
        at += (size_t)written;
        usleep(feed->slowly ? 30000 : 0);
    }
    close(feed->fd);
    return NULL;
}

static void by_stream(const char *name, int read_end, int write_end, int slowly) {
    pthread_t thread;
    struct feed feed = {write_end, slowly};
    pulse_file file = document();
    pthread_create(&thread, NULL, write_content, &feed);
    file.has_fd = 1;
    file.fd = read_end;
    wait_for(name, &file);
    pthread_join(thread, NULL);
    close(read_end);
}

static void queued_by_pipe(void) {
    pthread_t thread;
    int ends[2];
    pulse_queue *queue = NULL;
    pulse_completion completion;
    pulse_file file = document();
    struct feed feed;
    if (pipe(ends) != 0) {
        exit(3);
    }
    file.has_fd = 1;
    file.fd = ends[0];
    pulse_queue_new(client, &queue, NULL);
    printf("queued: %s", pulse_code_name(pulse_queue_extract(queue, PULSE_EXTRACT_AND_WAIT, NULL, 0, &file, NULL, 0, 1, NULL)));
    /* It has a descriptor of its own by now, and nothing was written yet. */
    close(ends[0]);
    feed.fd = ends[1];
    feed.slowly = 1;
    pthread_create(&thread, NULL, write_content, &feed);
    pulse_completion_init(&completion, sizeof(completion));
    pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL);
    printf(" %s\n", pulse_code_name(completion.code));
    pulse_job_free(completion.job);
    pulse_error_free(completion.error);
    pthread_join(thread, NULL);
    file.has_fd = 0;
    file.read = nothing;
    printf("queued callback: %s\n", pulse_code_name(pulse_queue_extract(queue, PULSE_EXTRACT_SUBMIT, NULL, 0, &file, NULL, 0, 1, NULL)));
    pulse_queue_free(queue);
}

/* A pipe into which nobody writes, within the time limit of a call; and then no thread of the library is left in it. */
static void silent_pipe(void) {
    int ends[2];
    pulse_client *limited = NULL;
    pulse_response *response = NULL;
    pulse_file file = document();
    if (pipe(ends) != 0) {
        exit(3);
    }
    file.has_fd = 1;
    file.fd = ends[0];
    pulse_client_with_limits(client, NULL, 200, &limited, NULL);
    printf("silent pipe: %s\n", pulse_code_name(pulse_submit_extract(limited, NULL, 0, &file, &response, NULL)));
    pulse_client_free(limited);
    close(ends[0]);
    close(ends[1]);
}

static int documents(const char *path) {
    int fd = open(path, O_RDONLY), ends[2];
    pulse_file file = document(), several[2];
    ssize_t size = read(fd, content, sizeof(content));
    pulse_response *response = NULL;
    if (size <= 0) {
        return 3;
    }
    content_size = (size_t)size;
    by_callback("callback", 1000, 0, 1);
    by_callback("callback at once", SIZE_MAX, 0, 0);
    by_callback_that_submits();
    by_callback("callback that fails", 1000, -1, 0);
    by_callback("callback that lies", 1000, 1 << 30, 0);
    file.read = nothing;
    submit("empty callback", &file);
    file.has_fd = 1;
    submit("two sources", &file);
    file.read = NULL;
    file.fd = 999;
    submit("no descriptor", &file);
    file.fd = -1;
    submit("negative descriptor", &file);

    lseek(fd, 0, SEEK_SET);
    file.fd = fd;
    wait_for("file", &file);
    wait_for("file again", &file);
    printf("position: %d\n", (int)lseek(fd, 0, SEEK_CUR));
    lseek(fd, 0, SEEK_END);
    submit("at its end", &file);
    file.file_name = NULL;
    submit("no name", &file);
    close(fd);
    file.file_name = "document.txt";
    file.fd = open("/tmp", O_RDONLY);
    submit("folder", &file);
    close(file.fd);
    file.fd = open(path, O_WRONLY | O_APPEND);
    submit("for writing", &file);
    close(file.fd);
    file.fd = open("/proc/self/status", O_RDONLY);
    submit("without length", &file);
    close(file.fd);
    file.fd = open("/dev/null", O_RDONLY);
    submit("nothing", &file);
    close(file.fd);
    if (pipe(ends) != 0) {
        return 3;
    }
    file.fd = ends[1];
    submit("the wrong end", &file);
    close(ends[0]);
    close(ends[1]);

    if (pipe(ends) != 0) {
        return 3;
    }
    by_stream("pipe", ends[0], ends[1], 1);
    if (pipe(ends) != 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        return 3;
    }
    by_stream("pipe that does not block", ends[0], ends[1], 1);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return 3;
    }
    by_stream("socket", ends[0], ends[1], 0);
    queued_by_pipe();
    silent_pipe();

    several[0] = document();
    several[0].struct_size = offsetof(pulse_file, has_fd);
    several[0].data = content;
    several[0].size = content_size;
    printf("an older struct: %s\n", pulse_code_name(pulse_submit_extract(client, NULL, 0, several, &response, NULL)));
    pulse_response_free(response);
    return 0;
}

/* -------------------------------------------------------------------- runs -- */

struct seen {
    int64_t ended;
    int64_t good;
    int64_t submitted;
    int elsewhere;
    int out_of_order;
    int64_t stop_after;
};

static int32_t on_document(const pulse_document_progress *progress, void *user_data) {
    struct seen *seen = user_data;
    seen->elsewhere += !pthread_equal(pthread_self(), caller);
    seen->out_of_order += progress->ended < seen->ended || progress->count != 3 || progress->document.size == 0;
    seen->ended = progress->ended;
    seen->submitted += !progress->has_ended && progress->job_id.size > 0 && progress->status == PULSE_JOB_STATUS_UNKNOWN;
    seen->good += progress->has_ended && progress->code == PULSE_OK && progress->job_id.size > 0;
    return seen->stop_after != 0 && seen->ended >= seen->stop_after;
}

static int run(const char *request, const char *stop_after) {
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str text = {"", 0};
    struct seen seen;
    pulse_code code;
    memset(&seen, 0, sizeof(seen));
    seen.stop_after = atoi(stop_after);
    code = pulse_run_documents_with_progress(client, request, strlen(request), on_document, &seen, &response, &error);
    pulse_response_json(response, &text, NULL);
    printf("%s ended=%d good=%d submitted=%d elsewhere=%d out_of_order=%d\n%s\n", pulse_code_name(code), (int)seen.ended, (int)seen.good, (int)(seen.submitted > 0),
           seen.elsewhere, seen.out_of_order, text.data);
    if (error != NULL) {
        pulse_error_message(error, &text);
        puts(text.data);
    }
    pulse_error_free(error);
    pulse_response_free(response);
    return 0;
}

/* --------------------------------------------------------------------- log -- */

static void get(const char *id) {
    pulse_job *job = NULL;
    pulse_get_job(client, id, &job, NULL);
    pulse_job_free(job);
}

static int logged(const char *path) {
    int ends[2], i, file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600), full;
    struct rlimit limit = {100, 100};
    sigset_t pending;
    char buffer[1 << 16];
    ssize_t size;
    if (file < 0 || pipe(ends) != 0) {
        return 3;
    }
    printf("none: %s\n", pulse_code_name(pulse_log_to_fd(999, PULSE_LOG_DEBUG, NULL)));
    printf("level: %s\n", pulse_code_name(pulse_log_to_fd(file, 77, NULL)));
    printf("file: %s\n", pulse_code_name(pulse_log_to_fd(file, PULSE_LOG_DEBUG, NULL)));
    close(file); /* It has its own. */
    get("a");
    get("missing");

    /* A pipe that nobody reads gets full, and then loses lines. */
    pulse_log_to_fd(ends[1], PULSE_LOG_DEBUG, NULL);
    for (i = 0; i < 5000; i++) {
        get("a");
    }
    size = read(ends[0], buffer, sizeof(buffer));
    printf("full pipe: %s\n", size > 4096 && memchr(buffer, '\n', (size_t)size) != NULL ? "whole lines" : "nothing");
    get("a");
    close(ends[0]);
    get("a");
    printf("closed pipe: survived\n");

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return 3;
    }
    pulse_log_to_fd(ends[1], PULSE_LOG_DEBUG, NULL);
    for (i = 0; i < 5000; i++) {
        get("a");
    }
    close(ends[0]);
    get("a");
    printf("closed socket: survived\n");

    full = open("/dev/full", O_WRONLY);
    pulse_log_to_fd(full, PULSE_LOG_DEBUG, NULL);
    get("a");
    file = open(path, O_WRONLY | O_APPEND);
    pulse_log_to_fd(file, PULSE_LOG_DEBUG, NULL);
    setrlimit(RLIMIT_FSIZE, &limit);
    get("a");
    sigpending(&pending);
    printf("full disk: survived pending=%d\n", sigismember(&pending, SIGPIPE) + sigismember(&pending, SIGXFSZ));
    printf("off: %s\n", pulse_code_name(pulse_log_to_fd(-1, 0, NULL)));
    return 0;
}

static int connect_to(const char *where) {
    pulse_client_options options;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str text = {"", 0};
    pulse_code code;
    pulse_client_options_init(&options, sizeof(options));
    options.connect_to = where;
    options.ca_file = getenv("TEST_CA_FILE");
    options.max_retries = PULSE_NO_RETRIES;
    code = pulse_client_new(&options, &client, &error);
    if (code == PULSE_OK) {
        code = pulse_get_job(client, "a", &job, &error);
    }
    if (error != NULL) {
        pulse_error_message(error, &text);
    }
    printf("%s %s\n", pulse_code_name(code), text.data);
    pulse_error_free(error);
    pulse_job_free(job);
    return 0;
}

int main(int argc, char **argv) {
    pulse_client_options options;
    const char *what = argc > 1 ? argv[1] : "";
    caller = pthread_self();
    signal(SIGPIPE, SIG_DFL);
    if (argc > 2 && strcmp(what, "connect to") == 0) {
        return connect_to(argv[2]);
    }
    pulse_client_options_init(&options, sizeof(options));
    options.max_retries = PULSE_NO_RETRIES;
    if (argc < 3 || pulse_client_new(&options, &client, NULL) != PULSE_OK) {
        return 2;
    }
    if (strcmp(what, "documents") == 0) {
        return documents(argv[2]);
    }
    if (strcmp(what, "run") == 0 && argc > 3) {
        return run(argv[2], argv[3]);
    }
    if (strcmp(what, "log") == 0) {
        return logged(argv[2]);
    }
    return 2;
}
