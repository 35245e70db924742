/*
 * journal.h: the rings of this process, and what wakes their reader.
 *
 * There are two: RING_MEMORY lies in the memory of the process and takes the
 * records of objects that are not initialised or want nothing on disk, and
 * RING_DURABLE lies where it outlives the process. A sequence number runs over
 * both.
 */
#ifndef SENTRY1C_JOURNAL_H
#define SENTRY1C_JOURNAL_H

#include "ring.h"

enum { RING_MEMORY, RING_DURABLE, RING_COUNT };

/* 32-bit processes have little room for addresses. */
#define RING_BYTES (sizeof(void *) == 8 ? 4u << 20 : 1u << 20)

/* Makes RING_MEMORY. False: no memory. Called once, before the first record. */
bool journal_init(void);

/* NULL if there is none (yet). */
ring_t *journal_ring(int number);

/*
 * Claims a record as ring_reserve does and fills in its times and its sequence.
 * journal_commit makes it exist; with `wake` the reader is told.
 */
record_t *journal_reserve(ring_t *ring, record_t *header, bool reserve);
void journal_commit(ring_t *ring, record_t *record, bool wake);

/* The reader sleeps on this event when it has found all rings empty. */
event_t *journal_work(void);

#endif
