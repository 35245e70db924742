//go:build !windows

#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS_PER_SECOND 1000000000ull

int64_t clock_wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * (int64_t)NANOSECONDS_PER_SECOND + now.tv_nsec;
}

uint64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)now.tv_nsec;
}

static struct timespec to_timespec(uint64_t nanoseconds)
{
    struct timespec time;
    time.tv_sec = (time_t)(nanoseconds / NANOSECONDS_PER_SECOND);
    time.tv_nsec = (long)(nanoseconds % NANOSECONDS_PER_SECOND);
    return time;
}

void thread_nap(uint64_t nanoseconds)
{
    if (nanoseconds == 0) {
        sched_yield();
        return;
    }
    struct timespec time = to_timespec(nanoseconds);
    nanosleep(&time, NULL);
}

static bool write_all(int file, const uint8_t *at, size_t bytes)
{
    while (bytes > 0) {
        ssize_t written = write(file, at, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
        bytes -= (size_t)written;
    }
    return true;
}

bool file_create(const path_char_t *path, const void *data, size_t bytes)
{
    return file_create_long(path, data, bytes, bytes);
}

/* A write beyond the limit of files is a signal that ends the process. */
static bool may_be_as_long(size_t bytes)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || bytes <= limit.rlim_cur;
}

bool file_create_long(const path_char_t *path, const void *data, size_t bytes, size_t total)
{
    static uint8_t zeros[64 << 10]; /* never written to: it takes no room in the library */
    if (!may_be_as_long(total))
        return false;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0)
        fchmod(file, 0600); /* whatever umask the host has: another process must be able to open it */
    if (file < 0)
        return false;
    bool whole = write_all(file, data, bytes);
    for (size_t piece, left = total - bytes; whole && left > 0; left -= piece) {
        piece = left < sizeof zeros ? left : sizeof zeros;
        whole = write_all(file, zeros, piece);
    }
    if (close(file) != 0 || !whole) {
        unlink(path);
        return false;
    }
    return true;
}

#if !defined(MAP_POPULATE)
#define MAP_POPULATE 0 /* macOS: the file has been written just now */
#endif

void *file_map(const path_char_t *path, size_t bytes)
{
    int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0)
        return NULL;
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    close(file); /* the map keeps the file */
    return pages == MAP_FAILED ? NULL : pages;
}

uint64_t file_room(const path_char_t *path)
{
    struct statvfs room;
    return statvfs(path, &room) == 0 ? (uint64_t)room.f_bavail * room.f_frsize : 0;
}

/* A kernel of 32 bits gives its processes three gigabytes, others give one more. */
#define NARROW_ADDRESSES (3072ull << 20)

/* What the process has mapped, in bytes; 0 if that is not known, as on macOS. */
static uint64_t addresses_taken(void)
{
    char text[32] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    return length > 0 ? strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

uint64_t address_room(void)
{
    struct rlimit given;
    uint64_t limit = sizeof(void *) == 8 ? UINT64_MAX : NARROW_ADDRESSES;
    if (getrlimit(RLIMIT_AS, &given) == 0 && given.rlim_cur != RLIM_INFINITY && given.rlim_cur < limit)
        limit = given.rlim_cur;
    if (limit == UINT64_MAX)
        return UINT64_MAX;
    uint64_t taken = addresses_taken();
    return taken == 0 ? UINT64_MAX : taken < limit ? limit - taken : 0;
}

static void *begin_thread(void *run)
{
    ((void (*)(void))(uintptr_t)run)();
    return NULL;
}

bool thread_start(void (*run)(void))
{
    enum { STACK = 256 << 10 };
    pthread_t thread;
    pthread_attr_t attributes;
    sigset_t all, before;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK);
    sigfillset(&all);
    /* The mask is inherited. */
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failed = pthread_create(&thread, &attributes, begin_thread, (void *)(uintptr_t)run);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return failed == 0;
}

void file_remove(const path_char_t *path)
{
    unlink(path);
}

bool folder_remove(const path_char_t *path)
{
    return rmdir(path) == 0;
}

bool file_rename(const path_char_t *from, const path_char_t *to)
{
    return rename(from, to) == 0;
}

void thread_be_modest(void)
{
#if defined(__linux__)
    /* A batch thread does not preempt on waking: measured, the caller that woke it
     * would otherwise now and then wait until a whole event is encoded. */
    struct sched_param none = {0};
    sched_setscheduler(0, SCHED_BATCH, &none);
#endif
}

static atomic_bool is_forked;

/* A file and 1 each, or 0. More than these are left to a child: its parent's run then waits
 * until the child ends. */
enum { MAX_HELD = 256 };
static atomic_int held[MAX_HELD];

static void replace_held(int from, int to)
{
    for (int i = 0; i < MAX_HELD; i++) {
        int expected = from;
        if (atomic_compare_exchange_strong(&held[i], &expected, to))
            return;
    }
}

void process_holds(int file)
{
    replace_held(0, file + 1);
}

void process_lets_go(int file)
{
    replace_held(file + 1, 0);
}

static void in_forked_child(void)
{
    atomic_store(&is_forked, true);
    for (int i = 0; i < MAX_HELD; i++) {
        int file = atomic_exchange(&held[i], 0);
        if (file != 0)
            close(file - 1);
    }
}

void process_watch(void)
{
    pthread_atfork(NULL, NULL, in_forked_child);
}

static struct rlimit descriptors_of_host; /* all 0 if it is not known */

/* Before Go's runtime begins. */
__attribute__((constructor(101))) static void note_limit(void)
{
    if (getrlimit(RLIMIT_NOFILE, &descriptors_of_host) != 0)
        descriptors_of_host = (struct rlimit){0};
}

void process_restore(void)
{
    struct rlimit now;
    /* One below the other is what Go's package syscall makes of it. */
    if (descriptors_of_host.rlim_cur != 0 && getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur + 1 == now.rlim_max &&
        now.rlim_max == descriptors_of_host.rlim_max)
        setrlimit(RLIMIT_NOFILE, &descriptors_of_host);
}

bool process_is_forked(void)
{
    return atomic_load_explicit(&is_forked, memory_order_relaxed);
}

void *pages_new(size_t bytes)
{
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

void pages_free(void *pages, size_t bytes)
{
    munmap(pages, bytes);
}

void file_unmap(void *pages, size_t bytes)
{
    munmap(pages, bytes);
}
