/* Preloaded: after as many as FLUSHES says, flushing a file to the disk lasts longer than any test, which the file FLUSHING tells. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int flushed;

int fsync(int file) {
    const char *flushes = getenv("FLUSHES"), *told = getenv("FLUSHING");
    if (flushes != NULL && __atomic_fetch_add(&flushed, 1, __ATOMIC_RELAXED) < atoi(flushes)) {
        return fdatasync(file);
    }
    if (told != NULL) {
        close(open(told, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    }
    sleep(600);
    return 0;
}
