/*
 * unload.c LIBRARY DSN: the host unloads the library, with work under way, and goes on; then
 * loads it again. Go cannot be unloaded, so it has to be there still.
 */
#include "host.h"

static void fill(void *argument)
{
    /* If the library were gone, its threads would run into what takes its place. */
    enum { BLOCKS = 64, SIZE = 1 << 20 };
    void *blocks[BLOCKS];
    (void)argument;
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = malloc(SIZE);
        CHECK(blocks[i] != NULL, "no memory");
        memset(blocks[i], 0xCC, SIZE);
    }
    for (int i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: unload LIBRARY DSN");
    void *first = NULL;
    for (int round = 0; round < 4; round++) {
        library_t library = library_open(arguments[1]);
        if (first == NULL)
            first = (void *)(uintptr_t)library.get_class_names;
        CHECK(first == (void *)(uintptr_t)library.get_class_names, "the library was loaded to another place");
        object_t *object = object_new(&library);
        CHECK(object_init(object, arguments[2], ""), "Init");
        for (int i = 0; i < 25; i++)
            CHECK(capture(object, "Ошибка"), "capture");
        bool sent = round % 2 == 0 && flush(object, 20000);
        CHECK(sent || round % 2 == 1, "not all was sent");
        object_free(&library, object);
        library_close(&library);
        thread_join(thread_start(fill, NULL, 0));
        nap(round % 2 == 0 ? 10 : 300);
    }
    CHECK(atomic_load(&host_blocks) == 0, "%ld blocks of the host are not freed", atomic_load(&host_blocks));
    printf("loaded, unloaded and loaded 4 times\n");
    return 0;
}
