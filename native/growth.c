#include "growth.h"
#include "files.h"
#include "slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A ring of a burst: small enough to be made while calls wait for it, which takes half a
 * millisecond of a processor for a megabyte. A larger limit has larger ones, so that there
 * is place for all. */
#ifndef GROWTH_RING
#define GROWTH_RING (8u << 20)
#endif

/* How often is looked, while a further ring is in use; and when making is tried again that
 * has failed. */
#define LOOK_EVERY (GROWTH_KEPT / 4)
#define TRY_AGAIN (1000 * NANOSECONDS_PER_MILLISECOND)

/* How long the end of a process waits for a ring that is being made. */
#define END_PATIENCE (100 * NANOSECONDS_PER_MILLISECOND)

static uint64_t limit = GROWTH_LIMIT; /* fixed once the thread runs */
static atomic_bool started, ended;
static event_t wake;
static lock_t filing; /* held while a file is made or removed; taken before the lock of the journal */
static uint32_t file_number;

static void filing_take(void)
{
    while (!lock_take(&filing, END_PATIENCE))
        ;
}

void growth_limit(uint64_t bytes)
{
    if (!atomic_load(&started))
        limit = bytes < GROWTH_MOST ? bytes : GROWTH_MOST;
}

void growth_wake(void)
{
    if (atomic_load_explicit(&started, memory_order_acquire))
        event_raise(&wake);
}

bool growth_may_help(uint32_t kind)
{
    return atomic_load_explicit(&started, memory_order_acquire) && journal.wanted[kind] && !journal.stuck[kind];
}

/* Bytes of records that the next ring may have; 0: the limit is reached. A power of two,
 * and no less than the ring that stays: any record fits into any ring. */
static uint32_t next_bytes(void)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < MAX_SLOTS; i++)
        if (slot_state(&journal.slots[i]) != SLOT_FREE)
            all += ring_bytes(&journal.slots[i].ring);
    uint32_t bytes = GROWTH_RING;
    while (bytes < GROWTH_LARGEST_RING && bytes < limit / 16)
        bytes *= 2;
    while (bytes >= RING_BYTES && all + bytes > limit)
        bytes /= 2;
    return bytes >= RING_BYTES ? bytes : 0;
}

/* What a new ring is made of. */
typedef struct {
    uint8_t *memory;
    size_t bytes;
    path_char_t *path;
    ring_header_t *header;
    uint8_t *data;
} made_t;

/* A further ring of the process, in a file beside the first. What lies there belongs to
 * others too: as much again must stay free. */
static bool make_file(made_t *made, const slot_t *base, uint32_t bytes)
{
    uint8_t page[RINGFILE_RECORDS_AT];
    ring_header_t header = {.version = JOURNAL_FORMAT_VERSION, .capacity = bytes / RECORD_ALIGN};
    enum { AFTER = RINGFILE_HEADER_AT + sizeof header };
    memcpy(page, base->memory, RINGFILE_HEADER_AT);
    memcpy(page + RINGFILE_HEADER_AT, &header, sizeof header);
    memcpy(page + AFTER, base->memory + AFTER, sizeof page - AFTER);
    made->bytes = sizeof page + bytes;
    uint64_t room = file_room(base->path);
    if (room != 0 && room / 2 < made->bytes)
        return false;
    char name[32];
    snprintf(name, sizeof name, NAME_FURTHER_RING, (unsigned)++file_number);
    made->path = path_new(base->path, path_length(base->path) - strlen(NAME_RING), name);
    path_char_t *temporary = made->path != NULL ? path_new(made->path, path_length(made->path), NAME_NEW) : NULL;
    if (temporary != NULL && file_create_long(temporary, page, sizeof page, made->bytes)) {
        if (!file_rename(temporary, made->path))
            file_remove(temporary);
        else if ((made->memory = file_map(made->path, made->bytes)) == NULL)
            file_remove(made->path);
    }
    free(temporary);
    if (made->memory == NULL) {
        free(made->path);
        return false;
    }
    made->header = (ring_header_t *)(void *)(made->memory + RINGFILE_HEADER_AT);
    made->data = made->memory + RINGFILE_RECORDS_AT;
    return true;
}

