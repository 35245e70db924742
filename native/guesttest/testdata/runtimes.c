/*
 * runtimes.c LIBRARY DSN OTHER: the library shares a process with another one that was
 * written in Go, and with a runtime that does what Mono and .NET do with signals: it
 * stops its threads by them and turns faults into exceptions, chaining to whoever
 * handled them before. Its handlers ask for the stack of the thread that is for signals:
 * a thread that is inside Go has no other room for them. Inside this library no thread
 * of the host ever is, but the other one takes them into Go.
 */
#include "host.h"

#include <errno.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>

/* Where no memory is. */
static volatile uintptr_t nowhere = 16;

static struct sigaction before;
static _Thread_local sigjmp_buf landing;
static _Thread_local volatile sig_atomic_t in_managed_code;
static atomic_int exceptions, chained, suspensions, stop;
static sem_t suspended;

/* A fault in "managed" code becomes an exception; any other is not ours. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    if (in_managed_code) {
        in_managed_code = 0;
        atomic_fetch_add(&exceptions, 1);
        siglongjmp(landing, 1);
    }
    atomic_fetch_add(&chained, 1);
    if (before.sa_flags & SA_SIGINFO)
        before.sa_sigaction(number, info, context);
    else
        _exit(3);
}

/* Suspend and resume, as a collector does with its threads. */
static void on_suspend(int number)
{
    (void)number;
    int saved = errno;
    atomic_fetch_add(&suspensions, 1);
    sem_post(&suspended);
    sigset_t all_but_resume;
    sigfillset(&all_but_resume);
    sigdelset(&all_but_resume, SIGXCPU);
    sigsuspend(&all_but_resume);
    errno = saved;
}

static void on_resume(int number)
{
    (void)number;
}

static void managed_fault(void)
{
    if (sigsetjmp(landing, 1) == 0) {
        in_managed_code = 1;
        *(volatile int *)nowhere = 1;
    }
}

typedef struct {
    library_t *library;
    const char *dsn;
    int (*nil_is_recovered)(void);
    int (*collect)(void);
} work_t;

static void work(void *argument)
{
    work_t *work = argument;
    object_t *object = object_new(work->library);
    CHECK(object_init(object, work->dsn, ""), "Init");
    while (atomic_load(&stop) == 0) {
        CHECK(capture(object, "Ошибка"), "capture");
        managed_fault();
        CHECK(work->nil_is_recovered() == 1, "a nil pointer of the other Go library");
        CHECK(work->collect() > 0, "the other Go library");
    }
    CHECK(flush(object, 20000), "not all was sent");
    object_free(work->library, object);
}

int main(int count, char **arguments)
{
    CHECK(count == 4, "usage: runtimes LIBRARY DSN OTHER");
    void *other = dlopen(arguments[3], RTLD_NOW | RTLD_LOCAL);
    CHECK(other != NULL, "%s", dlerror());
    library_t library = library_open(arguments[1]);
    work_t works = {&library, arguments[2], (int (*)(void))dlsym(other, "NilIsRecovered"), (int (*)(void))dlsym(other, "Collect")};
    CHECK(works.nil_is_recovered != NULL && works.collect != NULL, "%s", dlerror());
    object_free(&library, object_new(&library));

    /* .NET takes SIGSEGV over when it starts, on a stack of its own, and keeps the old handler. */
    sem_init(&suspended, 0, 0);
    struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction suspend = {.sa_handler = on_suspend, .sa_flags = SA_RESTART | SA_ONSTACK};
    struct sigaction resume = {.sa_handler = on_resume, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigfillset(&suspend.sa_mask);
    sigaction(SIGSEGV, &fault, &before);
    sigaction(SIGPWR, &suspend, NULL);
    sigaction(SIGXCPU, &resume, NULL);

    enum { THREADS = 4 };
    thread_t *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(work, &works, 0);
    for (int i = 0; i < 50; i++) {
        pthread_t target = thread_handle(threads[i % THREADS]);
        CHECK(pthread_kill(target, SIGPWR) == 0, "pthread_kill");
        sem_wait(&suspended);
        nap(2);
        pthread_kill(target, SIGXCPU);
        nap(10);
    }
    atomic_store(&stop, 1);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    CHECK(atomic_load(&exceptions) > 0 && atomic_load(&chained) > 0, "%d exceptions, %d faults passed on",
          atomic_load(&exceptions), atomic_load(&chained));
    printf("%d managed exceptions, %d faults passed on to Go, %d suspensions\n", atomic_load(&exceptions),
           atomic_load(&chained), atomic_load(&suspensions));
    return 0;
}
