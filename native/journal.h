/*
 * journal.h: the rings of this process, and what wakes their reader.
 *
 * RING_MEMORY lies in the memory of the process and takes the records of objects
 * that are not initialised or want nothing on disk. RING_DURABLE stands for the one
 * that lies where it outlives the process: which one that is may change, if what it
 * lies in is taken away. A sequence number runs over all of them.
 */
#ifndef SENTRY1C_JOURNAL_H
#define SENTRY1C_JOURNAL_H

#include "ring.h"

enum { RING_MEMORY, RING_DURABLE };

/* How many rings a process may have in its life. */
enum { MAX_RINGS = 8 };

/* 32-bit processes have little room for addresses. */
#define RING_BYTES (sizeof(void *) == 8 ? 4u << 20 : 1u << 20)

/* Makes RING_MEMORY. False: no memory. Called once, before the first record. */
bool journal_init(void);

/*
 * Makes `file`, a mapped file of RINGFILE_RECORDS_AT + `bytes` bytes made by package
 * ringfile, the ring that RING_DURABLE stands for from now on. False: MAX_RINGS.
 *
 * # Threads
 * The worker only.
 *
 * # Memory
 * The map stays for the life of the process, even when another takes its place.
 */
bool journal_set_durable(uint8_t *file, uint32_t bytes);

/* The ring of a kind; RING_DURABLE is RING_MEMORY as long as there is none. */
ring_t *journal_ring(uint32_t kind);

/* The rings by their numbers, oldest first; NULL behind the last. */
ring_t *journal_ring_number(int number);

/*
 * Claims a record as ring_reserve does and fills in its times and its sequence.
 * journal_commit makes it exist; with `wake` the reader is told.
 */
record_t *journal_reserve(ring_t *ring, record_t *header, int how, uint64_t deadline);
void journal_commit(ring_t *ring, record_t *record, bool wake);

/* The reader sleeps on this event when it has found all rings empty. */
event_t *journal_work(void);

#endif
