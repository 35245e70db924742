/*
 * A signal for the whole process may be handled on any of its threads. Threads of Go
 * run on stacks of a few kilobytes, where a handler of the host that does not ask for
 * the stack for signals (SA_ONSTACK) would write over what lies next to them. So they
 * take no signals but those that are theirs: faults of their own, and what Go itself
 * uses (SIGCHLD, which it insists on, goes to the first thread of a process anyway).
 * All others reach the host's threads, as before the library was loaded.
 *
 * Go gives all its threads the mask of the one that it starts on, which inherits it
 * from the thread that loads the library, while the constructors run. The first of
 * them closes the mask, the last one opens it again.
 */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static sigset_t of_the_host;

__attribute__((constructor(101))) static void before_go_starts(void)
{
    static const int needed[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF, SIGURG};
    sigset_t closed;
    sigfillset(&closed);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        sigdelset(&closed, needed[i]);
    pthread_sigmask(SIG_BLOCK, &closed, &of_the_host);
}

/* Constructors without a number run in the order of linking: Go's own comes first. */
__attribute__((constructor)) static void after_go_started(void)
{
    pthread_sigmask(SIG_SETMASK, &of_the_host, NULL);
}
