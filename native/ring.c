#include "ring.h"

#include <stddef.h>
#include <string.h>

static inline record_t *record_at(const ring_t *ring, uint32_t position)
{
    return (record_t *)(void *)(ring->data + (size_t)(position & (ring->capacity - 1)) * RECORD_ALIGN);
}

/* The state is atomic in fact and plain in the format, which other readers share. */
static inline uint32_t state_of(record_t *record)
{
    return atomic_load_explicit((_Atomic uint32_t *)&record->state, memory_order_acquire);
}

static inline void set_state(record_t *record, uint32_t state)
{
    atomic_store_explicit((_Atomic uint32_t *)&record->state, state, memory_order_release);
}

void ring_init(ring_t *ring, event_t *room, ring_header_t *header, uint8_t *data, uint32_t bytes)
{
    memset(ring, 0, sizeof *ring);
    ring->room = room;
    ring->header = header;
    ring->data = data;
    ring->capacity = bytes / RECORD_ALIGN;
    ring->patience = PRODUCER_PATIENCE;
    header->version = JOURNAL_FORMAT_VERSION;
    header->capacity = ring->capacity;
}

uint32_t ring_record_limit(uint32_t bytes)
{
    return bytes / 8 * 3;
}

/* The units that are taken, from the tail to the head. Both move on: without the
 * lock the answer may be a little old, but is never more than the capacity. */
static uint32_t used(const ring_t *ring, uint32_t head)
{
    uint32_t tail = atomic_load_explicit(&ring->header->tail, memory_order_acquire);
    uint32_t units = head - tail;
    return units <= ring->capacity ? units : ring->capacity;
}

static void pad(ring_t *ring, uint32_t at, uint32_t units)
{
    record_t *filler = record_at(ring, at);
    filler->size = units * RECORD_ALIGN;
    set_state(filler, RECORD_PAD);
}

uint32_t ring_holes(const ring_t *ring)
{
    return atomic_load_explicit(&ring->hole_count, memory_order_acquire);
}

/* What stands in the way of a record that is to lie at a position. */
typedef struct {
    uint32_t before; /* units that are free before it */
    uint32_t units;  /* its own; 0: it is the end of the memory */
} obstacle_t;

/* By who holds the lock of the journal. In the part that is free no hole comes meanwhile: the worker
 * makes them where it reads. One may end: then it is passed by all the same, or its entry has
 * become that of a hole which is not in this part. */
static obstacle_t obstacle(ring_t *ring, uint32_t position)
{
    uint32_t index = position & (ring->capacity - 1);
    obstacle_t first = {.before = ring->capacity - index};
    if (ring_holes(ring) == 0)
        return first;
    for (uint32_t i = 0; i < MAX_HOLES; i++) {
        hole_t *hole = &ring->holes[i];
        uint32_t at = atomic_load_explicit(&hole->at, memory_order_acquire);
        uint32_t units = atomic_load_explicit(&hole->units, memory_order_acquire);
        if (at == 0 || at != atomic_load_explicit(&hole->at, memory_order_acquire))
            continue;
        if (at - 1 >= index && at - 1 - index < first.before)
            first = (obstacle_t){.before = at - 1 - index, .units = units};
    }
    return first;
}

record_t *ring_claim(ring_t *ring, const record_t *header, bool reserve, uint64_t sequence)
{
    uint32_t head = atomic_load_explicit(&ring->header->head, memory_order_relaxed);
    uint32_t units = header->size / RECORD_ALIGN;
    uint32_t allowed = reserve ? ring->capacity : ring->capacity - ring->capacity / 8;
    uint32_t taken = used(ring, head), at = head;
    for (;;) {
        if (taken + (at - head) + units > allowed) {
            /* Between holes there may be room elsewhere, once the reader has passed what is padded. */
            if (ring_holes(ring) != 0)
                atomic_store_explicit(&ring->header->head, at, memory_order_release);
            return NULL;
        }
        obstacle_t next = obstacle(ring, at);
        if (units <= next.before)
            break;
        if (next.before != 0)
            pad(ring, at, next.before);
        at += next.before;
        if (next.units != 0)
            pad(ring, at, next.units);
        at += next.units;
    }
    record_t *record = record_at(ring, at);
    memcpy((uint8_t *)record + sizeof record->state, (const uint8_t *)header + sizeof header->state,
           sizeof *header - sizeof header->state);
    record->sequence = sequence;
    set_state(record, RECORD_RESERVED);
    atomic_store_explicit(&ring->header->head, at + units, memory_order_release);
    return record;
}

