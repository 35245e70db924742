/*
 * host.c LIBRARY DSN SERVER IDLE_SECONDS OPTIONS: a host in C that measures single calls through the
 * ABI, so that nothing but the call is in the figure. Prints one line of JSON for
 * each measurement.
 */
#include "host.h"

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
    open_library(arguments[1]);
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
    /* First what is paced: the bursts leave much to send, and their senders would be in the way. */
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

    int idle = atoi(arguments[4]);
    tVariant timeout = {.vt = VTYPE_I4, .lVal = 500};
    before = now();
    tVariant flushed = call(objects[0], method(objects[0], "Flush"), &timeout, 1);
    double took = (double)(now() - before) / 1e6;
    if (!flushed.bVal)
        print_figure("Flush(500) past its timeout, ms", took - 500);
    if (idle > 0) {
        await_sent(objects[0], 120);
        sleep(45); /* what the last burst left: connections that are kept for a while */
        long switches = status("voluntary_ctxt_switches", true);
        sleep((unsigned)idle);
        /* less those of this thread: the shells that read the figures */
        print_figure("context switches of an idle minute",
                     (double)(status("voluntary_ctxt_switches", true) - switches - 4) * 60 / idle);
    }
    print_figure(idle > 0 ? "memory added, MB" : "memory right after the bursts, MB", (double)(status("VmRSS", false) - resident) / 1024);
    print_figure("threads added", (double)(status("Threads", false) - threads));
    for (int i = 0; i < MAX_THREADS; i++)
        destroy(&objects[i]);
    return 0;
}
