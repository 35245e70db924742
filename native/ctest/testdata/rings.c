/* rings.c: what one ring does at its edges: full, wrapping, late producers, damage. */
#include "check.h"
#include "ring.h"

#include <string.h>

enum { RING = 4096 };

static event_t room;
static uint64_t sequence;
static ring_header_t header;
static uint8_t *data;
static ring_t ring;

static void renew(void)
{
    free(data);
    data = calloc(1, RING);
    memset(&header, 0, sizeof header);
    ring_init(&ring, &room, &header, data, RING);
    ring.patience = UINT64_MAX;
}

static record_t *reserve(uint32_t payload, bool from_reserve)
{
    record_t wanted = {.size = (uint32_t)sizeof wanted + payload, .object = 7};
    return ring_claim(&ring, &wanted, from_reserve, ++sequence);
}

static record_t *append(uint32_t payload)
{
    record_t *record = reserve(payload, false);
    CHECK(record != NULL);
    memset(record + 1, 0xAB, payload);
    CHECK(ring_commit(&ring, record));
    return record;
}

static int32_t take(uint32_t limit, const uint8_t **bytes)
{
    return ring_take(&ring, ring_head(&ring), UINT64_MAX, limit, bytes);
}

/* Takes and releases all; the number of records. */
static int drain(void)
{
    int records = 0;
    const uint8_t *bytes;
    int32_t length;
    while ((length = take(RING, &bytes)) > 0) {
        for (int32_t at = 0; at < length; records++)
            at += (int32_t)((const record_t *)(const void *)(bytes + at))->size;
        ring_release(&ring);
    }
    return records;
}

static void test_wraps_with_a_pad(void)
{
    renew();
    for (int i = 0; i < 1000; i++) {
        record_t *record = append((uint32_t)(i % 40) * 8);
        CHECK((uint8_t *)record + record->size <= data + RING);
        CHECK_EQUAL(drain(), 1);
    }
    CHECK_EQUAL(ring_used(&ring), 0);
}

/* Two records, the first of which ends where the memory does, are two runs. */
static void test_run_ends_with_the_memory(void)
{
    renew();
    append(RING / 4 - (uint32_t)sizeof(record_t));
    CHECK_EQUAL(drain(), 1);
    append(RING / 4 - (uint32_t)sizeof(record_t));
    append(RING / 4 - (uint32_t)sizeof(record_t));
    record_t *last = append(RING / 4 - (uint32_t)sizeof(record_t));
    CHECK((uint8_t *)last + last->size == data + RING);
    CHECK((uint8_t *)append(8) == data);
    const uint8_t *bytes;
    CHECK_EQUAL(take(RING, &bytes), RING / 4 * 3);
    ring_release(&ring);
    CHECK_EQUAL(take(RING, &bytes), sizeof(record_t) + 8);
    CHECK(bytes == data);
    ring_release(&ring);
}

static void test_positions_run_over(void)
{
    renew();
    uint32_t start = UINT32_MAX - 100;
    atomic_store(&header.head, start & ~511u);
    atomic_store(&header.tail, start & ~511u);
    ring.read = start & ~511u;
    for (int i = 0; i < 500; i++) {
        append(100 * 8 - (uint32_t)sizeof(record_t) / 8 * 8);
        CHECK_EQUAL(drain(), 1);
    }
    CHECK(atomic_load(&header.head) < start);
}

static void test_last_eighth_is_for_the_scope(void)
{
    renew();
    while (ring_used(&ring) + 256 <= RING / 8 * 7)
        append(256 - (uint32_t)sizeof(record_t));
    record_t *record = reserve(256 - (uint32_t)sizeof(record_t), true);
    CHECK(record != NULL);
    CHECK(ring_commit(&ring, record));
}

static void test_limit_always_fits_twice(void)
{
    renew();
    uint32_t payload = ring_record_limit(RING) - (uint32_t)sizeof(record_t);
    for (int i = 0; i < 50; i++) {
        append(8 * (uint32_t)i % 300 / 8 * 8);
        append(payload);
        CHECK_EQUAL(drain(), 2);
    }
}

static void test_stops_at_an_uncommitted_record(void)
{
    renew();
    append(8);
    record_t *late = reserve(8, false);
    append(8);
    CHECK_EQUAL(drain(), 1);
    const uint8_t *bytes;
    CHECK_EQUAL(take(RING, &bytes), RING_BLOCKED);
    CHECK(ring_commit(&ring, late));
    CHECK_EQUAL(drain(), 2);
}

/* Lets the reader give up the place of the next record. */
static void give_up(void)
{
    const uint8_t *bytes;
    CHECK_EQUAL(take(RING, &bytes), RING_BLOCKED);
    ring.patience = 0;
    CHECK_EQUAL(take(RING, &bytes), RING_EMPTY);
    ring.patience = UINT64_MAX;
}

static bool is_all(const record_t *record, uint8_t byte)
{
    for (uint32_t i = 0; i < record->size - sizeof *record; i++)
        if (((const uint8_t *)(record + 1))[i] != byte)
            return false;
    return true;
}

