#include "journal.h"
#include "drops.h"
#include "growth.h"
#include "slots.h"

#include <stdlib.h>
#include <string.h>

journal_t journal;

static atomic_uint waits, dropped;
static slot_t *taken; /* of the last take; the worker's */

void journal_lock(void)
{
    while (!lock_take(&journal.lock, ROOM_PATIENCE))
        ;
}

static bool is_read(uint32_t state)
{
    return state == SLOT_OPEN || state == SLOT_CLOSED;
}

/* Under the lock, or before there is anybody else: a ring that stays. */
static bool add_base(uint32_t kind, uint8_t *memory, size_t bytes, path_char_t *path, ring_header_t *header,
                     uint8_t *data, uint32_t data_bytes)
{
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot_state(slot) != SLOT_FREE)
            continue;
        slot->kind = kind;
        slot->extra = false;
        slot->memory = memory;
        slot->bytes = bytes;
        slot->path = path;
        ring_init(&slot->ring, &journal.room, header, data, data_bytes);
        atomic_store_explicit(&slot->state, SLOT_OPEN, memory_order_release);
        journal.base[kind] = journal.current[kind] = slot;
        return true;
    }
    return false;
}

bool journal_init(void)
{
    event_init(&journal.work);
    event_init(&journal.room);
    size_t bytes = RECORD_ALIGN + sizeof(ring_header_t) + RING_BYTES;
    uint8_t *pages = pages_new(bytes);
    return pages != NULL && add_base(RING_MEMORY, pages, bytes, NULL, (ring_header_t *)(void *)(pages + RING_BYTES),
                                     pages, RING_BYTES);
}

bool journal_set_durable(uint8_t *file, uint32_t bytes, const path_char_t *path)
{
    path_char_t *copy = path_new(path, path_length(path), "");
    if (copy == NULL)
        return false;
    journal_lock();
    slot_t *old[MAX_SLOTS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < MAX_SLOTS; i++)
        if (journal.slots[i].kind == RING_DURABLE && slot_state(&journal.slots[i]) == SLOT_OPEN)
            old[count++] = &journal.slots[i];
    bool added = add_base(RING_DURABLE, file, RINGFILE_RECORDS_AT + bytes, copy,
                          (ring_header_t *)(void *)(file + RINGFILE_HEADER_AT), file + RINGFILE_RECORDS_AT, bytes);
    for (uint32_t i = 0; added && i < count; i++)
        atomic_store_explicit(&old[i]->state, SLOT_CLOSED, memory_order_release);
    /* Beside the new one there may be room, whatever there was beside the old one. */
    journal.has_spare[RING_DURABLE] = journal.wanted[RING_DURABLE] = journal.stuck[RING_DURABLE] = false;
    lock_drop(&journal.lock);
    if (!added)
        free(copy);
    event_raise(&journal.room);
    event_raise(&journal.work); /* the reader sees that what was closed is empty */
    return added;
}

uint32_t journal_record_limit(void)
{
    return ring_record_limit(RING_BYTES);
}

event_t *journal_work(void)
{
    return &journal.work;
}

bool journal_find_spare(uint32_t kind)
{
    /* In a burst one more: the next is made while the first is filled. */
    uint32_t empty = 0, wanted = journal.current[kind]->extra ? 2 : 1;
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        empty += slot->kind == kind && slot != journal.current[kind] && slot_state(slot) == SLOT_OPEN &&
                 ring_used(&slot->ring) == 0;
    }
    return empty >= wanted;
}

/* Under the lock: the open ring of a kind with the most room. */
static slot_t *roomiest(uint32_t kind)
{
    slot_t *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot->kind != kind || slot_state(slot) != SLOT_OPEN)
            continue;
        uint32_t room = ring_bytes(&slot->ring) - ring_used(&slot->ring);
        if (best == NULL || room > most) {
            best = slot;
            most = room;
        }
    }
    return best;
}

