/*
 * host.c LIBRARY DSN SERVER IDLE_SECONDS OPTIONS: a host in C that measures single calls through the
 * ABI, so that nothing but the call is in the figure. Prints one line of JSON for
 * each measurement.
 */
#include "abi.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef long (*get_class_object_t)(const WCHAR_T *name, void **component);
typedef long (*destroy_object_t)(void **component);

static get_class_object_t get_class_object;
static destroy_object_t destroy_object;

static void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

/* Memory of the host. */

static bool AllocMemory(struct IMemoryManager *self, void **memory, unsigned long bytes)
{
    (void)self;
    *memory = malloc(bytes);
    return *memory != NULL;
}

static void FreeMemory(struct IMemoryManager *self, void **memory)
{
    (void)self;
    free(*memory);
    *memory = NULL;
}

static const __typeof__(*((struct IMemoryManager *)0)->table) functions = {.AllocMemory = AllocMemory,
                                                                           .FreeMemory = FreeMemory};
static struct IMemoryManager manager = {&functions};

/* Texts: UTF-8 to UTF-16, for letters of the basic plane. */

static WCHAR_T *wide(const char *text, uint32_t *length)
{
    WCHAR_T *out = malloc((strlen(text) + 1) * sizeof *out);
    uint32_t n = 0;
    for (const uint8_t *c = (const uint8_t *)text; *c != 0;) {
        if (*c < 0x80) {
            out[n++] = *c++;
        } else if (*c < 0xE0) {
            out[n++] = (WCHAR_T)((c[0] & 0x1F) << 6 | (c[1] & 0x3F));
            c += 2;
        } else {
            out[n++] = (WCHAR_T)((c[0] & 0x0F) << 12 | (c[1] & 0x3F) << 6 | (c[2] & 0x3F));
            c += 3;
        }
    }
    out[n] = 0;
    if (length != NULL)
        *length = n;
    return out;
}

static tVariant value(const char *text)
{
    tVariant v = {.vt = VTYPE_PWSTR};
    v.pwstrVal = wide(text, &v.wstrLen);
    return v;
}

/* Objects. */

static const struct ILanguageExtenderBase *table_of(void *object)
{
    return ((const struct ILanguageExtenderBase **)object)[BASE_LANGUAGE_EXTENDER];
}

static void *self_of(void *object)
{
    return (void **)object + BASE_LANGUAGE_EXTENDER;
}

static long method(void *object, const char *name)
{
    WCHAR_T *text = wide(name, NULL);
    long number = table_of(object)->FindMethod(self_of(object), text);
    free(text);
    if (number < 0)
        fail(name);
    return number;
}

static tVariant call(void *object, long number, tVariant *arguments, long count)
{
    tVariant result;
    if (!table_of(object)->CallAsFunc(self_of(object), number, &result, arguments, count))
        fail("a call answered false");
    return result;
}

static void drop(tVariant *result)
{
    if (result->vt == VTYPE_PWSTR)
        free(result->pwstrVal);
}

static const char *options;

static void *create(const char *dsn)
{
    WCHAR_T *name = wide("Sentry", NULL);
    void *object = NULL;
    if (get_class_object(name, &object) != 1)
        fail("no object");
    free(name);
    const struct IInitDoneBase *base = *(const struct IInitDoneBase **)object;
    base->setMemManager(object, &manager);
    base->Init(object, NULL);
    tVariant arguments[2] = {value(dsn), value(options)};
    tVariant answer = call(object, method(object, "Init"), arguments, 2);
    if (answer.vt != VTYPE_BOOL || !answer.bVal)
        fail("Init said no");
    free(arguments[0].pwstrVal);
    free(arguments[1].pwstrVal);
    return object;
}

/* Waits until the records of the object are applied, whatever the server does. */
static void settle(void *object)
{
    tVariant statistics;
    WCHAR_T *name = wide("Statistics", NULL);
    long number = table_of(object)->FindProp(self_of(object), name);
    free(name);
    for (int i = 0; i < 200; i++) {
        table_of(object)->GetPropVal(self_of(object), number, &statistics);
        bool answered = statistics.vt == VTYPE_PWSTR && statistics.wstrLen > 0;
        drop(&statistics);
        if (answered)
            return;
    }
    fail("the worker does not answer");
}

/* Measurements. */

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void print(const char *name, const char *server, int threads, uint32_t *samples, size_t count)
{
    qsort(samples, count, sizeof *samples, compare);
    printf("{\"name\":\"%s\",\"server\":\"%s\",\"threads\":%d,\"count\":%zu,\"p50\":%u,\"p99\":%u,\"max\":%u}\n", name,
           server, threads, count, samples[count / 2], samples[count - 1 - count / 100], samples[count - 1]);
    fflush(stdout);
}

static char error_text[16000];

static void make_text(void)
{
    /* 2,000 Cyrillic characters that look like a stack of 1C. */
    const char *line = "{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(Проведение);\n";
    strcpy(error_text, "Ошибка при вызове метода контекста (Записать)\n");
    for (;;) {
        uint32_t length;
        free(wide(error_text, &length));
        if (length >= 2000)
            return;
        strcat(error_text, line);
    }
}

