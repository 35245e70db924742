/*
 * smallstack.c LIBRARY DSN: a thread of the host with a small stack does everything.
 */
#include "host.h"

enum { STACK = 256 * 1024, LETTERS = 200 * 1000 };

static library_t library;
static const char *dsn;

static void run(void *argument)
{
    char *text = argument;
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, "{\"release\": \"1\"}"), "Init");
    CHECK(capture(object, text), "capture");
    char answer[128];
    argument_t parse = TEXT_ARGUMENT("{ОбщийМодуль.Обмен.Модуль(1)}: Ошибка");
    CHECK(call(object, "ParseError", &parse, 1, answer, sizeof answer), "ParseError");
    property(object, "Statistics", answer, sizeof answer);
    CHECK(flush(object, 20000), "not all was sent");
    object_free(&library, object);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: smallstack LIBRARY DSN");
    dsn = arguments[2];
    library = library_open(arguments[1]);
    char *text = malloc(LETTERS + 1);
    CHECK(text != NULL, "no memory");
    memset(text, 'x', LETTERS);
    text[LETTERS] = 0;
    for (int i = 0; i < 3; i++)
        thread_join(thread_start(run, text, STACK));
    free(text);
    printf("a stack of %d bytes is enough\n", STACK);
    return 0;
}
