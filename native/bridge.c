#include "bridge.h"
#include "ids.h"
#include "journal.h"

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

int32_t boundary_take(const uint8_t **bytes)
{
    return journal_take(TAKE_LIMIT, bytes);
}

void boundary_release(void)
{
    journal_release();
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
