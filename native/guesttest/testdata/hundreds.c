/*
 * hundreds.c LIBRARY DSN: 300 objects live at once, made, used and destroyed by 16 threads,
 * as in a server process. What the host gave is given back.
 */
#include "host.h"

enum { OBJECTS = 300, THREADS = 16, ROUNDS = 3 };

static object_t *objects[OBJECTS];
static library_t library;
static const char *dsn;

typedef struct {
    int number;
    enum { MAKE, USE, FLUSH, DESTROY } what;
} part_t;

static void run(void *argument)
{
    part_t *part = argument;
    for (int i = part->number; i < OBJECTS; i += THREADS) {
        if (part->what == MAKE) {
            objects[i] = object_new(&library);
            CHECK(object_init(objects[i], dsn, "{\"release\": \"1\"}"), "Init");
        } else if (part->what == USE) {
            argument_t tag[] = {TEXT_ARGUMENT("номер"), NUMBER_ARGUMENT(i)};
            CHECK(call(objects[i], "SetTag", tag, 2, NULL, 0), "SetTag");
            CHECK(capture(objects[i], "Ошибка"), "capture");
        } else if (part->what == FLUSH) {
            CHECK(flush(objects[i], 60000), "not all was sent");
        } else {
            object_free(&library, objects[i]);
        }
    }
}

static void all_threads(int what)
{
    thread_t *threads[THREADS];
    part_t parts[THREADS];
    for (int i = 0; i < THREADS; i++) {
        parts[i] = (part_t){i, what};
        threads[i] = thread_start(run, &parts[i], 0);
    }
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: hundreds LIBRARY DSN");
    dsn = arguments[2];
    library = library_open(arguments[1]);
    for (int round = 0; round < ROUNDS; round++) {
        all_threads(MAKE);
        all_threads(USE);
        all_threads(FLUSH);
        all_threads(DESTROY);
    }
    CHECK(atomic_load(&host_blocks) == 0, "%ld blocks of the host are not freed", atomic_load(&host_blocks));
    printf("%d objects lived\n", ROUNDS * OBJECTS);
    return 0;
}
