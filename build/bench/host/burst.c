/* burst.c: more errors at once than one ring holds, and the memory that they take. */
#include "host.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EACH = 2500, ACTIONS = 10, DIGITS = 6 };

typedef struct {
    void *object;
    int thread;
    uint32_t *samples;
    long ids;
    pthread_barrier_t *start;
} reporter_t;

static atomic_bool over;

/* Errors whose texts are all different: a number stands in front. */
static void *report(void *argument)
{
    reporter_t *r = argument;
    tVariant text = value(error_text);
    long number = method(r->object, "CaptureException");
    pthread_barrier_wait(r->start);
    for (int i = 0; i < EACH; i++) {
        int rest = r->thread * EACH + i;
        for (int digit = DIGITS - 1; digit >= 0; digit--, rest /= 10)
            text.pwstrVal[digit] = (WCHAR_T)('0' + rest % 10);
        uint64_t before = now();
        tVariant id = call(r->object, number, &text, 1);
        r->samples[i] = (uint32_t)(now() - before);
        r->ids += id.vt == VTYPE_PWSTR && id.wstrLen == 32;
        drop(&id);
    }
    drop(&text);
    return NULL;
}

/* The most memory that was resident until it is over, in KB. */
static void *watch_memory(void *argument)
{
    long *most = argument;
    while (!over) {
        long resident = status("VmRSS");
        if (resident > *most)
            *most = resident;
        usleep(2000);
    }
    return NULL;
}

void measure_burst(void)
{
    tVariant crumb[4] = {value("Нажата кнопка «Провести и закрыть»"), value("ui.click"), value("info"),
                         value("{\"form\":\"Документ.ЗаказПокупателя\",\"row\":5}")};
    for (int i = 0; i < MAX_THREADS; i++) {
        for (int j = 0; j < ACTIONS; j++)
            call(objects[i], method(objects[i], "AddBreadcrumb"), crumb, 4);
        settle(objects[i]);
    }
    size_t total = (size_t)MAX_THREADS * EACH;
    uint32_t *samples = malloc(total * sizeof *samples);
    reporter_t reporters[MAX_THREADS];
    pthread_t threads[MAX_THREADS], watcher;
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, MAX_THREADS);
    memset(samples, 1, total * sizeof *samples); /* its pages count before */
    long before = status("VmRSS"), most = before, ids = 0;
    pthread_create(&watcher, NULL, watch_memory, &most);
    for (int i = 0; i < MAX_THREADS; i++) {
        reporters[i] = (reporter_t){objects[i], i, samples + (size_t)i * EACH, 0, &start};
        pthread_create(&threads[i], NULL, report, &reporters[i]);
    }
    for (int i = 0; i < MAX_THREADS; i++) {
        pthread_join(threads[i], NULL);
        ids += reporters[i].ids;
    }
    print("burst of 20,000", server, MAX_THREADS, samples, total);
    print_figure("burst: calls without an id", (double)total - (double)ids);
    uint64_t called = now();
    tVariant patience = {.vt = VTYPE_I4, .lVal = 240 * 1000};
    for (int i = 0; i < MAX_THREADS; i++)
        call(objects[i], method(objects[i], "Flush"), &patience, 1);
    print_figure("burst: seconds until all is sent", (double)(now() - called) / 1e9);
    over = true;
    pthread_join(watcher, NULL);
    sleep(11);
    print_figure("burst: memory more, MB", (double)(most - before) / 1024);
    print_figure("burst: memory more 11 s after it is sent, MB", (double)(status("VmRSS") - before) / 1024);
    free(samples);
}
