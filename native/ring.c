#include "ring.h"

#include <string.h>

static inline record_t *record_at(ring_t *ring, uint32_t position)
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

void ring_init(ring_t *ring, lock_t *lock, ring_header_t *header, uint8_t *data, uint32_t bytes)
{
    memset(ring, 0, sizeof *ring);
    ring->lock = lock;
    ring->header = header;
    ring->data = data;
    ring->capacity = bytes / RECORD_ALIGN;
    ring->patience = PRODUCER_PATIENCE;
    ring->given_up = PRODUCER_GIVEN_UP;
    header->version = JOURNAL_FORMAT_VERSION;
    header->capacity = ring->capacity;
    event_init(&ring->room);
}

uint32_t ring_record_limit(const ring_t *ring)
{
    return ring->capacity * RECORD_ALIGN / 8 * 3;
}

/* The units that are taken, from the tail to the head. Both move on: without the
 * lock the answer may be a little old, but is never more than the capacity. */
static uint32_t used(ring_t *ring, uint32_t head)
{
    uint32_t tail = atomic_load_explicit(&ring->header->tail, memory_order_acquire);
    uint32_t units = head - tail;
    return units <= ring->capacity ? units : ring->capacity;
}

static uint32_t allowed(const ring_t *ring, int claim)
{
    return claim != CLAIM_USUAL ? ring->capacity : ring->capacity - ring->capacity / 8;
}

/* Under the lock. NULL if there is no room now. */
static record_t *claim(ring_t *ring, const record_t *header, int how, uint64_t *sequence)
{
    uint32_t head = atomic_load_explicit(&ring->header->head, memory_order_relaxed);
    uint32_t taken = used(ring, head);
    if (ring->overrun && how != CLAIM_PATIENT) {
        if (taken > ring->capacity / 2)
            return NULL;
        ring->overrun = false;
    }
    uint32_t units = header->size / RECORD_ALIGN;
    uint32_t rest = ring->capacity - (head & (ring->capacity - 1));
    uint32_t pad = units > rest ? rest : 0;
    if (taken + pad + units > allowed(ring, how))
        return NULL;
    if (pad != 0) {
        record_t *filler = record_at(ring, head);
        filler->size = pad * RECORD_ALIGN;
        set_state(filler, RECORD_PAD);
        head += pad;
    }
    record_t *record = record_at(ring, head);
    memcpy((uint8_t *)record + sizeof record->state, (const uint8_t *)header + sizeof header->state,
           sizeof *header - sizeof header->state);
    record->sequence = ++*sequence;
    set_state(record, RECORD_RESERVED);
    atomic_store_explicit(&ring->header->head, head + units, memory_order_release);
    return record;
}

static record_t *dropped(ring_t *ring)
{
    atomic_fetch_add_explicit(&ring->counts.dropped, 1, memory_order_relaxed);
    return NULL;
}

record_t *ring_reserve(ring_t *ring, const record_t *header, int how, uint64_t deadline, uint64_t *sequence)
{
    bool waited = false;
    for (;;) {
        uint32_t seen = event_number(&ring->room);
        if (!lock_take(ring->lock, ROOM_PATIENCE))
            return dropped(ring);
        record_t *record = claim(ring, header, how, sequence);
        bool overrun = ring->overrun && how != CLAIM_PATIENT;
        lock_drop(ring->lock);
        if (record != NULL)
            return record;
        if (overrun)
            return dropped(ring);
        if (!waited) {
            atomic_fetch_add_explicit(&ring->counts.waits, 1, memory_order_relaxed);
            if (how != CLAIM_PATIENT)
                deadline = clock_monotonic() + ROOM_PATIENCE;
            waited = true;
        }
        if (!event_wait(&ring->room, seen, deadline)) {
            if (how != CLAIM_PATIENT && lock_take(ring->lock, ROOM_PATIENCE)) {
                ring->overrun = true;
                lock_drop(ring->lock);
            }
            return dropped(ring);
        }
    }
}