/* A thread that was stopped in the middle of its copy: nobody else writes to its place, and what
 * it writes there when it goes on is nobody else's. */
static void test_keeps_the_place_of_a_late_record(void)
{
    renew();
    append(200);
    record_t *late = reserve(72, false);
    memset(late + 1, 0x11, 72);
    CHECK_EQUAL(drain(), 1);
    give_up();
    CHECK_EQUAL(atomic_load(&ring.counts.late), 1);
    CHECK_EQUAL(ring_holes(&ring), 1);
    CHECK_EQUAL(ring_used(&ring), 0);
    CHECK(!ring_is_drained(&ring)); /* its memory must stay */
    for (int i = 0; i < 2000; i++) {
        record_t *records[3];
        for (int k = 0; k < 3; k++)
            records[k] = append((uint32_t)((i * 7 + k * 3) % 40) * 8);
        CHECK(is_all(late, 0x11));
        memset(late + 1, i, 72);
        for (int k = 0; k < 3; k++)
            CHECK(is_all(records[k], 0xAB));
        CHECK_EQUAL(drain(), 3);
        CHECK(is_all(late, (uint8_t)i));
        memset(late + 1, 0x11, 72);
    }
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 0);
    CHECK(!ring_commit(&ring, late));
    CHECK_EQUAL(ring_holes(&ring), 0);
    CHECK(ring_is_drained(&ring));
    for (int i = 0; i < RING; i++)
        CHECK(data[i] != 0x11);
    for (int i = 0; i < 100; i++) {
        append(ring_record_limit(RING) - (uint32_t)sizeof(record_t));
        CHECK_EQUAL(drain(), 1);
    }
}

/* One that comes before the next look is taken as any other. */
static void test_comes_before_the_next_look(void)
{
    renew();
    record_t *late = reserve(8, false);
    const uint8_t *bytes;
    CHECK_EQUAL(take(RING, &bytes), RING_BLOCKED);
    CHECK(ring_commit(&ring, late));
    ring.patience = 0;
    CHECK_EQUAL(drain(), 1);
    CHECK_EQUAL(ring_holes(&ring), 0);
}

/* No sooner than after its patience. */
static void test_waits_for_a_late_record(void)
{
    renew();
    CHECK(reserve(8, false) != NULL);
    append(8);
    ring.patience = 20 * NANOSECONDS_PER_MILLISECOND;
    const uint8_t *bytes;
    uint64_t before = clock_monotonic();
    int32_t length;
    while ((length = take(RING, &bytes)) == RING_BLOCKED)
        thread_nap(NANOSECONDS_PER_MILLISECOND);
    CHECK(clock_monotonic() - before >= ring.patience);
    CHECK_EQUAL(length, sizeof(record_t) + 8);
}

/* Any number of threads, and a further one than there are entries does not keep the reader. */
static void test_many_late_records(void)
{
    enum { LARGE = 1 << 18 };
    renew();
    free(data);
    data = calloc(1, LARGE);
    memset(&header, 0, sizeof header);
    ring_init(&ring, &room, &header, data, LARGE);
    record_t *late[MAX_HOLES + 1];
    for (int i = 0; i <= MAX_HOLES; i++) {
        late[i] = reserve(128, false);
        memset(late[i] + 1, 0x11, 128);
        append(584);
    }
    ring.patience = 0;
    CHECK_EQUAL(drain(), MAX_HOLES + 1);
    CHECK_EQUAL(ring_holes(&ring), MAX_HOLES);
    CHECK_EQUAL(atomic_load(&ring.counts.late), MAX_HOLES + 1);
    CHECK(!ring_commit(&ring, late[MAX_HOLES]));
    for (int i = 0; i < 1000; i++) {
        append((uint32_t)(i % 60) * 8);
        CHECK_EQUAL(drain(), 1);
    }
    for (int i = 0; i < MAX_HOLES; i++) {
        CHECK(is_all(late[i], 0x11));
        CHECK(!ring_commit(&ring, late[i]));
        append(64);
        CHECK_EQUAL(drain(), 1);
    }
    CHECK_EQUAL(ring_holes(&ring), 0);
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 0);
    CHECK(reserve(LARGE / 4, false) != NULL);
}

/* What fits between two holes fits, wherever the head is: at the latest when the reader has passed what
 * is padded. */
static void test_fits_between_holes(void)
{
    for (uint32_t start = 0; start < RING; start += 128) {
        renew();
        record_t *late[2];
        for (int i = 0; i < 2; i++) {
            late[i] = reserve(56, false);
            append(1400);
        }
        ring.patience = 0;
        CHECK_EQUAL(drain(), 2);
        for (uint32_t at = 0; at < start; at += 128) {
            append(56);
            CHECK_EQUAL(drain(), 1);
        }
        uint32_t payload = ring_record_limit(RING) - (uint32_t)sizeof(record_t);
        record_t *record = NULL;
        for (int tries = 0; record == NULL; tries++) {
            CHECK(tries < 4);
            record = reserve(payload, false);
            CHECK_EQUAL(record == NULL ? drain() : 0, 0);
        }
        CHECK(ring_commit(&ring, record));
        CHECK_EQUAL(drain(), 1);
        for (int i = 0; i < 2; i++)
            CHECK(!ring_commit(&ring, late[i]));
        CHECK_EQUAL(atomic_load(&ring.counts.damaged), 0);
    }
}

