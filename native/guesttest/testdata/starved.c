/*
 * starved.c LIBRARY DSN: hosts that have few descriptors left when the library is loaded and
 * used. They live, keep the limit that they were given, and report when they have some again.
 */
#include "host.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* FOR_GO is what Go's runtime ends the process without (runtime.netpollinit). */
enum { LIMIT = 100, MOST = 8, FOR_GO = 5 };

static int held[LIMIT], held_count;

static struct rlimit limit_now(void)
{
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit is not known");
    return limit;
}

/* Leaves so many descriptors below the limit. While the library is loaded Go raises it, unless
 * it is the hard one. */
static void leave(int free_ones, bool hard)
{
    struct rlimit limit = limit_now();
    limit.rlim_cur = LIMIT;
    if (hard)
        limit.rlim_max = LIMIT;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit is not taken");
    int one;
    while ((one = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        held[held_count++] = one;
    CHECK(held_count > free_ones, "%d descriptors", held_count);
    for (int i = 0; i < free_ones; i++)
        close(held[--held_count]);
}

static void live(char **arguments, int free_ones, bool hard)
{
    leave(free_ones, hard);
    library_t library = library_open(arguments[1]); /* takes one for a moment */
    object_t *object = object_new(&library);
    CHECK(limit_now().rlim_cur == LIMIT, "the limit became %lu", (unsigned long)limit_now().rlim_cur);
    bool began = object_init(object, arguments[2], "");
    for (int i = 0; i < 10; i++)
        capture(object, "Ошибка");
    while (held_count > 0)
        close(held[--held_count]);
    nap(200);
    CHECK(object_init(object, arguments[2], ""), "Init");
    for (int i = 0; i < 10; i++)
        CHECK(capture(object, "Ошибка"), "capture");
    CHECK(flush(object, 20000), "not all was sent");
    printf("with %d free descriptors Init answered %d\n", free_ones, began);
    object_free(&library, object);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: starved LIBRARY DSN");
    for (int free_ones = 1; free_ones <= MOST; free_ones++) {
        pid_t child = fork();
        CHECK(child >= 0, "fork");
        if (child == 0) {
            live(arguments, free_ones, free_ones >= FOR_GO && free_ones % 2 == 1);
            return 0;
        }
        int state = 0;
        CHECK(waitpid(child, &state, 0) == child && state == 0, "with %d free descriptors it ended with %#x", free_ones, (unsigned)state);
    }
    return 0;
}
