#include "bridge.h"
#include "ids.h"
#include "journal.h"

#include <string.h>

/* The worker gives room back after so many bytes: calls may be waiting for it. */
#define TAKE_LIMIT (RING_BYTES / 32)

bool boundary_start(const uint8_t *seed)
{
    process_watch();
    ids_init(seed);
    reply_init();
    return journal_init();
}

void boundary_worker_starts(void)
{
    thread_be_modest();
}

int32_t boundary_take(int number, const uint8_t **bytes)
{
    ring_t *ring = journal_ring_number(number);
    return ring != NULL ? ring_take(ring, TAKE_LIMIT, bytes) : RING_EMPTY;
}

void boundary_release(int number)
{
    ring_release(journal_ring_number(number));
}

uint32_t boundary_seen(void)
{
    return event_number(journal_work());
}

void boundary_wake(void)
{
    event_raise(journal_work());
}

uint32_t boundary_ring_bytes(void)
{
    return RING_BYTES;
}

void boundary_wait(uint32_t seen, uint64_t timeout)
{
    event_wait(journal_work(), seen, timeout != 0 ? clock_monotonic() + timeout : EVENT_FOREVER);
}

void boundary_counts(boundary_counts_t *counts)
{
    memset(counts, 0, sizeof *counts);
    ring_t *ring;
    for (int i = 0; (ring = journal_ring_number(i)) != NULL; i++) {
        counts->capacity += ring->capacity * RECORD_ALIGN;
        counts->used += ring_used(ring);
        counts->waits += atomic_load(&ring->counts.waits);
        counts->dropped += atomic_load(&ring->counts.dropped);
        counts->late += atomic_load(&ring->counts.late);
        counts->abandoned += atomic_load(&ring->counts.abandoned);
        counts->damaged += atomic_load(&ring->counts.damaged);
    }
}