static bool make_pages(made_t *made, uint32_t bytes)
{
    made->bytes = bytes + RECORD_ALIGN + sizeof(ring_header_t);
    made->memory = pages_new(made->bytes);
    if (made->memory == NULL)
        return false;
    pages_touch(made->memory, made->bytes);
    made->header = (ring_header_t *)(void *)(made->memory + bytes);
    made->data = made->memory;
    return true;
}

/* Gives back the memory of a ring, unless `written` says that a producer may still write
 * there, and its file, unless another ring has taken the name. */
static void give_back(uint8_t *memory, size_t bytes, path_char_t *path, bool written, bool replaced)
{
    if (path == NULL) {
        if (!written)
            pages_free(memory, bytes);
        return;
    }
    if (!written)
        file_unmap(memory, bytes);
    if (!replaced)
        file_remove(path);
    free(path);
}

/* Opens a slot for a ring; false if there is none, or the ring that it was made beside
 * has been replaced. */
static bool open_slot(uint32_t kind, const slot_t *base, const made_t *made, uint32_t bytes)
{
    bool opened = false;
    journal_lock();
    for (uint32_t i = 0; !opened && base == journal.base[kind] && i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot_state(slot) != SLOT_FREE)
            continue;
        slot->kind = kind;
        slot->extra = true;
        slot->memory = made->memory;
        slot->bytes = made->bytes;
        slot->path = made->path;
        slot->seen_head = 0;
        slot->idle_since = 0;
        ring_init(&slot->ring, &journal.room, made->header, made->data, bytes);
        atomic_store_explicit(&slot->state, SLOT_OPEN, memory_order_release);
        opened = true;
    }
    lock_drop(&journal.lock);
    return opened;
}

/* The worker may put another ring in the place of `base` meanwhile, but only this thread
 * frees it. */
static bool make(uint32_t kind, const slot_t *base, uint32_t bytes)
{
    filing_take();
    made_t made = {0};
    bool good = !atomic_load(&ended) && address_room() >= (uint64_t)bytes + GROWTH_LEAVES;
    good = good && (kind == RING_DURABLE ? make_file(&made, base, bytes) : make_pages(&made, bytes));
    if (good && !open_slot(kind, base, &made, bytes)) {
        give_back(made.memory, made.bytes, made.path, false, false);
        good = false;
    }
    lock_drop(&filing);
    return good;
}

/* Looks whether a ring of a kind is needed, and makes it. Answers when to try again. */
static uint64_t make_wanted(uint32_t kind, uint64_t now)
{
    static uint64_t retry[RING_KINDS];
    static const slot_t *failed[RING_KINDS]; /* beside which ring */
    journal_lock();
    if (journal.base[kind] == NULL) {
        lock_drop(&journal.lock);
        return EVENT_FOREVER;
    }
    journal.has_spare[kind] = journal_find_spare(kind);
    if (journal.has_spare[kind] || (journal.wanted[kind] && !ring_wants_reader(&journal.current[kind]->ring)))
        journal.wanted[kind] = journal.stuck[kind] = false;
    bool wanted = journal.wanted[kind];
    const slot_t *base = journal.base[kind];
    uint32_t bytes = next_bytes();
    bool at_limit = wanted && bytes == 0, was_stuck = journal.stuck[kind];
    if (at_limit)
        journal.stuck[kind] = true; /* until one is given back, which wakes this thread */
    lock_drop(&journal.lock);
    if (at_limit && !was_stuck)
        event_raise(&journal.room); /* nobody waits for what does not come */
    if (!wanted || at_limit)
        return EVENT_FOREVER;
    if (base == failed[kind] && now < retry[kind])
        return retry[kind];
    bool made = make(kind, base, bytes);
    journal_lock();
    bool replaced = base != journal.base[kind];
    journal.has_spare[kind] = journal_find_spare(kind);
    journal.stuck[kind] = !made && !replaced;
    journal.wanted[kind] = !made || !journal.has_spare[kind];
    lock_drop(&journal.lock);
    event_raise(&journal.room);
    if (made || replaced)
        return now; /* whether one more is needed, or one beside the ring that came */
    failed[kind] = base;
    retry[kind] = now + TRY_AGAIN;
    return retry[kind];
}

