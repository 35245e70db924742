/*
 * ring.h: a ring of records, written by every thread of the host and read by
 * one worker.
 *
 * A producer holds the lock only to claim its place: it writes the header with
 * the word RECORD_RESERVED and moves the head. It copies its arguments outside
 * the lock and then turns the word into RECORD_COMMITTED, which is the moment
 * from which the record exists. Whoever reads stops at a record that is not
 * committed yet, so what is read keeps the order of the calls.
 *
 * A record never wraps: when it does not fit before the end of the memory, a
 * pad record fills the rest. Hence what is taken is one piece of memory.
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

/* What the worker and the statistics may ask; all only grow. */
typedef struct {
    atomic_uint waits;           /* calls that waited for room */
    atomic_uint dropped;         /* records that found no room */
    atomic_uint late;            /* records that stayed uncommitted for PRODUCER_PATIENCE */
    atomic_uint abandoned;       /* of these, records whose place was given up */
    atomic_uint damaged;         /* times that the ring was found damaged and emptied */
} ring_counts_t;

typedef struct {
    ring_header_t *header;
    uint8_t *data;
    uint32_t capacity; /* units; copied, since the header may be shared with others */

    lock_t *lock;  /* guards the head, the next field and the sequence; shared by all rings */
    bool overrun;  /* a call waited in vain: nobody waits until half of the ring is free */
    event_t room;  /* raised when the tail moved */
    ring_counts_t counts;

    /* Of the worker alone. */
    uint64_t patience;      /* nanoseconds until a late record is passed over */
    uint64_t given_up;      /* and until its place, which its producer may still write to, is used again */
    uint32_t read;          /* the first record not taken yet */
    uint32_t blocked;       /* the uncommitted record that stopped the last take */
    uint64_t blocked_since; /* 0 = none */
    bool held;              /* a late record was passed over and keeps the tail */
    uint32_t held_at;
    uint64_t held_since;
    bool held_taken;        /* the last take handed out the held record */
} ring_t;

/* `patience` and `given_up` of a new ring. */
#define PRODUCER_PATIENCE (1000 * NANOSECONDS_PER_MILLISECOND)
#define PRODUCER_GIVEN_UP (30000 * NANOSECONDS_PER_MILLISECOND)

/* A call of 1C waits at most this long for room, and as long again for the lock. Tests
 * that want nothing lost by a worker under sanitizers give it more time. */
#ifndef ROOM_PATIENCE
#define ROOM_PATIENCE (50 * NANOSECONDS_PER_MILLISECOND)
#endif

/* How a place is claimed. */
enum {
    CLAIM_USUAL,   /* leaves the last eighth of the ring free and waits ROOM_PATIENCE */
    CLAIM_RESERVE, /* may use it */
    CLAIM_PATIENT  /* may use it and waits until the deadline: its caller waits for an answer anyway */
};

/* `data` is `bytes` bytes of zeroed memory, a power of two; both stay for the
 * life of the process. */
void ring_init(ring_t *ring, lock_t *lock, ring_header_t *header, uint8_t *data, uint32_t bytes);

/* Whether `test` holds for every record that is left. A record that is not committed
 * counts as one for which it does not. # Threads: none may write any more. */
bool ring_is_all(ring_t *ring, bool (*test)(const record_t *record));

/* The largest record that a ring takes, in bytes: two of them always fit. */
uint32_t ring_record_limit(const ring_t *ring);

/*
 * Claims `size` bytes (a multiple of RECORD_ALIGN, at most ring_record_limit).
 * The header is filled in from `header` but for its state and its sequence,
 * which is `*sequence` after it was raised under the lock. NULL: no room in time,
 * counted.
 *
 * # Threads
 * Any. Blocks for the lock at most ROOM_PATIENCE, and for room as `how` says.
 *
 * # Memory
 * The bytes behind the header are the caller's until ring_commit.
 */
record_t *ring_reserve(ring_t *ring, const record_t *header, int how, uint64_t deadline, uint64_t *sequence);
void ring_commit(record_t *record);

/* Bytes between the tail and the head. */
uint32_t ring_used(ring_t *ring);

/* True if more than a quarter of the ring waits to be read. */
bool ring_wants_reader(ring_t *ring);

enum { RING_EMPTY = 0, RING_BLOCKED = -1 };

/*
 * Hands out committed records, one after the other in `*bytes`, at most about
 * `limit` bytes of them but always a whole one. Returns their length,
 * RING_EMPTY, or RING_BLOCKED if the next record is not committed yet.
 *
 * # Threads
 * The worker only.
 *
 * # Memory
 * Valid until ring_release, which must follow before the next take.
 */
int32_t ring_take(ring_t *ring, uint32_t limit, const uint8_t **bytes);
void ring_release(ring_t *ring);

#endif
