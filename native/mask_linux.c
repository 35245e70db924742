/*
 * A signal for the whole process may be handled on any of its threads. Threads of Go
 * run on stacks of a few kilobytes, where a handler of the host that does not ask for
 * the stack for signals (SA_ONSTACK) would write over what lies next to them. So they
 * take no signals but faults of their own. All others reach the host's threads, as
 * before the library was loaded.
 *
 * Go gives all its threads the mask of the one that it starts on, which inherits it
 * from the thread that loads the library, while the constructors run. The first of
 * them closes the mask, the last one opens it again.
 *
 * Some signals Go takes out of that mask on every thread that it makes. SIGURG, with
 * which it interrupts a goroutine that calls nothing for long, it leaves there when the
 * library is linked with asyncpreemptoff=1: such a goroutine is interrupted at its next
 * call. The others are named in a table of its runtime, to which nothing else may refer:
 * SIGPROF, for a profiler that is not used here, SIGCHLD, SIGSTKFLT, which no kernel sends,
 * and 34, which a C library other than glibc needs and which is SIGRTMIN here. (32 and 33,
 * which glibc keeps to itself for all threads, stay as they are.) The table is found here
 * by the texts in it, and only if what is known of it is as known is the flag taken from
 * these. If a later Go has another table, it stays as it is, and a test says so.
 */
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* An entry of the table, which is indexed by the numbers of signals. */
typedef struct {
    int32_t flags;
    struct {
        const char *bytes; /* not terminated */
        intptr_t length;
    } name;
} go_signal_t;

enum { GO_NOTIFY = 1, GO_KILL = 2, GO_THROW = 4, GO_SET_STACK = 64, GO_UNBLOCK = 128, GO_IGNORE = 256, OF_MUSL = 34 };

/* What tells the table from anything else. */
static const struct {
    int number;
    int32_t flags;
    const char *name;
} known[] = {
    {SIGPROF, GO_NOTIFY | GO_UNBLOCK, "SIGPROF: profiling alarm clock"},
    {SIGHUP, GO_NOTIFY | GO_KILL, "SIGHUP: terminal line hangup"},
    {SIGCHLD, GO_NOTIFY | GO_UNBLOCK | GO_IGNORE, "SIGCHLD: child status has changed"},
    {SIGURG, GO_NOTIFY | GO_IGNORE, "SIGURG: urgent condition on socket"},
    {SIGSTKFLT, GO_THROW | GO_UNBLOCK, "SIGSTKFLT: stack fault"},
    {OF_MUSL, GO_SET_STACK | GO_UNBLOCK, "signal 34"},
};

/* What is loaded of a file, from its first to its last byte. */
typedef struct {
    uintptr_t start, end;
} image_t;

static bool is_go_table(const go_signal_t *table, const image_t *image)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const go_signal_t *entry = &table[known[i].number];
        size_t length = strlen(known[i].name);
        uintptr_t name = (uintptr_t)entry->name.bytes;
        if (entry->flags != known[i].flags || entry->name.length != (intptr_t)length || name < image->start ||
            name > image->end - length || memcmp(entry->name.bytes, known[i].name, length) != 0)
            return false;
    }
    return true;
}

static go_signal_t *find_in(uintptr_t start, uintptr_t end, const image_t *image)
{
    enum { ENTRIES = 65 };
    uintptr_t at = (start + sizeof(void *) - 1) & ~(uintptr_t)(sizeof(void *) - 1);
    for (; at != 0 && end - at >= ENTRIES * sizeof(go_signal_t) && at < end; at += sizeof(void *))
        if (is_go_table((const go_signal_t *)at, image))
            return (go_signal_t *)at;
    return NULL;
}

/* For dl_iterate_phdr: passes over every object but the one where this function lies. */
static int find_go_table(struct dl_phdr_info *object, size_t size, void *result)
{
    (void)size;
    image_t image = {UINTPTR_MAX, 0};
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + part->p_vaddr, end = start + part->p_filesz;
        if (part->p_type != PT_LOAD)
            continue;
        image.start = start < image.start ? start : image.start;
        image.end = end > image.end ? end : image.end;
    }
    uintptr_t here = (uintptr_t)&find_go_table;
    if (here < image.start || here >= image.end)
        return 0;
    go_signal_t *table = NULL;
    for (int i = 0; i < object->dlpi_phnum && table == NULL; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && (part->p_flags & PF_W) != 0)
            table = find_in(start, start + part->p_filesz, &image);
    }
    *(go_signal_t **)result = table;
    return 1;
}

static sigset_t of_the_host;

__attribute__((constructor(101))) static void before_go_starts(void)
{
    static const int needed[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    sigset_t closed;
    sigfillset(&closed);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        sigdelset(&closed, needed[i]);
    pthread_sigmask(SIG_BLOCK, &closed, &of_the_host);

    go_signal_t *table = NULL;
    dl_iterate_phdr(find_go_table, &table);
    if (table != NULL) {
        static const int closable[] = {SIGPROF, SIGCHLD, SIGSTKFLT, OF_MUSL};
        for (size_t i = 0; i < sizeof closable / sizeof closable[0]; i++)
            table[closable[i]].flags &= ~GO_UNBLOCK;
    }
}

/* Constructors without a number run in the order of linking: Go's own comes first. */
__attribute__((constructor)) static void after_go_started(void)
{
    pthread_sigmask(SIG_SETMASK, &of_the_host, NULL);
}
