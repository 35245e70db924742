/* measure.c: calls in bursts and one by one, and the lines that are printed of them. */
#include "host.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

void print(const char *name, const char *at, int threads, uint32_t *samples, size_t count)
{
    qsort(samples, count, sizeof *samples, compare);
    printf("{\"name\":\"%s\",\"server\":\"%s\",\"threads\":%d,\"count\":%zu,\"p50\":%u,\"p99\":%u,\"max\":%u}\n", name,
           at, threads, count, samples[count / 2], samples[count - 1 - count / 100], samples[count - 1]);
    fflush(stdout);
}

char error_text[16000];

void make_text(void)
{
    /* 2,000 Cyrillic characters that look like a stack of 1C. */
    const char *line = "{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(Проведение);\n";
    strcpy(error_text, "Ошибка при вызове метода контекста (Записать)\n");
    for (;;) {
        tVariant text = value(error_text);
        uint32_t length = text.wstrLen;
        drop(&text);
        if (length >= 2000)
            return;
        strcat(error_text, line);
    }
}

typedef struct {
    void *object;
    long method;
    tVariant *arguments;
    long count;
    uint32_t *samples;
    int calls;
    pthread_barrier_t *start;
} burst_t;

static void *run_burst(void *argument)
{
    burst_t *burst = argument;
    pthread_barrier_wait(burst->start);
    for (int i = 0; i < burst->calls; i++) {
        uint64_t before = now();
        tVariant result = call(burst->object, burst->method, burst->arguments, burst->count);
        burst->samples[i] = (uint32_t)(now() - before);
        drop(&result);
    }
    return NULL;
}

/*
 * Bursts of `together` calls over all threads, as many as the journal takes, with
 * the worker done in between or, if `busy`, with work given to it just before.
 */
void hot(const char *name, const char *method_name, tVariant *arguments, long count, int threads, int together,
                int bursts, bool busy)
{
    int calls = together / threads;
    size_t total = (size_t)calls * (size_t)threads * (size_t)bursts;
    uint32_t *samples = malloc(total * sizeof *samples);
    tVariant error = value(error_text);
    for (int i = 0; i < bursts; i++) {
        pthread_barrier_t start;
        pthread_barrier_init(&start, NULL, (unsigned)threads);
        if (busy)
            for (int j = 0; j < 200; j++) {
                tVariant id = call(objects[0], method(objects[0], "CaptureException"), &error, 1);
                drop(&id);
            }
        burst_t parts[MAX_THREADS];
        pthread_t handles[MAX_THREADS];
        for (int j = 0; j < threads; j++) {
            parts[j] = (burst_t){objects[j], method(objects[j], method_name), arguments, count,
                                 samples + (size_t)(i * threads + j) * (size_t)calls, calls, &start};
            pthread_create(&handles[j], NULL, run_burst, &parts[j]);
        }
        for (int j = 0; j < threads; j++)
            pthread_join(handles[j], NULL);
        pthread_barrier_destroy(&start);
        for (int j = 0; j < threads; j++)
            settle(objects[j]);
    }
    free(error.pwstrVal);
    print(name, busy ? "busy worker" : server, threads, samples, total);
    free(samples);
}

void paced(const char *name, const char *method_name, tVariant *arguments, long count, int calls)
{
    uint32_t *samples = malloc((size_t)calls * sizeof *samples);
    long number = method(objects[0], method_name);
    for (int i = 0; i < calls; i++) {
        usleep(10 * 1000);
        uint64_t before = now();
        tVariant result = call(objects[0], number, arguments, count);
        samples[i] = (uint32_t)(now() - before);
        drop(&result);
    }
    settle(objects[0]);
    print(name, server, 1, samples, (size_t)calls);
    free(samples);
}

void empty_paced(const char *name, int calls)
{
    uint32_t *samples = malloc((size_t)calls * sizeof *samples);
    for (int i = 0; i < calls; i++) {
        usleep(10 * 1000);
        uint64_t before = now();
        method(objects[0], "Init"); /* the first of the table: found at once */
        samples[i] = (uint32_t)(now() - before);
    }
    print(name, server, 1, samples, (size_t)calls);
    free(samples);
}
