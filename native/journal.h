/*
 * journal.h: the rings of this process, and what wakes their reader.
 *
 * There are two kinds. RING_MEMORY lies in the memory of the process and takes the
 * records of objects that are not initialised or want nothing on disk. RING_DURABLE
 * lies where it outlives the process. Each kind has a ring of its own for good, and
 * further ones while that is not enough (growth.h). A record goes into any ring of its
 * kind that has room. What keeps the order is its sequence, which runs over all of
 * them: the reader always takes the lowest.
 *
 * # Locks
 * One lock guards where records go and their sequence. No other lock is taken under it.
 */
#ifndef SENTRY1C_JOURNAL_H
#define SENTRY1C_JOURNAL_H

#include "ring.h"

enum { RING_MEMORY, RING_DURABLE, RING_KINDS };

/* The ring that is always there. 32-bit processes have little room for addresses. */
#ifndef RING_BYTES
#define RING_BYTES (sizeof(void *) == 8 ? 4u << 20 : 1u << 20)
#endif

/* A call of 1C waits at most this long for room when no more rings may be made, and as
 * long for the lock. Tests that want nothing lost by a worker under sanitizers give it
 * more time. */
#ifndef ROOM_PATIENCE
#define ROOM_PATIENCE (50 * NANOSECONDS_PER_MILLISECOND)
#endif

/* And so long while one is being made. */
#ifndef GROWTH_PATIENCE
#define GROWTH_PATIENCE (90 * NANOSECONDS_PER_MILLISECOND)
#endif

/* How a place is claimed. */
enum {
    CLAIM_USUAL,   /* leaves the last eighth of a ring free and waits as said above */
    CLAIM_RESERVE, /* may use it */
    CLAIM_PATIENT  /* may use it and waits until the deadline: its caller waits for an answer anyway */
};

/* Makes the ring of RING_MEMORY. False: no memory. Called once, before the first record. */
bool journal_init(void);

/*
 * Makes `file`, a mapped file of RINGFILE_RECORDS_AT + `bytes` bytes made by package
 * ringfile at `path`, the ring of RING_DURABLE from now on. Those that there were are
 * read to their end. False: there is no place for it.
 *
 * # Threads
 * The worker only.
 *
 * # Memory
 * The map is the journal's. The path is copied.
 */
bool journal_set_durable(uint8_t *file, uint32_t bytes, const path_char_t *path);

/* The largest record that is taken, in bytes. */
uint32_t journal_record_limit(void);

/* A record whose place was claimed. */
typedef struct {
    record_t *record;
    ring_t *ring;
    bool pressing; /* the reader must be told of it */
} claimed_t;

/*
 * Claims a record of `header->size` bytes, at most journal_record_limit, and fills in
 * its times, if it has none, and its sequence. RING_DURABLE is RING_MEMORY as long as there
 * is none. False: no room in time, counted (drops.h).
 *
 * # Threads
 * Any. Blocks for the lock at most ROOM_PATIENCE, and for room as `how` says.
 */
bool journal_reserve(uint32_t kind, record_t *header, int how, uint64_t deadline, claimed_t *claimed);

/* Makes the record exist, and tells the reader, if it must know now. False: the thread was stopped
 * so long that the place was given up, and the record must be claimed and written once more. */
bool journal_commit(const claimed_t *claimed, bool wake);

/*
 * Takes the next records in the order of their sequences, as ring_take does.
 *
 * # Threads
 * The worker only.
 */
int32_t journal_take(uint32_t limit, const uint8_t **bytes);
void journal_release(void);

/* The reader sleeps on this event when it has found nothing to take. */
event_t *journal_work(void);

typedef struct {
    uint32_t rings;
    uint32_t capacity, used;           /* bytes of all rings that are there */
    uint32_t waits, dropped;           /* calls that waited for room; records that found none */
    uint32_t late, damaged;            /* see ring_counts_t; also of rings that are gone */
    uint32_t abandoned;                /* places that are given up now: their threads are not back */
} journal_counts_t;

/* # Threads: any. */
void journal_counts(journal_counts_t *counts);

/* Takes no record any more: the process ends, and what came later would go with its rings. A
 * record whose place was claimed before stands in the way of journal_is_empty until it is
 * finished. False: the lock could not be had. # Threads: any. */
bool journal_close(void);

/* Whether it was closed. # Threads: any. */
bool journal_is_closed(void);

/* Whether there is a ring that outlives the process. # Threads: any. */
bool journal_outlives(void);

/* Reports whether nothing is left, or `test` holds for all that is left. False if the
 * lock is not to be had. # Threads: none may write any more. */
bool journal_is_empty(void);
bool journal_is_all(bool (*test)(const record_t *record));

#endif
