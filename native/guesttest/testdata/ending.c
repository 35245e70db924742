/*
 * ending.c LIBRARY DSN [end]: threads report short and long things while the process ends in
 * good order: whoever got an id has reported. Without "end" it takes over what such a process
 * left.
 */
#include "host.h"

#include <time.h>

enum { THREADS = 3, LETTERS = 70 * 1000 };

static object_t *object;

static void put(const char *id)
{
    char line[64];
    int length = snprintf(line, sizeof line, "%s\n", id);
    if (write(1, line, (size_t)length) != length)
        abort();
}

static void report(void *argument)
{
    bool is_long = argument != NULL;
    char *payload = malloc(LETTERS + 64), id[64];
    CHECK(payload != NULL, "no memory");
    strcpy(payload, "{\"message\":\"");
    size_t length = strlen(payload);
    memset(payload + length, 'x', LETTERS);
    strcpy(payload + length + (is_long ? LETTERS : 10), "\"}");
    argument_t event[] = {TEXT_ARGUMENT(payload)};
    for (;;) {
        if (call(object, "CaptureEvent", event, 1, id, sizeof id))
            put(id);
        nap(1);
    }
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: ending LIBRARY DSN [end]");
    library_t library = library_open(arguments[1]);
    object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    if (count > 3) {
        for (int i = 0; i < THREADS; i++)
            thread_start(report, i == 0 ? NULL : object, 0);
        nap(30 + (int)(clock() % 20));
        return 0;
    }
    char statistics[4096];
    for (int quiet = 0; quiet < 10; nap(100)) {
        property(object, "Statistics", statistics, sizeof statistics);
        quiet = strstr(statistics, "\"queued\":0,\"inFlight\":0,") != NULL ? quiet + 1 : 0;
    }
    object_free(&library, object);
    return 0;
}
