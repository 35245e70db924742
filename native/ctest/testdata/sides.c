/*
 * sides.c: threads that want more room for long values than there is. What one gets that asks
 * for a file is in a file.
 */
#include "check.h"
#include "side.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS = 4, ROUNDS = 800, BYTES = SIDE_TOTAL_LIMIT / THREADS + 1 };

static char data[BYTES];
static atomic_int given, refused;

static void *put_and_drop(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        bool in_file = true;
        uint32_t number = side_put(data, sizeof data, &in_file);
        atomic_fetch_add(number != 0 ? &given : &refused, 1);
        if (number == 0)
            continue;
        CHECK(in_file);
        side_drop(number);
    }
    return NULL;
}

int main(void)
{
    char folder[] = "/tmp/sentry1c-sides-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK(side_set_folder(folder));
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK_EQUAL(pthread_create(&threads[i], NULL, put_and_drop, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    CHECK(given > 0);
    CHECK(rmdir(folder) == 0);

    /* What nobody has read when the process ends in good order does not stay. */
    CHECK(mkdir(folder, 0700) == 0);
    bool in_file = true;
    uint32_t numbers[3];
    for (int i = 0; i < 3; i++) {
        numbers[i] = side_put(data, sizeof data, &in_file);
        CHECK(numbers[i] != 0 && in_file);
    }
    side_remove_files();
    CHECK(rmdir(folder) == 0);
    for (int i = 0; i < 3; i++)
        side_drop(numbers[i]);
    printf("sides: %d given, %d refused\n", given, refused);
    return 0;
}
