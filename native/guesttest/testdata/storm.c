/*
 * storm.c LIBRARY DSN MILLISECONDS: the host has handlers that want much stack and do not
 * ask for one of their own, set after the library was loaded, and gets signals five
 * thousand times a second: each of eight (34 is SIGRTMIN, which Go opens by itself), each two of them, all but one, and all. So long
 * each of the 45 combinations lasts, while the library works. No thread of the library
 * runs a handler, and the host lives.
 */
#include "host.h"

#include <signal.h>

enum { KINDS = 8, THREADS = 2, STACK = 32 << 10, PAUSE = 200 /* microseconds */ };

static const int kinds[KINDS] = {SIGPROF, SIGURG, SIGCHLD, SIGUSR1, SIGALRM, SIGIO, SIGWINCH, 34};

static _Thread_local volatile sig_atomic_t is_host;
static atomic_int on_host, elsewhere, over, ready;
static library_t library;
static const char *dsn;

static void on_signal(int number)
{
    volatile char stack[STACK];
    for (int i = 0; i < STACK; i += 256)
        stack[i] = (char)number;
    (void)stack[0];
    atomic_fetch_add(is_host ? &on_host : &elsewhere, 1);
}

static void work(void *argument)
{
    (void)argument;
    is_host = 1;
    atomic_fetch_add(&ready, 1);
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, ""), "Init");
    while (!atomic_load(&over)) {
        for (int i = 0; i < 20; i++)
            capture(object, "{ОбщийМодуль.Обмен.Модуль(1)}: Ошибка");
        flush(object, 5);
    }
    object_free(&library, object);
}

static void storm(unsigned set, int milliseconds)
{
    struct sigaction handled = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, ignored = {.sa_handler = SIG_IGN};
    for (int i = 0; i < KINDS; i++)
        CHECK(sigaction(kinds[i], set >> i & 1 ? &handled : &ignored, NULL) == 0, "sigaction");
    for (int sent = 0; sent * PAUSE < milliseconds * 1000; sent++) {
        for (int i = 0; i < KINDS; i++)
            if (set >> i & 1)
                kill(getpid(), kinds[i]);
        usleep(PAUSE);
    }
    CHECK(atomic_load(&elsewhere) == 0, "with the signals %#x threads of the library ran %d handlers", set, atomic_load(&elsewhere));
}

int main(int count, char **arguments)
{
    CHECK(count >= 4, "usage: storm LIBRARY DSN MILLISECONDS");
    int milliseconds = (int)strtol(arguments[3], NULL, 10), combinations = 0;
    is_host = 1;
    dsn = arguments[2];
    library = library_open(arguments[1]);
    thread_t *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(work, NULL, 0);
    while (atomic_load(&ready) < THREADS)
        nap(1); /* until then a signal would seem to be taken by a thread of the library */
    for (unsigned set = 1; set < 1u << KINDS; set++) {
        int size = __builtin_popcount(set);
        if (size > 2 && size < KINDS - 1)
            continue;
        storm(set, milliseconds);
        combinations++;
    }
    atomic_store(&over, 1);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    printf("%d combinations: %d signals, all on threads of the host\n", combinations, atomic_load(&on_host));
    CHECK(combinations == 45 && atomic_load(&on_host) > 0, "no signals");
    return 0;
}
