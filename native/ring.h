/*
 * ring.h: one ring of records, written by every thread of the host and read by
 * one worker. Which ring a record goes into, and what a call does when there is
 * no room, is decided in journal.h.
 *
 * A producer holds the lock of the journal only to claim its place: it writes the header with
 * the word RECORD_RESERVED and moves the head. It copies its arguments outside
 * the lock and then turns the word into RECORD_COMMITTED, which is the moment
 * from which the record exists. Whoever reads stops at a record that is not
 * committed yet, so what is read keeps the order of the calls.
 *
 * A producer may be stopped in the middle of its copy, for as long as the system likes. After
 * a while its place is given up: it becomes a hole, which the reader passes over like a pad and
 * which others leave out, until the producer is back. It finds that out as it commits, and
 * records its call once more. So no byte is ever written by two.
 *
 * A record never wraps: when it does not fit before the end of the memory, or before a hole,
 * a pad record fills the rest. Hence what is taken is one piece of memory.
 *
 * Positions count units of RECORD_ALIGN bytes and run on over 2^32, so that no
 * 64-bit atomics are needed, which 32-bit machines lack.
 */
#ifndef SENTRY1C_RING_H
#define SENTRY1C_RING_H

#include "format.h"
#include "platform.h"

/* What outlives the process besides the records. Lies before them. */
typedef struct {
    uint32_t version;  /* JOURNAL_FORMAT_VERSION */
    uint32_t capacity; /* of the ring, in units, a power of two */
    atomic_uint head;  /* where the next record will be written */
    atomic_uint tail;  /* the first record that may be needed still */
} ring_header_t;

/* What the statistics may ask; all only grow. */
typedef struct {
    atomic_uint late;    /* records that stayed uncommitted for PRODUCER_PATIENCE */
    atomic_uint damaged; /* times that the ring was found damaged and emptied */
} ring_counts_t;

/* A place that was given up. The worker makes it, and its producer ends it. */
typedef struct {
    atomic_uint at; /* 1 + where it begins, in units from the start of the memory; 0: there is none */
    atomic_uint units;
} hole_t;

/* As many threads as can be stopped in one ring. The place of a further one is used again. */
enum { MAX_HOLES = 256 };

typedef struct {
    ring_header_t *header;
    uint8_t *data;
    uint32_t capacity; /* units; copied, since the header may be shared with others */
    event_t *room;     /* raised when the tail moved */
    ring_counts_t counts;

    hole_t holes[MAX_HOLES];
    atomic_uint hole_count;

    /* Of the worker alone. */
    uint64_t patience;      /* nanoseconds until the place of a record is given up */
    uint32_t read;          /* the first record not taken yet */
    uint32_t taken;         /* where the run that was handed out begins; it ends at `read` */
    uint32_t blocked;       /* the uncommitted record that stopped the last take */
    uint64_t blocked_since; /* 0 = none */
} ring_t;

/* `patience` of a new ring. Tests have less. */
#ifndef PRODUCER_PATIENCE
#define PRODUCER_PATIENCE (1000 * NANOSECONDS_PER_MILLISECOND)
#endif

/* `data` is `bytes` bytes of zeroed memory, a power of two; both stay as long as
 * the ring is used. */
void ring_init(ring_t *ring, event_t *room, ring_header_t *header, uint8_t *data, uint32_t bytes);

/* Reports whether `test` holds for every record that is left. A record that is not
 * committed counts as one for which it does not. # Threads: none may write any more. */
bool ring_is_all(ring_t *ring, bool (*test)(const record_t *record));

/* The largest record that a ring of so many bytes takes: two of them always fit. */
uint32_t ring_record_limit(uint32_t bytes);

/* Bytes between the tail and the head. */
uint32_t ring_used(const ring_t *ring);

/* Bytes of records in all. */
uint32_t ring_bytes(const ring_t *ring);

/* True if more than a quarter of the ring waits to be read. */
bool ring_wants_reader(const ring_t *ring);

/*
 * Claims `header->size` bytes, a multiple of RECORD_ALIGN. The header is filled in
 * from `header` but for its state and its sequence. NULL: there is no room, which
 * with `reserve` means the whole ring and else all but its last eighth.
 *
 * # Threads
 * The caller holds the lock of the journal.
 *
 * # Memory
 * The bytes behind the header are the caller's until ring_commit.
 */
record_t *ring_claim(ring_t *ring, const record_t *header, bool reserve, uint64_t sequence);

/* Makes the record exist. False: its place was given up meanwhile; it is wiped, and others may
 * use it again. # Threads: any, without a lock. */
bool ring_commit(ring_t *ring, record_t *record);

/* How many places are given up and not ended by their producers yet. */
uint32_t ring_holes(const ring_t *ring);

enum { RING_EMPTY = 0, RING_BLOCKED = -1 };

/*
 * What follows is of the worker alone.
 *
 * ring_head is how far it may read: a record below it is there with its sequence,
 * committed or not, and so is every record of a lower sequence in any ring of the
 * journal. ring_next reports whether there is a record to be taken below `head`, and
 * its sequence.
 */
uint32_t ring_head(const ring_t *ring);
bool ring_next(ring_t *ring, uint32_t head, uint64_t *sequence);

/*
 * Hands out committed records below `head` and of sequences below `before`, one after
 * the other in `*bytes`, at most about `limit` bytes of them but always a whole one.
 * Returns their length, RING_EMPTY, or RING_BLOCKED if the next record is not
 * committed yet.
 *
 * # Memory
 * Valid until ring_release, which must follow before the next take. Then what was
 * handed out is wiped: the memory outlives the process, and nothing in it is masked.
 */
int32_t ring_take(ring_t *ring, uint32_t head, uint64_t before, uint32_t limit, const uint8_t **bytes);
void ring_release(ring_t *ring);

/* Reports whether there is nothing in the ring that anybody may still need, or write to. */
bool ring_is_drained(const ring_t *ring);

#endif