/* What stays of a record that is no record any more: whoever finds the ring after a kill
 * passes over it and sees where the next one begins. */
enum { PAD_KEPT = offsetof(record_t, size) + sizeof((record_t *)0)->size };

/* A record becomes a pad before it is wiped. */
static void wipe(record_t *record)
{
    set_state(record, RECORD_PAD);
    memset((uint8_t *)record + PAD_KEPT, 0, record->size - PAD_KEPT);
}

static bool change_state(record_t *record, uint32_t to)
{
    uint32_t from = RECORD_RESERVED;
    return atomic_compare_exchange_strong_explicit((_Atomic uint32_t *)&record->state, &from, to, memory_order_acq_rel,
                                                   memory_order_acquire);
}

/* By the worker, which alone makes holes. */
static hole_t *open_hole(ring_t *ring, uint32_t position, uint32_t units)
{
    for (uint32_t i = 0; i < MAX_HOLES; i++) {
        hole_t *hole = &ring->holes[i];
        if (atomic_load_explicit(&hole->at, memory_order_acquire) != 0)
            continue;
        atomic_store_explicit(&hole->units, units, memory_order_release);
        atomic_store_explicit(&hole->at, 1 + (position & (ring->capacity - 1)), memory_order_release);
        atomic_fetch_add_explicit(&ring->hole_count, 1, memory_order_release);
        return hole;
    }
    return NULL;
}

/* The number is the last that is touched: without holes, a ring may go. */
static void close_hole(ring_t *ring, hole_t *hole)
{
    atomic_store_explicit(&hole->at, 0, memory_order_release);
    atomic_fetch_sub_explicit(&ring->hole_count, 1, memory_order_release);
}

bool ring_commit(ring_t *ring, record_t *record)
{
    if (change_state(record, RECORD_COMMITTED))
        return true;
    uint32_t at = 1 + (uint32_t)((size_t)((uint8_t *)record - ring->data) / RECORD_ALIGN);
    for (uint32_t i = 0; i < MAX_HOLES; i++) {
        hole_t *hole = &ring->holes[i];
        if (atomic_load_explicit(&hole->at, memory_order_acquire) == at) {
            uint32_t units = atomic_load_explicit(&hole->units, memory_order_relaxed);
            memset((uint8_t *)record + PAD_KEPT, 0, units * RECORD_ALIGN - PAD_KEPT);
            close_hole(ring, hole);
            break;
        }
    }
    return false;
}

uint32_t ring_used(const ring_t *ring)
{
    return used(ring, atomic_load_explicit(&ring->header->head, memory_order_relaxed)) * RECORD_ALIGN;
}

uint32_t ring_bytes(const ring_t *ring)
{
    return ring->capacity * RECORD_ALIGN;
}

bool ring_wants_reader(const ring_t *ring)
{
    return ring_used(ring) > ring_bytes(ring) / 4;
}

/* The size of a record in units; 0 if it cannot be right, so that not even a
 * ring that somebody wrote into leads outside of it. */
static uint32_t checked_units(ring_t *ring, record_t *record, uint32_t position, uint32_t head)
{
    uint32_t units = record->size / RECORD_ALIGN;
    uint32_t rest = ring->capacity - (position & (ring->capacity - 1));
    if (record->size % RECORD_ALIGN != 0 || units == 0 || units > rest || units > head - position)
        return 0;
    return units;
}

bool ring_is_all(ring_t *ring, bool (*test)(const record_t *record))
{
    uint32_t head = atomic_load_explicit(&ring->header->head, memory_order_acquire);
    uint32_t at = atomic_load_explicit(&ring->header->tail, memory_order_acquire);
    while (at != head) {
        record_t *record = record_at(ring, at);
        uint32_t units = checked_units(ring, record, at, head);
        uint32_t state = state_of(record);
        if (units == 0 || (state != RECORD_PAD && state != RECORD_COMMITTED))
            return false;
        if (state == RECORD_COMMITTED && (record->size < sizeof *record || !test(record)))
            return false;
        at += units;
    }
    return true;
}

