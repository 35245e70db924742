/*
 * platform.h: what C needs of the operating system: clocks, pages, a lock with
 * a bounded wait and an event to sleep on. platform_posix.c and
 * platform_windows.c fill it in, and event_….c for each system.
 */
#ifndef SENTRY1C_PLATFORM_H
#define SENTRY1C_PLATFORM_H

#include "path.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

#define NANOSECONDS_PER_MILLISECOND 1000000ull

/* Nanoseconds since 1970-01-01 UTC; follows every correction of the clock. */
int64_t clock_wall(void);

/* Nanoseconds since a moment that stays the same while the machine is up. */
uint64_t clock_monotonic(void);

/* The calling thread sleeps about that long. */
void thread_nap(uint64_t nanoseconds);

/* The calling thread, which works for others, does not push aside a thread of the
 * host that has just woken it. It gets its share of the processor all the same. */
void thread_be_modest(void);

/* Runs `run` on a thread of its own, which takes no signals and ends with the process.
 * False: the system gives none. */
bool thread_start(void (*run)(void));

/* Makes a file that nobody but its owner may read; false if it cannot be written
 * whole, or if there is one of the name. # Threads: any; waits for the disk. */
bool file_create(const path_char_t *path, const void *data, size_t bytes);
/* The same, with zeros behind the data up to `total` bytes. All of it is written, so
 * that memory that is not there is an error now and no signal later. */
bool file_create_long(const path_char_t *path, const void *data, size_t bytes, size_t total);

/* Maps the first `bytes` bytes of a file for reading and writing, with all its pages
 * present; NULL if it cannot. */
void *file_map(const path_char_t *path, size_t bytes);

/* How many bytes this user may still write where a file lies; 0 if that is not known. */
uint64_t file_room(const path_char_t *path);

void file_remove(const path_char_t *path);
bool folder_remove(const path_char_t *path);
bool file_rename(const path_char_t *from, const path_char_t *to);

/* Whether this process was forked off the one that called process_watch: it has a copy of
 * that one's memory, shares its ring, and has none of its threads. */
void process_watch(void);

/* Gives the host back what Go's runtime took of its process. On Unix that is the limit on
 * descriptors: a host that waits with select must be refused a number that has no place there.
 * On Windows it is what becomes of a crash: the host's filter and its error mode (crash_windows.c).
 * Called once Go's own packages have begun. */
void process_restore(void);
bool process_is_forked(void);

/* Names open files by which others know that this process lives. A child has them too, and
 * would keep the locks on them after its parent's end, so it closes them. A file is let go of
 * before it is closed. # Threads: any. */
void process_holds(int file);
void process_lets_go(int file);

/* How many bytes of addresses the process may still take; UINT64_MAX if there are more than
 * matter, or that is not known. */
uint64_t address_room(void);

/* Zeroed pages that cost nothing until they are touched; NULL if there are none. */
void *pages_new(size_t bytes);

/* Makes pages present that nobody uses yet; what is in them stays. */
void pages_touch(void *pages, size_t bytes);

/* Gives back pages of pages_new, or what file_map mapped. */
void pages_free(void *pages, size_t bytes);
void file_unmap(void *pages, size_t bytes);

/*
 * lock_t guards a few dozen instructions. It spins, then yields, then naps, and
 * gives up at a deadline, so that a holder that was stopped in the middle (by a
 * debugger, by a scheduler that has no core for it) delays a call of 1C but
 * never stops it. Zero is an open lock.
 */
typedef struct {
    atomic_uint held;
} lock_t;

/* False: not taken within `timeout` nanoseconds. */
bool lock_take(lock_t *lock, uint64_t timeout);
void lock_drop(lock_t *lock);

/*
 * event_t is a number that grows and wakes those who wait for it to grow. Whoever
 * waits reads the number first, looks whether there is something to do, and only
 * then sleeps until the number differs: nothing can slip between.
 *
 * # Threads
 * Any number of threads may raise and wait at once. Raising costs one atomic
 * addition while nobody sleeps, and a few microseconds otherwise.
 */
typedef struct {
    atomic_uint number;
    atomic_uint sleepers;
#if defined(__APPLE__)
    pthread_mutex_t mutex;
    pthread_cond_t condition;
#endif
} event_t;

#define EVENT_FOREVER UINT64_MAX

void event_init(event_t *event);
uint32_t event_number(event_t *event);
void event_raise(event_t *event);

/* Sleeps until the number differs from `seen` or the monotonic clock reaches
 * `deadline`; true if the number differs. */
bool event_wait(event_t *event, uint32_t seen, uint64_t deadline);

#endif