void ring_commit(record_t *record)
{
    set_state(record, RECORD_COMMITTED);
}

uint32_t ring_used(ring_t *ring)
{
    return used(ring, atomic_load_explicit(&ring->header->head, memory_order_relaxed)) * RECORD_ALIGN;
}

bool ring_wants_reader(ring_t *ring)
{
    return ring_used(ring) > ring->capacity * RECORD_ALIGN / 4;
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
    uint32_t tail = ring->held ? ring->held_at : ring->read;
    atomic_store_explicit(&ring->header->tail, tail, memory_order_release);
    event_raise(&ring->room);
}

/* Somebody wrote into the ring: nothing up to the head can be told apart. */
static void empty_damaged(ring_t *ring, uint32_t head)
{
    atomic_fetch_add_explicit(&ring->counts.damaged, 1, memory_order_relaxed);
    ring->read = head;
    ring->held = false;
    ring->blocked_since = 0;
    move_tail(ring);
}

/* True if the uncommitted record at `read` has been passed over. One at a time
 * may be: its producer may still be writing, so its place is kept. */
static bool pass_over(ring_t *ring, uint32_t units)
{
    uint64_t now = clock_monotonic();
    if (ring->blocked_since == 0 || ring->blocked != ring->read) {
        ring->blocked = ring->read;
        ring->blocked_since = now;
    }
    if (ring->held || now - ring->blocked_since < ring->patience)
        return false;
    atomic_fetch_add_explicit(&ring->counts.late, 1, memory_order_relaxed);
    ring->held = true;
    ring->held_at = ring->read;
    ring->held_since = now;
    ring->read += units;
    ring->blocked_since = 0;
    return true;
}

/* The held record, if its producer has finished after all; its length, or 0. */
static int32_t take_held(ring_t *ring, const uint8_t **bytes)
{
    record_t *record = record_at(ring, ring->held_at);
    if (state_of(record) == RECORD_COMMITTED) {
        ring->held_taken = true;
        *bytes = (const uint8_t *)record;
        return (int32_t)record->size;
    }
    if (clock_monotonic() - ring->held_since > ring->given_up) {
        atomic_fetch_add_explicit(&ring->counts.abandoned, 1, memory_order_relaxed);
        ring->held = false;
        move_tail(ring);
    }
    return 0;
}

int32_t ring_take(ring_t *ring, uint32_t limit, const uint8_t **bytes)
{
    if (ring->held) {
        int32_t length = take_held(ring, bytes);
        if (length != 0)
            return length;
    }
    uint32_t head = atomic_load_explicit(&ring->header->head, memory_order_acquire);
    uint32_t start = ring->read, end = start;
    while (end != head && (end - start) * RECORD_ALIGN < limit) {
        record_t *record = record_at(ring, end);
        uint32_t state = state_of(record);
        uint32_t units = checked_units(ring, record, end, head);
        if (units == 0 || (state != RECORD_COMMITTED && state != RECORD_PAD && state != RECORD_RESERVED)) {
            empty_damaged(ring, head);
            return RING_EMPTY;
        }
        if (state == RECORD_COMMITTED && record->size >= sizeof(record_t)) {
            end += units;
            if ((end & (ring->capacity - 1)) == 0)
                break; /* what follows lies at the start of the memory */
            continue;
        }
        if (end != start)
            break;
        if (state == RECORD_PAD) {
            ring->read += units;
            move_tail(ring);
        } else if (!pass_over(ring, units)) {
            return RING_BLOCKED;
        }
        start = end = ring->read;
    }
    if (end == start)
        return RING_EMPTY;
    ring->blocked_since = 0;
    *bytes = (const uint8_t *)record_at(ring, start);
    ring->read = end;
    return (int32_t)((end - start) * RECORD_ALIGN);
}

void ring_release(ring_t *ring)
{
    if (ring->held_taken) {
        ring->held_taken = false;
        ring->held = false;
    }
    move_tail(ring);
}
