/* The library as a guest in a process: fork, signals, output, many threads (PULSE_BASE_URL, PULSE_API_KEY). */
#include "pulse_native.h"

#include "harness.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int in_child(void (*body)(void)) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        checks_failed = 0;
        alarm(20); /* a hang is a failure, not a wait */
        body();
        _exit(checks_failed == 0 ? 0 : 1);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void use_it(void) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &client, NULL));
    CHECK_CODE(PULSE_NOT_FOUND, pulse_get_job(client, "none", &job, NULL));
    pulse_client_free(client);
}

static pulse_client *inherited;

static void use_it_after_fork(void) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    int32_t status;
    CHECK_CODE(PULSE_FORKED, pulse_client_new(NULL, &client, &error));
    CHECK(client == NULL);
    CHECK(pulse_error_code(error) == PULSE_FORKED);
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &text));
    CHECK(strstr(text.data, "fork") != NULL && text.data[text.size] == '\0');
    CHECK_CODE(PULSE_OK, pulse_error_http_status(error, &status));
    CHECK(status == 0);
    pulse_error_free(error);
    CHECK_CODE(PULSE_FORKED, pulse_get_job(inherited, "none", &job, NULL));
    CHECK_CODE(PULSE_FORKED, pulse_wait_job(inherited, "none", NULL, &job, NULL));
    pulse_client_free(inherited);
    CHECK(strcmp(pulse_code_name(PULSE_FORKED), "FORKED") == 0);
}

static void *one_call(void *unused) {
    pulse_job *job = NULL;
    (void)unused;
    return (void *)(size_t)(pulse_get_job(inherited, "none", &job, NULL) == PULSE_NOT_FOUND);
}

static void handler(int number) { (void)number; }

int main(void) {
    static const int watched[] = {SIGINT, SIGTERM, SIGCHLD, SIGPIPE, SIGQUIT, SIGUSR1, SIGCONT};
    struct sigaction before[sizeof(watched) / sizeof(*watched)];
    struct sigaction now;
    sigset_t mask_before;
    sigset_t mask_now;
    pthread_t threads[16];
    size_t i;

    /* Only loaded, never used: a child may use it. */
    CHECK(in_child(use_it) == 0);

    signal(SIGUSR1, handler);
    memset(&mask_before, 0, sizeof(mask_before));
    memset(&mask_now, 0, sizeof(mask_now));
    sigprocmask(SIG_SETMASK, NULL, &mask_before);
    for (i = 0; i < sizeof(watched) / sizeof(*watched); i++) {
        sigaction(watched[i], NULL, &before[i]);
    }
    use_it();
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &inherited, NULL));
    for (i = 0; i < sizeof(watched) / sizeof(*watched); i++) {
        sigaction(watched[i], NULL, &now);
        CHECK(now.sa_handler == before[i].sa_handler);
    }
    sigprocmask(SIG_SETMASK, NULL, &mask_now);
    CHECK(memcmp(&mask_before, &mask_now, sizeof(mask_now)) == 0);

    /* Used, then forked: every call of the child is refused at once, and the parent goes on. */
    CHECK(in_child(use_it_after_fork) == 0);
    use_it();

    for (i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
        pthread_create(&threads[i], NULL, one_call, NULL);
    }
    for (i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
        void *good = NULL;
        pthread_join(threads[i], &good);
        CHECK(good != NULL);
    }
    pulse_client_free(inherited);
    return finish();
}
