/*
 * A host in which another function has the place of sigaction(), as in one with a sanitizer: the runtime's own signal must pass it
 * by, since a sanitizer delivers signals later, and from elsewhere, than the kernel does (PULSE_BASE_URL).
 */
#include <signal.h>
#include <stdio.h>

#include <pulse_native.h>

int __sigaction(int number, const struct sigaction *action, struct sigaction *before);

static int others;
static int real_time;

int sigaction(int number, const struct sigaction *action, struct sigaction *before) {
    if (number >= SIGRTMIN) {
        real_time++;
    } else {
        others++;
    }
    return __sigaction(number, action, before);
}

int main(void) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    if (pulse_client_new(NULL, &client, NULL) != PULSE_OK || pulse_get_job(client, "a", &job, NULL) != PULSE_OK) {
        return 1;
    }
    pulse_job_free(job);
    pulse_client_free(client);
    printf("%s, %d real-time\n", others > 0 ? "asked" : "not asked", real_time);
    return 0;
}
