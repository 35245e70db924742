/*
 * leaving.c LIBRARY DSN open|ended|next: a process ends in good order without freeing its object,
 * with a session and a transaction open or with both ended; the next one tells what it found.
 */
#include "host.h"

static const char options[] = "{\"release\":\"a@1\",\"tracesSampleRate\":1}";

int main(int count, char **arguments)
{
    CHECK(count >= 4, "usage: leaving LIBRARY DSN open|ended|next");
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], options), "Init");
    if (strcmp(arguments[3], "next") == 0) {
        char statistics[4096];
        for (int quiet = 0; quiet < 10; nap(100)) {
            property(object, "Statistics", statistics, sizeof statistics);
            quiet = strstr(statistics, "\"queued\":0,\"inFlight\":0,") != NULL ? quiet + 1 : 0;
        }
        puts(statistics);
        object_free(&library, object);
        return 0;
    }
    char span[64];
    argument_t start[] = {TEXT_ARGUMENT("Обмен"), TEXT_ARGUMENT("task")};
    CHECK(call(object, "StartSession", NULL, 0, NULL, 0), "StartSession");
    CHECK(call(object, "StartTransaction", start, 2, span, sizeof span), "StartTransaction");
    if (strcmp(arguments[3], "ended") == 0) {
        argument_t finish[] = {TEXT_ARGUMENT(span)};
        CHECK(call(object, "FinishSpan", finish, 1, NULL, 0), "FinishSpan");
        CHECK(call(object, "EndSession", NULL, 0, NULL, 0), "EndSession");
    }
    CHECK(flush(object, 10000), "not all was sent");
    nap(300); /* the worker rests */
    return 0;
}
