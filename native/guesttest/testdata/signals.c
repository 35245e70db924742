/*
 * signals.c LIBRARY DSN: the host's own signals still work when the library is
 * loaded, its threads get none of the library's, and a crash of the host is a crash.
 */
#include "host.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

enum { THREADS = 4 };

static uintptr_t nowhere; /* where no memory is */

static _Thread_local volatile sig_atomic_t is_host;
static atomic_int urgent_on_host, urgent_elsewhere, users, users_elsewhere, profiles, faults, working;
static _Thread_local sigjmp_buf landing;

static void on_urgent(int number)
{
    (void)number;
    atomic_fetch_add(is_host ? &urgent_on_host : &urgent_elsewhere, 1);
}

static void on_user(int number)
{
    (void)number;
    atomic_fetch_add(is_host ? &users : &users_elsewhere, 1);
}

static void on_profile(int number)
{
    (void)number;
    atomic_fetch_add(&profiles, 1);
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    if (!is_host || info->si_addr != (void *)nowhere)
        _exit(3); /* not the fault that the test made */
    atomic_fetch_add(&faults, 1);
    siglongjmp(landing, 1);
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    CHECK(sigaction(number, &action, NULL) == 0, "sigaction");
}

static void fault_once(void)
{
    if (sigsetjmp(landing, 1) == 0)
        *(volatile int *)nowhere = 1;
}

/* Every thread but the host's only one, which calls this, has the host's signals blocked. */
static void library_threads_take_no_signals(void)
{
    static const int taken[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGKILL, SIGSTOP, 32, 33};
    int threads = 0;
    char path[300], line[256];
    DIR *folder = opendir("/proc/self/task");
    CHECK(folder != NULL, "/proc/self/task");
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == getpid())
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue; /* the thread has just ended */
        while (fgets(line, sizeof line, file) != NULL) {
            if (strncmp(line, "SigBlk:", 7) != 0)
                continue;
            unsigned long long blocked = strtoull(line + 7, NULL, 16);
            /* But for faults, what nobody can block, and what glibc keeps to itself. */
            unsigned long long open = 0;
            for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
                open |= 1ull << (taken[i] - 1);
            CHECK((blocked | open) == ~0ull, "thread %s takes signals: %llx", entry->d_name, blocked);
            threads++;
        }
        fclose(file);
    }
    closedir(folder);
    CHECK(threads > 0, "the library has no threads");
}

static const char *dsn;
static library_t library;

static void work(void *argument)
{
    (void)argument;
    is_host = 1;
    object_t *object = object_new(&library);
    CHECK(object_init(object, dsn, ""), "Init");
    for (int i = 0; i < 500; i++) {
        CHECK(capture(object, "{ОбщийМодуль.Обмен.Модуль(1)}: Ошибка"), "capture");
        if (i % 50 == 0)
            fault_once();
        if (i % 100 == 0)
            flush(object, 50);
    }
    object_free(&library, object);
    atomic_fetch_sub(&working, 1);
}

/* The library replaced no disposition that the host had set, or passes on what it takes. */
static void signals_work(void)
{
    int before = atomic_load(&users);
    raise(SIGUSR1);
    raise(SIGUSR2);
    raise(SIGHUP);
    kill(getpid(), SIGTERM);
    nap(20);
    CHECK(atomic_load(&users) == before + 4, "%d of 4 signals arrived", atomic_load(&users) - before);
    int old = atomic_load(&faults);
    fault_once();
    CHECK(atomic_load(&faults) == old + 1, "a fault of the host did not reach its handler");
}

/* A host that loads the library and then makes a mistake of its own. */
static void crash(const char *path, bool set_late)
{
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    freopen("/dev/null", "w", stderr);
    library = library_open(path);
    object_t *object = object_new(&library);
    object_init(object, dsn, "");
    capture(object, "x");
    if (set_late)
        sigaction(SIGSEGV, &by_default, NULL);
    *(volatile int *)nowhere = 1;
    _exit(0);
}

/* It ends by a signal, whether the handler of the library is asked or not. */
static void crashes_stay_crashes(const char *path)
{
    for (int late = 0; late < 2; late++) {
        fflush(NULL);
        pid_t child = fork();
        CHECK(child >= 0, "fork");
        if (child == 0)
            crash(path, late != 0);
        int state = 0;
        waitpid(child, &state, 0);
        CHECK(WIFSIGNALED(state), "a host that crashed ended with %#x", (unsigned)state);
        printf("a crash of the host %s: signal %d\n", late ? "with the default set later" : "with no handler", WTERMSIG(state));
    }
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: signals LIBRARY DSN");
    dsn = arguments[2];
    nowhere = strtoul("16", NULL, 10);
    is_host = 1;
    crashes_stay_crashes(arguments[1]); /* in children, before the library is here */
    for (int i = 0; i < 4; i++)
        handle((int[]){SIGUSR1, SIGUSR2, SIGHUP, SIGTERM}[i], on_user);
    handle(SIGPROF, on_profile);
    struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &fault, NULL);

    library = library_open(arguments[1]);
    object_free(&library, object_new(&library)); /* Go has started now */
    library_threads_take_no_signals();
    signals_work();
    for (int i = 0; i < 4; i++)
        handle((int[]){SIGUSR1, SIGUSR2, SIGHUP, SIGTERM}[i], on_user); /* once more: Go has seen the old ones only */
    signals_work();
    handle(SIGURG, on_urgent); /* what Go usually interrupts its own threads with */
    struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
    setitimer(ITIMER_PROF, &often, NULL);
    thread_t *threads[THREADS];
    atomic_store(&working, THREADS);
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(work, NULL, 0);
    while (atomic_load(&working) > 0) {
        kill(getpid(), SIGUSR1); /* to whichever thread takes it */
        usleep(50);
    }
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    setitimer(ITIMER_PROF, &never, NULL);
    signals_work();
    CHECK(atomic_load(&urgent_on_host) == 0, "threads of the host got SIGURG %d times", atomic_load(&urgent_on_host));
    CHECK(atomic_load(&users_elsewhere) == 0, "threads of the library got %d signals of the host", atomic_load(&users_elsewhere));
    CHECK(atomic_load(&profiles) > 0, "SIGPROF did not reach the host's handler");
    printf("SIGURG: 0 on threads of the host, %d on others; SIGPROF: %d; SIGUSR1: %d, all on threads of the host; faults of the host: %d\n",
           atomic_load(&urgent_elsewhere), atomic_load(&profiles), atomic_load(&users), atomic_load(&faults));
    return 0;
}
