/*
 * growth.h: further rings for a burst. A thread of its own makes one as soon as a ring
 * is a quarter full and no other is empty, so that a call waits neither for pages nor
 * for the worker, and gives it back when it has been empty for a while.
 */
#ifndef SENTRY1C_GROWTH_H
#define SENTRY1C_GROWTH_H

#include "platform.h"

/* All rings together, in bytes, unless growth_limit says otherwise, and the largest
 * that it may say. */
#define GROWTH_LIMIT (128u << 20)
#define GROWTH_MOST (sizeof(void *) == 8 ? 1024u << 20 : 256u << 20)

/* How much address space further rings leave to the host, in bytes. A 32-bit process has
 * two to four gigabytes, and 1C ends what it does when it finds no place. */
#define GROWTH_LEAVES (512u << 20)

/* The largest ring that package ringfile reads. */
#define GROWTH_LARGEST_RING (64u << 20)

/* How long a ring stays empty before it is given back, and the last one of them. Tests
 * have less time. */
#ifndef GROWTH_KEPT
#define GROWTH_KEPT (4000 * NANOSECONDS_PER_MILLISECOND)
#define GROWTH_LAST_KEPT (60000 * NANOSECONDS_PER_MILLISECOND)
#endif

/* Sets the limit, if growth_start was not called yet. */
void growth_limit(uint64_t bytes);

/* Starts the thread; once is enough. Without it the rings stay as they are. # Threads:
 * the worker only. */
void growth_start(void);

/* Tells the thread to look at what is wanted. # Threads: any. */
void growth_wake(void);

/* Under the lock of the journal: reports whether a ring of a kind is being made. */
bool growth_may_help(uint32_t kind);

/* Removes the files of all rings that the thread made, and lets it make none any more. */
void growth_end(void);

#endif
