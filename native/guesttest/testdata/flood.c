/*
 * flood.c LIBRARY DSN: more errors than can be sent, with the server away. Calls stay short
 * and the process does not grow beyond what is promised.
 */
#include "host.h"

/* The limit that the collector is given is 64 MB; the rings, 128 MB at most, and the code come on top. */
enum { THREADS = 8, CAPTURES = 2000, ALLOWED_MEMORY = (80 + 128) * 1024 /* KB */ };

static library_t library;
static const char *dsn;
static char text[4096];

static void run(void *argument)
{
    (void)argument;
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, ""), "Init");
    for (int i = 0; i < CAPTURES; i++)
        capture(object, text); /* may find no room: that is counted */
    object_free(&library, object);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: flood LIBRARY DSN");
    dsn = arguments[2];
    memset(text, 'x', sizeof text - 1);
    long empty = status("VmRSS:");
    library = library_open(arguments[1]);
    thread_t *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(run, NULL, 0);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    nap(1000);
    long memory = status("VmRSS:") - empty, peak = status("VmHWM:") - empty;
    printf("%d captures: %ld KB, at most %ld KB\n", THREADS * CAPTURES, memory, peak);
    CHECK(peak <= ALLOWED_MEMORY, "the library took %ld KB", peak);
    return 0;
}
