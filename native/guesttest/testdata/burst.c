/*
 * burst.c LIBRARY DSN OPTIONS UNTIL: eight threads in a loop of errors, all different, with
 * actions in scope. Each gets an id, quickly. UNTIL "read" waits until the memory that it
 * takes is given back, "sent" also until all of it is sent,
 * and prints every id.
 */
#include "host.h"

#if defined(_WIN32)
#include <psapi.h>
#else
#include <time.h>
#endif

enum { THREADS = 8, CAPTURES = 2500, ALL = THREADS * CAPTURES, LETTERS = 2000, ALLOWED_MEMORY = (128 + 40) * 1024 /* KB */ };

static library_t library;
static const char *dsn, *options;
static uint32_t times[ALL]; /* nanoseconds */
static char ids[ALL][33];
static atomic_int ready;

#if defined(_WIN32)

static uint64_t now(void)
{
    LARGE_INTEGER ticks, rate;
    QueryPerformanceFrequency(&rate);
    QueryPerformanceCounter(&ticks);
    return (uint64_t)ticks.QuadPart * 1000000 / (uint64_t)rate.QuadPart * 1000;
}

/* What the process takes, or took at most, in KB. */
static long memory(bool most)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof counters};
    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters);
    return (long)((most ? counters.PeakWorkingSetSize : counters.WorkingSetSize) >> 10);
}

#else

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static long memory(bool most)
{
    return status(most ? "VmHWM:" : "VmRSS:");
}

#endif

static void run(void *argument)
{
    int thread = (int)(uintptr_t)argument;
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, options), "Init");
    for (int i = 0; i < 10; i++) {
        argument_t action = TEXT_ARGUMENT("действие");
        CHECK(call(object, "AddBreadcrumb", &action, 1, NULL, 0), "AddBreadcrumb");
    }
    void *self = BASE(object, BASE_LANGUAGE_EXTENDER);
    static const WCHAR_T name[] = {'C', 'a', 'p', 't', 'u', 'r', 'e', 'E', 'x', 'c', 'e', 'p', 't', 'i', 'o', 'n', 0};
    long number = object->language->FindMethod(self, name);
    WCHAR_T *text = calloc(LETTERS, sizeof *text);
    for (int i = 0; i < LETTERS; i++)
        text[i] = (WCHAR_T)(0x0430 + (i + thread) % 32);
    atomic_fetch_add(&ready, 1);
    while (atomic_load(&ready) < THREADS)
        nap(1);
    for (int i = 0; i < CAPTURES; i++) {
        int turn = thread * CAPTURES + i;
        for (int k = 0, rest = turn; k < 5; k++, rest /= 32)
            text[k] = (WCHAR_T)(0x0430 + rest % 32);
        tVariant values[3] = {{.vt = VTYPE_PWSTR, .pwstrVal = text, .wstrLen = LETTERS}};
        tVariant result = {.vt = VTYPE_EMPTY};
        uint64_t start = now();
        object->language->CallAsFunc(self, number, &result, values, 1);
        times[turn] = (uint32_t)(now() - start);
        CHECK(result.vt == VTYPE_PWSTR, "call %d answered a value of the type %u", turn, result.vt);
        for (uint32_t k = 0; k < result.wstrLen && k < 32; k++)
            ids[turn][k] = (char)result.pwstrVal[k];
        free(result.pwstrVal);
        atomic_fetch_sub(&host_blocks, 1);
    }
    free(text);
    object_free(&library, object);
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Waits until all is sent. */
static void wait_for_server(object_t *object)
{
    char statistics[8192];
    do {
        nap(200);
        property(object, "Statistics", statistics, sizeof statistics);
    } while (strstr(statistics, "\"queued\":0,") == NULL || strstr(statistics, "\"spooled\":0,") == NULL);
}

/* Waits until the journal is read and its memory given back. */
static void wait_for_memory(object_t *object)
{
    char statistics[8192];
    long used, capacity;
    uint64_t drained = 0;
    for (;;) {
        property(object, "Statistics", statistics, sizeof statistics);
        const char *journal = strstr(statistics, "\"journal\":{");
        if (journal != NULL && sscanf(journal, "\"journal\":{\"rings\":%*d,\"capacity\":%ld,\"used\":%ld", &capacity, &used) == 2) {
            if (drained == 0 && used < 64 << 10)
                drained = now();
            /* The two that stay, and one that is kept a while. */
            if (drained != 0 && capacity <= (4 + 4 + 8) << 20)
                break;
        }
        CHECK(drained == 0 || now() - drained < 10000000000u, "10 s after it was read the journal has %ld bytes", capacity);
        nap(100);
    }
    printf("given back after %.1f s\n", (double)(now() - drained) / 1e9);
}

int main(int count, char **arguments)
{
    CHECK(count >= 5, "usage: burst LIBRARY DSN OPTIONS UNTIL");
    dsn = arguments[2];
    options = arguments[3];
    library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, options), "Init");
    nap(500);
    long empty = memory(false);
    thread_t *threads[THREADS];
    uint64_t start = now();
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(run, (void *)(uintptr_t)i, 0);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    double took = (double)(now() - start) / 1e9;
    long peak = memory(true) - empty;
    int given = 0;
    for (int i = 0; i < ALL; i++)
        given += ids[i][0] != 0;
    const size_t middle = ALL / 2, late = (size_t)ALL / 100 * 99;
    qsort(times, ALL, sizeof times[0], compare);
    printf("%d of %d ids in %.2f s; a call %.1f us, 99 of 100 within %.1f us, the worst %.1f ms; %ld KB more\n", given, ALL, took,
           times[middle] / 1e3, times[late] / 1e3, times[ALL - 1] / 1e6, peak);
    CHECK(given == ALL, "%d of %d calls got an id", given, ALL);
    CHECK(peak <= ALLOWED_MEMORY, "%ld KB more", peak);
    wait_for_memory(object);
    if (strcmp(arguments[4], "sent") == 0) {
        wait_for_server(object);
        for (int i = 0; i < ALL; i++)
            puts(ids[i]);
    }
    object_free(&library, object);
    return 0;
}
