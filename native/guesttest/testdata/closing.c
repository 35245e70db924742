/*
 * closing.c LIBRARY DSN: threads report while another one closes the object. Whoever got an
 * id has reported; afterwards there are none.
 */
#include "host.h"

enum { ROUNDS = 10, THREADS = 3 };

static object_t *object;

static void report(void *argument)
{
    (void)argument;
    argument_t text[] = {TEXT_ARGUMENT("Ошибка")};
    char id[64];
    while (call(object, "CaptureException", text, 1, id, sizeof id)) {
        printf("%s\n", id);
        nap(1);
    }
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: closing LIBRARY DSN");
    library_t library = library_open(arguments[1]);
    for (int round = 0; round < ROUNDS; round++) {
        object = object_new(&library);
        CHECK(object_init(object, arguments[2], ""), "Init");
        thread_t *threads[THREADS];
        for (int i = 0; i < THREADS; i++)
            threads[i] = thread_start(report, NULL, 0);
        nap(20);
        argument_t timeout[] = {NUMBER_ARGUMENT(100)};
        call(object, "Close", timeout, 1, NULL, 0);
        for (int i = 0; i < THREADS; i++)
            thread_join(threads[i]);
        CHECK(!capture(object, "Ошибка"), "a closed object gave an id");
        object_free(&library, object);
    }
    object_t *last = object_new(&library);
    CHECK(object_init(last, arguments[2], ""), "Init");
    char statistics[4096] = "";
    for (int i = 0; i < 600; i++) { /* all of it is sent: Flush waits for what is its object's */
        property(last, "Statistics", statistics, sizeof statistics);
        if (strstr(statistics, "\"queued\":0,\"inFlight\":0,") != NULL)
            break;
        nap(100);
    }
    object_free(&library, last);
    return 0;
}
