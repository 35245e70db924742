#include "journal.h"

static ring_t rings[RING_COUNT];
static _Atomic(bool) ready[RING_COUNT];
static lock_t journal_lock;
static uint64_t last_sequence; /* guarded by journal_lock */
static event_t work;

bool journal_init(void)
{
    event_init(&work);
    uint8_t *pages = pages_new(RECORD_ALIGN + sizeof(ring_header_t) + RING_BYTES);
    if (pages == NULL)
        return false;
    ring_init(&rings[RING_MEMORY], &journal_lock, (ring_header_t *)(void *)(pages + RING_BYTES), pages, RING_BYTES);
    atomic_store(&ready[RING_MEMORY], true);
    return true;
}

ring_t *journal_ring(int number)
{
    return atomic_load(&ready[number]) ? &rings[number] : NULL;
}

event_t *journal_work(void)
{
    return &work;
}

record_t *journal_reserve(ring_t *ring, record_t *header, bool reserve)
{
    header->wall = clock_wall();
    header->monotonic = clock_monotonic();
    return ring_reserve(ring, header, reserve, &last_sequence);
}

void journal_commit(ring_t *ring, record_t *record, bool wake)
{
    ring_commit(record);
    if (wake || ring_wants_reader(ring))
        event_raise(&work);
}