static void add_breadcrumbs(void *object)
{
    long number = method(object, "AddBreadcrumb");
    tVariant arguments[4] = {value("Нажата кнопка «Провести и закрыть»"), value("ui.click"), value("info"),
                             value("{\"form\":\"Документ.ЗаказПокупателя\",\"row\":5}")};
    for (int i = 0; i < 100; i++)
        call(object, number, arguments, 4);
    for (int i = 0; i < 4; i++)
        free(arguments[i].pwstrVal);
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

enum { MAX_THREADS = 8 };

static const char *server;
static void *objects[MAX_THREADS];

/*
 * Bursts of `together` calls over all threads, as many as the journal takes, with
 * the worker done in between or, if `busy`, with work given to it just before.
 */
static void hot(const char *name, const char *method_name, tVariant *arguments, long count, int threads, int together,
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

static void paced(const char *name, const char *method_name, tVariant *arguments, long count, int calls)
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

/* A figure of /proc/self/status, summed over all threads if `all`. */
static long status(const char *field, bool all)
{
    long sum = 0;
    char command[200], line[256];
    snprintf(command, sizeof command, all ? "cat /proc/%d/task/*/status" : "cat /proc/%d/status", (int)getpid());
    FILE *pipe = popen(command, "r");
    if (pipe == NULL)
        return -1;
    while (fgets(line, sizeof line, pipe) != NULL)
        if (strncmp(line, field, strlen(field)) == 0 && line[strlen(field)] == ':')
            sum += atol(line + strlen(field) + 1);
    pclose(pipe);
    return sum;
}

static void print_figure(const char *name, double figure)
{
    printf("{\"name\":\"%s\",\"server\":\"%s\",\"value\":%.3f}\n", name, server, figure);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    if (count != 6)
        fail("usage: host LIBRARY DSN SERVER IDLE_SECONDS OPTIONS");
    server = arguments[3];
    options = arguments[5];
    make_text();
    long resident = status("VmRSS", false), threads = status("Threads", false);
    uint64_t before = now();
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (library == NULL)
        fail(dlerror());
    get_class_object = (get_class_object_t)dlsym(library, "GetClassObject");
    destroy_object = (destroy_object_t)dlsym(library, "DestroyObject");
    objects[0] = create(arguments[2]);
    print_figure("dlopen + first Init, ms", (double)(now() - before) / 1e6);
    uint32_t further[MAX_THREADS - 1];
    for (int i = 1; i < MAX_THREADS; i++) {
        before = now();
        objects[i] = create(arguments[2]);
        further[i - 1] = (uint32_t)(now() - before);
    }
    print("further object + Init", server, 1, further, MAX_THREADS - 1);
    for (int i = 0; i < MAX_THREADS; i++)
        add_breadcrumbs(objects[i]);
    for (int i = 0; i < MAX_THREADS; i++)
        settle(objects[i]);

    tVariant error = value(error_text);
    tVariant crumb[4] = {value("Нажата кнопка «Провести и закрыть»"), value("ui.click"), value("info"),
                         value("{\"form\":\"Документ.ЗаказПокупателя\",\"row\":5}")};
    tVariant tag[2] = {value("organization"), value("ООО «Ромашка»")};
    hot("CaptureException hot", "CaptureException", &error, 1, 1, 600, 20, false);
    hot("CaptureException hot", "CaptureException", &error, 1, 8, 600, 20, false);
    hot("CaptureException hot", "CaptureException", &error, 1, 1, 300, 20, true);
    hot("CaptureException hot", "CaptureException", &error, 1, 8, 304, 20, true);
    paced("CaptureException paced", "CaptureException", &error, 1, 200);
    hot("AddBreadcrumb hot", "AddBreadcrumb", crumb, 4, 1, 4000, 10, false);
    hot("AddBreadcrumb hot", "AddBreadcrumb", crumb, 4, 8, 4000, 10, false);
    paced("AddBreadcrumb paced", "AddBreadcrumb", crumb, 4, 200);
    hot("SetTag hot", "SetTag", tag, 2, 1, 4000, 10, false);
    hot("SetTag hot", "SetTag", tag, 2, 8, 4000, 10, false);
    paced("SetTag paced", "SetTag", tag, 2, 200);

    int idle = atoi(arguments[4]);
    tVariant timeout = {.vt = VTYPE_I4, .lVal = 500};
    before = now();
    tVariant flushed = call(objects[0], method(objects[0], "Flush"), &timeout, 1);
    double took = (double)(now() - before) / 1e6;
    if (!flushed.bVal)
        print_figure("Flush(500) past its timeout, ms", took - 500);
    if (idle > 0) {
        sleep(45); /* what the last burst left: connections that are kept for a while */
        long switches = status("voluntary_ctxt_switches", true);
        sleep((unsigned)idle);
        /* less those of this thread: the shells that read the figures */
        print_figure("context switches of an idle minute",
                     (double)(status("voluntary_ctxt_switches", true) - switches - 4) * 60 / idle);
    }
    print_figure("memory added, MB", (double)(status("VmRSS", false) - resident) / 1024);
    print_figure("threads added", (double)(status("Threads", false) - threads));
    for (int i = 0; i < MAX_THREADS; i++) {
        (*(const struct IInitDoneBase **)objects[i])->Done(objects[i]);
        destroy_object(&objects[i]);
    }
    return 0;
}