/* Under the lock. NULL if there is no room now. */
static record_t *claim(uint32_t kind, const record_t *header, bool reserve)
{
    slot_t *current = journal.current[kind], *base = journal.base[kind];
    /* Back to the ring that stays as soon as it is free: the others can go then. */
    if (current != base && ring_used(&base->ring) == 0) {
        current = journal.current[kind] = base;
        journal.has_spare[kind] = journal_find_spare(kind);
    }
    record_t *record = ring_claim(&current->ring, header, reserve, journal.last_sequence + 1);
    if (record == NULL) {
        slot_t *next = roomiest(kind);
        if (next != current && (record = ring_claim(&next->ring, header, reserve, journal.last_sequence + 1)) != NULL) {
            journal.current[kind] = next;
            journal.has_spare[kind] = journal_find_spare(kind);
        }
    }
    if (record != NULL)
        journal.last_sequence++;
    return record;
}

/* Under the lock: notes that one more ring is needed; true if its maker does not know yet. */
static bool want_growth(uint32_t kind)
{
    if (journal.wanted[kind] || journal.has_spare[kind] || !ring_wants_reader(&journal.current[kind]->ring))
        return false;
    journal.wanted[kind] = true;
    return true;
}

static bool drop(const record_t *header, uint16_t reason)
{
    atomic_fetch_add_explicit(&dropped, 1, memory_order_relaxed);
    drops_count(header->client, header->method, reason);
    return false;
}

/* Whoever waited in vain says so: until the reader goes on, nobody else waits. */
static void note_overrun(uint32_t seen)
{
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return;
    journal.overrun = true;
    journal.overrun_at = seen;
    lock_drop(&journal.lock);
}

bool journal_reserve(uint32_t kind, record_t *header, int how, uint64_t deadline, claimed_t *claimed)
{
    uint64_t now = clock_monotonic();
    if (header->monotonic == 0) {
        header->wall = clock_wall();
        header->monotonic = now;
    }
    bool waited = false, hurried = false;
    for (;;) {
        uint32_t seen = event_number(&journal.room);
        if (!lock_take(&journal.lock, ROOM_PATIENCE))
            return drop(header, DROP_NO_LOCK);
        if (journal.over) {
            lock_drop(&journal.lock);
            return drop(header, DROP_NO_ROOM);
        }
        uint32_t of = kind == RING_DURABLE && journal.base[RING_DURABLE] != NULL ? RING_DURABLE : RING_MEMORY;
        record_t *record = claim(of, header, how != CLAIM_USUAL || (hurried && growth_may_help(of)));
        bool grow = want_growth(of), growing = growth_may_help(of);
        claimed->record = record;
        claimed->ring = &journal.current[of]->ring;
        claimed->pressing = ring_wants_reader(claimed->ring);
        if (record != NULL)
            journal.overrun = false;
        bool in_vain = journal.overrun && journal.overrun_at == seen && !growing && how != CLAIM_PATIENT;
        lock_drop(&journal.lock);
        if (grow)
            growth_wake();
        if (record != NULL)
            return true;
        if (in_vain)
            return drop(header, DROP_NO_ROOM);
        if (!waited)
            atomic_fetch_add_explicit(&waits, 1, memory_order_relaxed);
        waited = true;
        event_raise(&journal.work);
        if (how != CLAIM_PATIENT)
            deadline = now + (growing ? GROWTH_PATIENCE : ROOM_PATIENCE);
        /* Others may fill a new ring before this thread has its turn: then it may have what
         * is reserved. */
        bool may_hurry = growing && !hurried && how == CLAIM_USUAL;
        if (!event_wait(&journal.room, seen, may_hurry ? now + GROWTH_PATIENCE / 2 : deadline)) {
            if (may_hurry) {
                hurried = true;
                continue;
            }
            if (how != CLAIM_PATIENT)
                note_overrun(seen);
            return drop(header, DROP_NO_ROOM);
        }
    }
}

bool journal_commit(const claimed_t *claimed, bool wake)
{
    if (!ring_commit(claimed->ring, claimed->record))
        return false;
    if (wake || claimed->pressing)
        event_raise(&journal.work);
    return true;
}

