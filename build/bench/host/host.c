/*
 * host.c LIBRARY DSN SERVER IDLE_SECONDS OPTIONS [burst]: a host in C that measures single calls through the
 * ABI, or a burst of them, so that nothing but the call is in the figure. Prints one line of JSON for
 * each measurement.
 */
#include "host.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *server, *options;
void *objects[MAX_THREADS];

void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
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

/* A figure of a file of status, 0 if it is gone. */
static long figure_of(const char *path, const char *field)
{
    long figure = 0;
    char line[256];
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, field, strlen(field)) == 0 && line[strlen(field)] == ':')
            figure = strtol(line + strlen(field) + 1, NULL, 10);
    fclose(file);
    return figure;
}

long status(const char *field)
{
    return figure_of("/proc/self/status", field);
}

/* How often the threads of this process, but for this one, went to sleep. */
static long switches_of_others(void)
{
    long sum = 0;
    DIR *folder = opendir("/proc/self/task");
    if (folder == NULL)
        fail("/proc/self/task");
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        char path[300];
        if (entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == getpid())
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        sum += figure_of(path, "voluntary_ctxt_switches");
    }
    closedir(folder);
    return sum;
}

void print_figure(const char *name, double figure)
{
    printf("{\"name\":\"%s\",\"server\":\"%s\",\"value\":%.3f}\n", name, server, figure);
    fflush(stdout);
}

/* Objects that begin with options that are known while the worker has much to do. */
static void create_busy(const char *dsn)
{
    enum { CREATED = 20, RECORDS = 400 };
    uint32_t samples[CREATED];
    tVariant error = value(error_text);
    for (int i = 0; i < CREATED; i++) {
        for (int j = 0; j < RECORDS; j++) {
            tVariant id = call(objects[0], method(objects[0], "CaptureException"), &error, 1);
            drop(&id);
        }
        uint64_t before = now();
        void *object = create(dsn);
        samples[i] = (uint32_t)(now() - before);
        settle(objects[0]);
        destroy(&object);
    }
    drop(&error);
    print("further object + Init", "busy worker", 1, samples, CREATED);
}

int main(int count, char **arguments)
{
    bool burst = count == 7 && strcmp(arguments[6], "burst") == 0;
    if (count != 6 && !burst)
        fail("usage: host LIBRARY DSN SERVER IDLE_SECONDS OPTIONS [burst]");
    server = arguments[3];
    options = arguments[5];
    make_text();
    long resident = status("VmRSS"), threads = status("Threads");
    uint64_t before = now();
    open_library(arguments[1]);
    objects[0] = create(arguments[2]);
    if (burst) {
        for (int i = 1; i < MAX_THREADS; i++)
            objects[i] = create(arguments[2]);
        measure_burst();
        for (int i = 0; i < MAX_THREADS; i++)
            destroy(&objects[i]);
        return 0;
    }
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
    /* First what is paced: the bursts leave much to send, and their senders would be in the way. */
    empty_paced("empty call paced", 200);
    paced("AddBreadcrumb paced", "AddBreadcrumb", crumb, 4, 200);
    paced("SetTag paced", "SetTag", tag, 2, 200);
    paced("CaptureException paced", "CaptureException", &error, 1, 200);
    hot("CaptureException hot", "CaptureException", &error, 1, 1, 600, 20, false);
    hot("CaptureException hot", "CaptureException", &error, 1, 8, 600, 20, false);
    hot("CaptureException hot", "CaptureException", &error, 1, 1, 300, 20, true);
    hot("CaptureException hot", "CaptureException", &error, 1, 8, 304, 20, true);
    hot("AddBreadcrumb hot", "AddBreadcrumb", crumb, 4, 1, 4000, 10, false);
    hot("AddBreadcrumb hot", "AddBreadcrumb", crumb, 4, 8, 4000, 10, false);
    hot("SetTag hot", "SetTag", tag, 2, 1, 4000, 10, false);
    hot("SetTag hot", "SetTag", tag, 2, 8, 4000, 10, false);
    measure_kinds();
    create_busy(arguments[2]);

    int idle = atoi(arguments[4]);
    tVariant timeout = {.vt = VTYPE_I4, .lVal = 500};
    before = now();
    tVariant flushed = call(objects[0], method(objects[0], "Flush"), &timeout, 1);
    double took = (double)(now() - before) / 1e6;
    if (!flushed.bVal)
        print_figure("Flush(500) past its timeout, ms", took - 500);
    before = now();
    tVariant closed = call(objects[1], method(objects[1], "Close"), &timeout, 1);
    took = (double)(now() - before) / 1e6;
    if (!closed.bVal)
        print_figure("Close(500) past its timeout, ms", took - 500);
    if (idle > 0) {
        await_sent(objects[0], 120);
        sleep(80); /* what the last burst left: connections are kept for a while, and a ring for a minute */
        long switches = switches_of_others();
        sleep((unsigned)idle);
        print_figure("context switches of an idle minute", (double)(switches_of_others() - switches) * 60 / idle);
    }
    print_figure(idle > 0 ? "memory added, MB" : "memory right after the bursts, MB", (double)(status("VmRSS") - resident) / 1024);
    print_figure("threads added", (double)(status("Threads") - threads));
    for (int i = 0; i < MAX_THREADS; i++)
        destroy(&objects[i]);
    return 0;
}
