/*
 * exits.c LIBRARY DSN HOW: the host ends in the middle of sending. It neither hangs nor crashes.
 */
#include "host.h"

int main(int count, char **arguments)
{
    CHECK(count >= 4, "usage: exits LIBRARY DSN HOW");
    const char *how = arguments[3];
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    for (int i = 0; i < 300; i++)
        CHECK(capture(object, "Ошибка"), "capture");
    if (strcmp(how, "unload") == 0) {
        object_free(&library, object);
        library_close(&library);
    } else if (strcmp(how, "destroy") == 0) {
        object_free(&library, object);
    } else if (strcmp(how, "exit") == 0) {
        exit(0);
    } else if (strcmp(how, "now") == 0) {
#if defined(_WIN32)
        ExitProcess(0);
#else
        _exit(0);
#endif
    } else {
        CHECK(strcmp(how, "return") == 0, "%s", how);
    }
    return 0;
}