/* The slot with the lowest sequence below what `heads` says, or NULL. */
static slot_t *lowest(const uint32_t *heads, uint64_t *sequence)
{
    slot_t *first = NULL;
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        uint64_t next;
        if (is_read(slot_state(slot)) && ring_next(&slot->ring, heads[i], &next) && (first == NULL || next < *sequence)) {
            first = slot;
            *sequence = next;
        }
    }
    return first;
}

/* The lowest sequence in the other slots. */
static uint64_t lowest_but(const slot_t *but)
{
    uint64_t before = UINT64_MAX, next;
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot != but && is_read(slot_state(slot)) && ring_next(&slot->ring, ring_head(&slot->ring), &next) &&
            next < before)
            before = next;
    }
    return before;
}

/* The reader lets go of what is closed and empty. */
static void let_go(void)
{
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot_state(slot) == SLOT_CLOSED && ring_is_drained(&slot->ring)) {
            atomic_store_explicit(&slot->state, SLOT_DRAINED, memory_order_release);
            growth_wake();
        }
    }
}

int32_t journal_take(uint32_t limit, const uint8_t **bytes)
{
    let_go();
    for (;;) {
        /* Whatever has a lower sequence than a record below these is seen by those who
         * look later: both were claimed under one lock. */
        uint32_t heads[MAX_SLOTS] = {0};
        for (uint32_t i = 0; i < MAX_SLOTS; i++)
            if (is_read(slot_state(&journal.slots[i])))
                heads[i] = ring_head(&journal.slots[i].ring);
        uint64_t sequence = 0;
        taken = lowest(heads, &sequence);
        if (taken == NULL)
            return RING_EMPTY;
        uint64_t before = lowest_but(taken);
        if (before < sequence)
            continue;
        uint32_t read = taken->ring.read;
        int32_t length = ring_take(&taken->ring, heads[taken - journal.slots], before, limit, bytes);
        if (length != RING_EMPTY || taken->ring.read == read)
            return length;
        /* A late record was passed over, and the next one lies in another ring. */
    }
}

void journal_release(void)
{
    ring_release(&taken->ring);
}

static void add_counts(journal_counts_t *counts, const ring_counts_t *more)
{
    counts->late += atomic_load(&more->late);
    counts->damaged += atomic_load(&more->damaged);
}

void journal_counts(journal_counts_t *counts)
{
    *counts = (journal_counts_t){.waits = atomic_load(&waits), .dropped = atomic_load(&dropped)};
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return;
    add_counts(counts, &journal.gone);
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot_state(slot) == SLOT_FREE)
            continue;
        counts->rings++;
        counts->capacity += ring_bytes(&slot->ring);
        counts->used += ring_used(&slot->ring);
        counts->abandoned += ring_holes(&slot->ring);
        add_counts(counts, &slot->ring.counts);
    }
    lock_drop(&journal.lock);
}

static bool rings_are(bool (*is)(ring_t *, bool (*)(const record_t *)), bool (*test)(const record_t *))
{
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return false;
    bool all = true;
    for (uint32_t i = 0; all && i < MAX_SLOTS; i++)
        if (is_read(slot_state(&journal.slots[i])))
            all = is(&journal.slots[i].ring, test);
    lock_drop(&journal.lock);
    return all;
}

static bool is_empty(ring_t *ring, bool (*test)(const record_t *))
{
    (void)test;
    return ring_used(ring) == 0;
}

bool journal_close(void)
{
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return false;
    journal.over = true;
    lock_drop(&journal.lock);
    return true;
}

bool journal_is_closed(void)
{
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return false;
    bool over = journal.over;
    lock_drop(&journal.lock);
    return over;
}

bool journal_outlives(void)
{
    if (!lock_take(&journal.lock, ROOM_PATIENCE))
        return true;
    bool outlives = journal.base[RING_DURABLE] != NULL;
    lock_drop(&journal.lock);
    return outlives;
}

bool journal_is_empty(void)
{
    return rings_are(is_empty, NULL);
}

bool journal_is_all(bool (*test)(const record_t *record))
{
    return rings_are(ring_is_all, test);
}
