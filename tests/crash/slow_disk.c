/* Preloaded: after as many as USES says, writing to a file or flushing it lasts longer than any test, which the file HANGING tells. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int used;

static void use(void) {
    const char *uses = getenv("USES"), *told = getenv("HANGING");
    if (uses == NULL || told == NULL || __atomic_fetch_add(&used, 1, __ATOMIC_RELAXED) < atoi(uses)) {
        return;
    }
    close(open(told, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    sleep(600);
}

int fsync(int file) {
    use();
    return fdatasync(file);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
    use();
    return syscall(SYS_pwrite64, file, data, size, offset);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) {
    return pwrite64(file, data, size, offset);
}
