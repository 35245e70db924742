#include "journal.h"

static ring_t rings[MAX_RINGS];
static atomic_int ring_count;
static atomic_int durable; /* number of the ring; 0 = none */
static lock_t journal_lock;
static uint64_t last_sequence; /* guarded by journal_lock */
static event_t work;

/* The number of the next ring, which is ready once ring_count says so. */
static void add_ring(ring_header_t *header, uint8_t *data, uint32_t bytes)
{
    int number = atomic_load(&ring_count);
    ring_init(&rings[number], &journal_lock, header, data, bytes);
    atomic_store(&ring_count, number + 1);
}

bool journal_init(void)
{
    event_init(&work);
    uint8_t *pages = pages_new(RECORD_ALIGN + sizeof(ring_header_t) + RING_BYTES);
    if (pages == NULL)
        return false;
    add_ring((ring_header_t *)(void *)(pages + RING_BYTES), pages, RING_BYTES);
    return true;
}

bool journal_set_durable(uint8_t *file, uint32_t bytes)
{
    int number = atomic_load(&ring_count);
    if (number >= MAX_RINGS)
        return false;
    add_ring((ring_header_t *)(void *)(file + RINGFILE_HEADER_AT), file + RINGFILE_RECORDS_AT, bytes);
    atomic_store(&durable, number);
    return true;
}

ring_t *journal_ring(uint32_t kind)
{
    return &rings[kind == RING_DURABLE ? atomic_load(&durable) : 0];
}

ring_t *journal_ring_number(int number)
{
    return number < atomic_load(&ring_count) ? &rings[number] : NULL;
}

event_t *journal_work(void)
{
    return &work;
}

record_t *journal_reserve(ring_t *ring, record_t *header, int how, uint64_t deadline)
{
    header->wall = clock_wall();
    header->monotonic = clock_monotonic();
    return ring_reserve(ring, header, how, deadline, &last_sequence);
}

void journal_commit(ring_t *ring, record_t *record, bool wake)
{
    ring_commit(record);
    if (wake || ring_wants_reader(ring))
        event_raise(&work);
}
