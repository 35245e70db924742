/*
 * soak.c LIBRARY DSN CALLS: so many calls, as weeks bring, and the process is as large at the
 * end as it was early, with as many threads and descriptors. What leaks grows each time; what
 * else the machine does grows once, so that a second and a third time are granted.
 */
#include "host.h"

enum { OBJECTS = 4, ALLOWED_DRIFT = 1024 /* KB */ };

static object_t *objects[OBJECTS];

static void one_call(long number)
{
    object_t *object = objects[number % OBJECTS];
    argument_t crumb[] = {TEXT_ARGUMENT("Открыта форма"), TEXT_ARGUMENT("ui"), TEXT_ARGUMENT("info"), TEXT_ARGUMENT("{\"a\": 1}")};
    argument_t tag[] = {TEXT_ARGUMENT("key"), NUMBER_ARGUMENT((int)(number % 100))};
    if (number % 1000 == 999)
        CHECK(capture(object, "{ОбщийМодуль.Обмен.Модуль(12)}: Деление на 0"), "capture");
    else if (number % 2 == 0)
        CHECK(call(object, "AddBreadcrumb", crumb, 4, NULL, 0), "AddBreadcrumb");
    else
        CHECK(call(object, "SetTag", tag, 2, NULL, 0), "SetTag");
}

/* Megabytes come and go with the collector: what counts is the least that the process got to
 * during a part of the run. */
typedef struct {
    long memory, threads, files;
} size_of_process_t;

static void look(size_of_process_t *least)
{
    size_of_process_t now = {status("VmRSS:"), status("Threads:"), descriptors()};
    if (least->memory == 0 || now.memory < least->memory)
        least->memory = now.memory;
    if (least->threads == 0 || now.threads < least->threads)
        least->threads = now.threads;
    if (least->files == 0 || now.files < least->files)
        least->files = now.files;
}

/* What grows in a run is there in the next one, too, unless the collector was late: `before` is how
 * much there was early in the first run, 0 before that. */
static bool grows(long calls, long *before)
{
    size_of_process_t early = {0}, late = {0};
    for (long i = 0; i < calls; i++) {
        one_call(i);
        if (i % 1000 != 999)
            continue;
        /* In weeks there is time to send; a loop has none but this. */
        CHECK(flush(objects[i % OBJECTS], 60000), "not all was sent");
        if (i >= calls / 5 && i < calls * 2 / 5)
            look(&early);
        else if (i >= calls * 4 / 5)
            look(&late);
    }
    long drift = late.memory - early.memory, threads = late.threads - early.threads, files = late.files - early.files;
    printf("%ld calls: memory %ld KB %+ld KB, threads %ld %+ld, descriptors %ld %+ld\n", calls, early.memory, drift,
           early.threads, threads, early.files, files);
    CHECK(early.memory > 0 && late.memory > 0, "too few calls to compare");
    bool carried = *before == 0 || early.memory - *before > ALLOWED_DRIFT;
    if (*before == 0)
        *before = early.memory;
    return (drift > ALLOWED_DRIFT && carried) || threads > 1 || files > 0;
}

int main(int count, char **arguments)
{
    CHECK(count >= 4, "usage: soak LIBRARY DSN CALLS");
    library_t library = library_open(arguments[1]);
    for (int i = 0; i < OBJECTS; i++) {
        objects[i] = object_new(&library);
        CHECK(object_init(objects[i], arguments[2], ""), "Init");
    }
    int times = 1;
    long before = 0;
    while (grows(strtol(arguments[3], NULL, 10), &before))
        CHECK(++times <= 3, "the process grows each time");
    for (int i = 0; i < OBJECTS; i++)
        object_free(&library, objects[i]);
    CHECK(atomic_load(&host_blocks) == 0, "%ld blocks of the host are not freed", atomic_load(&host_blocks));
    return 0;
}
