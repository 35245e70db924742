//go:build !windows

#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sched.h>
#include <sys/mman.h>
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

bool file_create(const path_char_t *path, const void *data, size_t bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    const uint8_t *at = data;
    while (bytes > 0) {
        ssize_t written = write(file, at, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        at += written;
        bytes -= (size_t)written;
    }
    if (close(file) != 0 || bytes > 0) {
        unlink(path);
        return false;
    }
    return true;
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

static void in_forked_child(void)
{
    atomic_store(&is_forked, true);
}

void process_watch(void)
{
    pthread_atfork(NULL, NULL, in_forked_child);
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

void event_init(event_t *event)
{
    atomic_init(&event->number, 0);
    atomic_init(&event->sleepers, 0);
    pthread_mutex_init(&event->mutex, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
#if !defined(__APPLE__)
    /* A wall clock that an administrator turns back must not lengthen a wait. */
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
    pthread_cond_init(&event->condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void event_raise(event_t *event)
{
    atomic_fetch_add_explicit(&event->number, 1, memory_order_seq_cst);
    if (atomic_load_explicit(&event->sleepers, memory_order_seq_cst) == 0)
        return;
    pthread_mutex_lock(&event->mutex);
    pthread_cond_broadcast(&event->condition);
    pthread_mutex_unlock(&event->mutex);
}

/* Sleeps once; false if the deadline has passed. */
static bool sleep_once(event_t *event, uint64_t deadline)
{
    if (deadline == EVENT_FOREVER) {
        pthread_cond_wait(&event->condition, &event->mutex);
        return true;
    }
    uint64_t now = clock_monotonic();
    if (now >= deadline)
        return false;
#if defined(__APPLE__)
    struct timespec time = to_timespec(deadline - now);
    pthread_cond_timedwait_relative_np(&event->condition, &event->mutex, &time);
#else
    struct timespec time = to_timespec(deadline);
    pthread_cond_timedwait(&event->condition, &event->mutex, &time);
#endif
    return true;
}

bool event_wait(event_t *event, uint32_t seen, uint64_t deadline)
{
    pthread_mutex_lock(&event->mutex);
    atomic_fetch_add_explicit(&event->sleepers, 1, memory_order_seq_cst);
    while (event_number(event) == seen)
        if (!sleep_once(event, deadline))
            break;
    atomic_fetch_sub_explicit(&event->sleepers, 1, memory_order_relaxed);
    pthread_mutex_unlock(&event->mutex);
    return event_number(event) != seen;
}