/* The header of a place that was given up, which somebody else has written over, leads nowhere. */
static void test_damage_of_a_late_record(void)
{
    const uint32_t sizes[] = {1 << 20, 0, 8};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        renew();
        record_t *late = reserve(8, false);
        give_up();
        for (int k = 0; k < 500; k++) {
            late->size = sizes[i];
            late->state = RECORD_COMMITTED;
            append(40);
            CHECK_EQUAL(drain(), 1);
        }
        CHECK_EQUAL(atomic_load(&ring.counts.damaged), 0);
        CHECK(!ring_commit(&ring, late));
        CHECK_EQUAL(ring_holes(&ring), 0);
    }
    /* And one whose state is no more what its thread left. */
    renew();
    record_t *record = reserve(8, false);
    record->state = 0x12345678;
    CHECK(!ring_commit(&ring, record));
    CHECK_EQUAL(drain(), 0);
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 1);
}

/* Somebody else of the same user may write into memory that outlives a process. */
static void test_damage_empties_the_ring(void)
{
    static const uint32_t sizes[] = {0, 4, 7, 12, 64, RING, RING * 2, UINT32_MAX, UINT32_MAX - 7};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        renew();
        append(8);
        record_t *victim = append(24);
        append(8);
        CHECK_EQUAL(sizes[i] == victim->size, 0);
        victim->size = sizes[i];
        const uint8_t *bytes;
        int32_t length = take(RING, &bytes);
        CHECK(length <= RING);
        if (length > 0)
            ring_release(&ring);
        while (take(RING, &bytes) > 0)
            ring_release(&ring);
        if (sizes[i] != 64) { /* a plausible size misleads the reader to the next word only */
            CHECK_EQUAL(ring_used(&ring), 0);
            append(8);
            CHECK_EQUAL(drain(), 1);
        }
    }
    renew();
    append(8);
    append(8)->state = 0x12345678;
    drain();
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 1);
    renew();
    append(8);
    atomic_store(&header.head, 0x70000001);
    drain();
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 1);
}

/* Only records before a sequence are taken: others lie in another ring. */
static void test_stops_before_a_sequence(void)
{
    renew();
    uint64_t first = append(8)->sequence;
    append(8);
    append(8);
    const uint8_t *bytes;
    CHECK_EQUAL(ring_take(&ring, ring_head(&ring), first, RING, &bytes), RING_EMPTY);
    CHECK_EQUAL(ring_take(&ring, ring_head(&ring), first + 2, RING, &bytes), 2 * (sizeof(record_t) + 8));
    ring_release(&ring);
    uint64_t next = 0;
    CHECK(ring_next(&ring, ring_head(&ring), &next));
    CHECK_EQUAL(next, first + 2);
}

/* What was read lies nowhere any more, and a reader of the memory still finds its way. */
static void test_wipes_what_was_read(void)
{
    renew();
    for (int round = 0; round < 20; round++) {
        append(RING / 5 / 8 * 8);
        append(24);
        CHECK_EQUAL(drain(), 2);
        for (int i = 0; i < RING; i++)
            CHECK(data[i] != 0xAB);
    }
    renew();
    append(40);
    record_t *late = reserve(8, false);
    append(24);
    append(40);
    CHECK_EQUAL(drain(), 1);
    uint32_t at = atomic_load(&header.tail) * RECORD_ALIGN; /* as another process would walk it, from the tail */
    const uint8_t *bytes;
    CHECK_EQUAL(take(RING, &bytes), RING_BLOCKED);
    ring.patience = 0;
    CHECK(take(RING, &bytes) > 0);
    CHECK_EQUAL(((const record_t *)(void *)(data + at))->state, RECORD_PAD);
    ring_release(&ring);
    for (int i = 0; i < 3; i++) {
        const record_t *record = (const record_t *)(void *)(data + at);
        CHECK_EQUAL(record->state, RECORD_PAD);
        at += record->size;
    }
    CHECK_EQUAL(at, atomic_load(&header.head) * RECORD_ALIGN);
    memset(late + 1, 0xAB, 8);
    CHECK(!ring_commit(&ring, late));
    CHECK_EQUAL(drain(), 0);
    for (int i = 0; i < RING; i++)
        CHECK(data[i] != 0xAB);
}

int main(void)
{
    event_init(&room);
    test_wraps_with_a_pad();
    test_run_ends_with_the_memory();
    test_positions_run_over();
    test_last_eighth_is_for_the_scope();
    test_limit_always_fits_twice();
    test_stops_at_an_uncommitted_record();
    test_keeps_the_place_of_a_late_record();
    test_comes_before_the_next_look();
    test_waits_for_a_late_record();
    test_many_late_records();
    test_fits_between_holes();
    test_damage_of_a_late_record();
    test_damage_empties_the_ring();
    test_stops_before_a_sequence();
    test_wipes_what_was_read();
    free(data);
    puts("rings: all well");
    return 0;
}
