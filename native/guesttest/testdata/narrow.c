/*
 * narrow.c LIBRARY DSN: a host with few addresses left, as a 32-bit client of 1C has, reports more errors than rings
 * have room for. What it wants itself it still gets.
 */
#include "host.h"

#include <sys/mman.h>
#include <sys/resource.h>

enum { MEGABYTE = 1 << 20, LEFT = 700, OF_THE_HOST = 400, CAPTURES = 500 * 1000, LETTERS = 8 * 1000 };

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: narrow LIBRARY DSN");
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], "{\"bufferMaxBytes\":1073741824}"), "Init");
    nap(200);
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_AS, &limit) == 0, "the limit is not known");
    limit.rlim_cur = (rlim_t)status("VmSize:") * 1024 + (rlim_t)LEFT * MEGABYTE;
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0, "the limit is not taken");

    char *text = malloc(LETTERS + 1);
    CHECK(text != NULL, "no memory");
    memset(text, 'x', LETTERS);
    text[LETTERS] = 0;
    int given = 0;
    do {
        snprintf(text, 12, "%010d", given);
        text[10] = ' ';
    } while (capture(object, text) && ++given < CAPTURES);
    void *own = mmap(NULL, (size_t)OF_THE_HOST * MEGABYTE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(own != MAP_FAILED, "no place for %d MB of the host", OF_THE_HOST);
    CHECK(given < CAPTURES, "the rings did not get full");
    printf("full after %d captures, with place for %d MB of the host\n", given, OF_THE_HOST);
    munmap(own, (size_t)OF_THE_HOST * MEGABYTE);
    free(text);
    return 0;
}
