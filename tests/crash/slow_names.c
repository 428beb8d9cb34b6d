/* Preloaded: the lookup of a name that begins with "slow" lasts longer than any test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int lookup(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    if (name != NULL && strncmp(name, "slow", 4) == 0) {
        sleep(600);
    }

    lookup *real = (lookup *)dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, result);
}