static void move_tail(ring_t *ring)
{
    atomic_store_explicit(&ring->header->tail, ring->read, memory_order_release);
    event_raise(ring->room);
}

/* Somebody wrote into the ring: nothing up to the head can be told apart. */
static void empty_damaged(ring_t *ring, uint32_t head)
{
    atomic_fetch_add_explicit(&ring->counts.damaged, 1, memory_order_relaxed);
    ring->read = head;
    ring->blocked_since = 0;
    move_tail(ring);
}

/* False: the uncommitted record at `read`, of so many units, must be waited for. */
static bool pass_over(ring_t *ring, record_t *record, uint32_t units)
{
    uint64_t now = clock_monotonic();
    if (ring->blocked_since == 0 || ring->blocked != ring->read) {
        ring->blocked = ring->read;
        ring->blocked_since = now;
    }
    if (now - ring->blocked_since < ring->patience)
        return false;
    hole_t *hole = open_hole(ring, ring->read, units);
    if (!change_state(record, RECORD_PAD)) {
        if (hole != NULL)
            close_hole(ring, hole);
        return true; /* it has come after all */
    }
    atomic_fetch_add_explicit(&ring->counts.late, 1, memory_order_relaxed);
    ring->read += units;
    ring->blocked_since = 0;
    move_tail(ring);
    return true;
}

uint32_t ring_head(const ring_t *ring)
{
    return atomic_load_explicit(&ring->header->head, memory_order_acquire);
}

/* The units of the next record, or 0. */
static uint32_t next_record(ring_t *ring, uint32_t head, uint64_t *sequence)
{
    while (ring->read != head) {
        record_t *record = record_at(ring, ring->read);
        uint32_t state = state_of(record);
        uint32_t units = checked_units(ring, record, ring->read, head);
        bool whole = state == RECORD_COMMITTED || state == RECORD_RESERVED;
        if (units == 0 || (whole && record->size < sizeof *record) || (!whole && state != RECORD_PAD)) {
            empty_damaged(ring, head);
            return 0;
        }
        if (whole) {
            *sequence = record->sequence;
            return units;
        }
        ring->read += units;
        move_tail(ring);
    }
    return 0;
}

bool ring_next(ring_t *ring, uint32_t head, uint64_t *sequence)
{
    return next_record(ring, head, sequence) != 0;
}

int32_t ring_take(ring_t *ring, uint32_t head, uint64_t before, uint32_t limit, const uint8_t **bytes)
{
    uint64_t sequence;
    uint32_t units;
    while ((units = next_record(ring, head, &sequence)) != 0 && sequence < before &&
           state_of(record_at(ring, ring->read)) != RECORD_COMMITTED)
        if (!pass_over(ring, record_at(ring, ring->read), units))
            return RING_BLOCKED;
    uint32_t end = ring->read;
    while (end != head && (end - ring->read) * RECORD_ALIGN < limit) {
        record_t *record = record_at(ring, end);
        units = checked_units(ring, record, end, head);
        /* Whatever else it is, the next take has a look at it. */
        if (units == 0 || record->size < sizeof *record || state_of(record) != RECORD_COMMITTED ||
            record->sequence >= before)
            break;
        end += units;
        if ((end & (ring->capacity - 1)) == 0)
            break; /* what follows lies at the start of the memory */
    }
    if (end == ring->read)
        return RING_EMPTY;
    ring->blocked_since = 0;
    ring->taken = ring->read;
    ring->read = end;
    *bytes = (const uint8_t *)record_at(ring, ring->taken);
    return (int32_t)((end - ring->taken) * RECORD_ALIGN);
}

void ring_release(ring_t *ring)
{
    for (uint32_t at = ring->taken; at != ring->read;) {
        record_t *record = record_at(ring, at);
        uint32_t units = checked_units(ring, record, at, ring->read);
        if (units == 0)
            break; /* written into since it was taken: nothing is left to wipe by */
        at += units;
        wipe(record);
    }
    ring->taken = ring->read;
    move_tail(ring);
}

bool ring_is_drained(const ring_t *ring)
{
    return ring_holes(ring) == 0 && atomic_load_explicit(&ring->header->tail, memory_order_relaxed) ==
                                        atomic_load_explicit(&ring->header->head, memory_order_acquire);
}
