/*
 * slots.h: where the rings of the journal stand: what journal.c, which uses them, and
 * growth.c, which makes them and gives them back, share.
 *
 * A slot is used by turns: growth.c fills a free one and opens it, producers write into
 * open ones, growth.c closes what has long been empty, the reader says when nothing is
 * left in what is closed, and growth.c frees it. So nobody looks into memory that is
 * given back: producers look only under the lock, but for the place that they claimed, and a
 * ring with such a place stays; and the reader has said that it does not.
 */
#ifndef SENTRY1C_SLOTS_H
#define SENTRY1C_SLOTS_H

#include "journal.h"

enum {
    SLOT_FREE,
    SLOT_OPEN,
    SLOT_CLOSED, /* nothing is written into it any more */
    SLOT_DRAINED /* and the reader has done with it */
};

typedef struct {
    atomic_uint state; /* a SLOT_ number; changed under the lock, but for SLOT_DRAINED */
    uint32_t kind;
    bool extra;        /* made by growth.c */
    uint8_t *memory;   /* the whole of it, from its first page */
    size_t bytes;
    path_char_t *path; /* of its file; NULL: it has none */
    ring_t ring;

    /* Of growth.c alone. */
    uint32_t seen_head;
    uint64_t idle_since; /* 0 = it was in use */
} slot_t;

/* More than any limit of growth.h needs. */
enum { MAX_SLOTS = 40 };

/* What the lock guards. */
typedef struct {
    lock_t lock;
    slot_t slots[MAX_SLOTS];
    slot_t *base[RING_KINDS];    /* NULL: there is none */
    slot_t *current[RING_KINDS]; /* where records go while there is room */
    bool has_spare[RING_KINDS];  /* enough others are empty */
    bool wanted[RING_KINDS];     /* one more is asked for */
    bool stuck[RING_KINDS];      /* and cannot be made now */
    bool over;                   /* nothing is taken any more: the process ends */
    uint64_t last_sequence;
    bool overrun;                /* a call waited in vain, and the reader has freed nothing since */
    uint32_t overrun_at;         /* number of `room` then */
    ring_counts_t gone;          /* figures of the rings that are gone */
    event_t room;                /* raised when there may be room again */
    event_t work;                /* raised when there is something to read */
} journal_t;

extern journal_t journal;

static inline uint32_t slot_state(slot_t *slot)
{
    return atomic_load_explicit(&slot->state, memory_order_acquire);
}

/* Waits for the lock as long as it takes: for threads that nobody waits for. */
void journal_lock(void);

/* Under the lock: reports whether enough rings of a kind are open and empty, beside the
 * current one. */
bool journal_find_spare(uint32_t kind);

#endif
