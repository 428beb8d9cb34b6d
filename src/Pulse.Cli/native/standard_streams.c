/*
 * A program may be started with standard streams that are closed (">&-"). The next file that anything opens would then take the
 * place of one, and what is written to the stream would go into it. So the places are taken before the runtime starts, by
 * descriptors that fail at each read or write with EBADF, as the closed ones would.
 */
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void take_closed_standard_streams(void) {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1) {
            /* The lowest free descriptor, which is this one. */
            if (open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor) {
                _exit(1);
            }
        }
    }
}