/* Frees the slots that the reader has done with. */
static void free_drained(void)
{
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (slot_state(slot) != SLOT_DRAINED)
            continue;
        uint8_t *memory = slot->memory;
        path_char_t *path = slot->path;
        size_t bytes = slot->bytes;
        bool replaced = !slot->extra; /* the ring that stays has one name */
        filing_take();
        journal_lock();
        atomic_fetch_add(&journal.gone.late, atomic_load(&slot->ring.counts.late));
        uint32_t damaged = atomic_load(&slot->ring.counts.damaged); /* nobody knows who was writing then */
        atomic_fetch_add(&journal.gone.damaged, damaged);
        atomic_store_explicit(&slot->state, SLOT_FREE, memory_order_release);
        lock_drop(&journal.lock);
        give_back(memory, bytes, path, damaged != 0, replaced);
        lock_drop(&filing);
    }
}

/* Under the lock. Since when a ring is empty and has not been written to; 0: it is in use, or a
 * thread was stopped in it, so that its memory cannot be given back. */
static uint64_t idle_since(slot_t *slot, uint64_t now)
{
    uint32_t head = ring_head(&slot->ring);
    if (ring_used(&slot->ring) != 0 || ring_holes(&slot->ring) != 0)
        slot->idle_since = 0;
    else if (slot->idle_since == 0 || slot->seen_head != head)
        slot->idle_since = now;
    slot->seen_head = head;
    return slot->idle_since;
}

/* Closes rings that have been empty long enough; the reader sees it when it is woken.
 * Answers when to look again: while all are empty, not before the first of them is due. */
static uint64_t close_idle(uint64_t now)
{
    uint64_t next = EVENT_FOREVER;
    uint32_t open = 0;
    bool closed = false;
    journal_lock();
    for (uint32_t i = 0; i < MAX_SLOTS; i++)
        open += journal.slots[i].extra && slot_state(&journal.slots[i]) == SLOT_OPEN;
    for (uint32_t i = 0; i < MAX_SLOTS; i++) {
        slot_t *slot = &journal.slots[i];
        if (!slot->extra || slot_state(slot) == SLOT_FREE)
            continue;
        uint64_t since = 0;
        if (ring_wants_reader(&journal.current[slot->kind]->ring))
            slot->idle_since = 0; /* a burst goes on, and comes to this one next */
        else if (slot_state(slot) == SLOT_OPEN)
            since = idle_since(slot, now);
        uint64_t due = since != 0 ? since + (open > 1 ? GROWTH_KEPT : GROWTH_LAST_KEPT) : now + LOOK_EVERY;
        if (now < due) {
            next = due < next ? due : next;
            continue;
        }
        if (journal.current[slot->kind] == slot)
            journal.current[slot->kind] = journal.base[slot->kind];
        atomic_store_explicit(&slot->state, SLOT_CLOSED, memory_order_release);
        journal.has_spare[slot->kind] = journal_find_spare(slot->kind); /* a burst may begin at once */
        closed = true;
        open--;
        next = now + LOOK_EVERY; /* until the reader is done with it */
    }
    lock_drop(&journal.lock);
    if (closed)
        event_raise(&journal.work);
    return next;
}

/* Does what there is to do; answers when to look again though nobody wakes. */
static uint64_t look(void)
{
    free_drained();
    uint64_t next = EVENT_FOREVER;
    for (uint32_t kind = 0; kind < RING_KINDS; kind++) {
        uint64_t again = make_wanted(kind, clock_monotonic());
        next = again < next ? again : next;
    }
    uint64_t again = close_idle(clock_monotonic());
    return again < next ? again : next;
}

static void run(void)
{
    for (;;) {
        uint32_t seen = event_number(&wake);
        event_wait(&wake, seen, look());
    }
}

void growth_start(void)
{
    if (atomic_load(&started))
        return;
    event_init(&wake);
    atomic_store_explicit(&started, true, memory_order_release);
    if (!thread_start(run))
        atomic_store(&ended, true);
}

void growth_end(void)
{
    atomic_store(&ended, true);
    bool still = lock_take(&filing, END_PATIENCE);
    if (lock_take(&journal.lock, ROOM_PATIENCE)) {
        for (uint32_t i = 0; i < MAX_SLOTS; i++)
            if (journal.slots[i].extra && journal.slots[i].path != NULL && slot_state(&journal.slots[i]) != SLOT_FREE)
                file_remove(journal.slots[i].path);
        lock_drop(&journal.lock);
    }
    if (still)
        lock_drop(&filing);
}
