/* bursts.c: what the journal does when its rings are full: further ones, their order, their
 * limit, their end; what a call does then. */
#include "check.h"
#include "drops.h"
#include "durable.h"
#include "growth.h"
#include "journal.h"
#include "slots.h"

#include <pthread.h>
#include <string.h>

enum { PAYLOAD = 1000, SIZE = (int)sizeof(record_t) + PAYLOAD };

static const uint64_t ms = NANOSECONDS_PER_MILLISECOND;
static uint32_t written, read_back;

/* Appends a record with the next number; false: it was dropped. */
static bool append(uint32_t kind, int how)
{
    record_t header = {.size = SIZE, .object = written, .client = 3, .method = 7};
    claimed_t claimed;
    if (!journal_reserve(kind, &header, how, 0, &claimed))
        return false;
    memset(claimed.record + 1, 0xAB, PAYLOAD);
    claimed.pressing = false; /* the reader is this thread */
    CHECK(journal_commit(&claimed, false));
    written++;
    return true;
}

/* Reads one run; how many records it had. */
static int take(void)
{
    const uint8_t *bytes;
    int32_t length = journal_take(RING_BYTES / 4, &bytes);
    int count = 0;
    for (int32_t at = 0; at < length; count++) {
        const record_t *record = (const record_t *)(const void *)(bytes + at);
        CHECK_EQUAL(record->object, read_back);
        read_back++;
        at += (int32_t)record->size;
    }
    if (length > 0)
        journal_release();
    return count;
}

static void drain(void)
{
    while (take() > 0)
        ;
    CHECK_EQUAL(read_back, written);
}

static journal_counts_t counts(void)
{
    journal_counts_t now;
    journal_counts(&now);
    return now;
}

/* Waits, as the worker, until there are so many rings. */
static uint64_t wait_for_rings(uint32_t wanted)
{
    uint64_t start = clock_monotonic();
    while (counts().rings != wanted) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        take();
        thread_nap(ms);
    }
    return clock_monotonic() - start;
}

static void wait_without_reading(uint32_t wanted)
{
    uint64_t start = clock_monotonic();
    while (counts().rings != wanted) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        thread_nap(ms);
    }
}

/* A ring's file goes soon after the ring. */
static void wait_for_one_file(void)
{
    uint64_t start = clock_monotonic();
    while (durable_files(NULL) != 1) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        thread_nap(ms);
    }
}

/* Before the thread runs, one ring is all there is: a call waits, and then those after it
 * do not, until the reader goes on. */
static void test_full_waits_then_drops_at_once(void)
{
    while (counts().used + SIZE <= RING_BYTES / 8 * 7)
        CHECK(append(RING_MEMORY, CLAIM_USUAL));
    uint64_t before = clock_monotonic();
    CHECK(!append(RING_MEMORY, CLAIM_USUAL));
    CHECK(clock_monotonic() - before >= ROOM_PATIENCE);
    before = clock_monotonic();
    for (int i = 0; i < 100; i++)
        CHECK(!append(RING_MEMORY, CLAIM_USUAL));
    CHECK(clock_monotonic() - before < ROOM_PATIENCE);
    CHECK(append(RING_MEMORY, CLAIM_RESERVE)); /* the last eighth is for the scope */
    CHECK_EQUAL(counts().waits, 1);
    CHECK_EQUAL(counts().dropped, 101);
    drop_t drops[MAX_DROPS];
    CHECK_EQUAL(drops_take(drops), 1);
    CHECK_EQUAL(drops[0].client, 3);
    CHECK_EQUAL(drops[0].method, 7);
    CHECK_EQUAL(drops[0].reason, DROP_NO_ROOM);
    CHECK_EQUAL(drops[0].count, 101);
    CHECK_EQUAL(drops_take(drops), 0);
    drain();
    CHECK(append(RING_MEMORY, CLAIM_USUAL));
    drain();
}

static void *read_in_a_moment(void *argument)
{
    (void)argument;
    thread_nap(5 * ms);
    take();
    return NULL;
}

/* A reader that goes on, however little, is waited for. On a busy machine it may come too late. */
static void test_waits_for_a_reader(void)
{
    while (counts().used + SIZE <= RING_BYTES / 8 * 7)
        CHECK(append(RING_MEMORY, CLAIM_USUAL));
    CHECK(!append(RING_MEMORY, CLAIM_USUAL));
    take();
    bool got = false;
    for (int round = 0; !got; round++) {
        CHECK(round < 20);
        while (counts().used + SIZE <= RING_BYTES / 8 * 7)
            CHECK(append(RING_MEMORY, CLAIM_USUAL));
        pthread_t reader;
        CHECK_EQUAL(pthread_create(&reader, NULL, read_in_a_moment, NULL), 0);
        uint64_t before = clock_monotonic();
        got = append(RING_MEMORY, CLAIM_USUAL);
        CHECK(got || clock_monotonic() - before >= ROOM_PATIENCE);
        pthread_join(reader, NULL);
    }
    drain();
}

static void check_file(const char *path)
{
    struct stat info;
    CHECK_EQUAL(stat(path, &info), 0);
    CHECK_EQUAL(info.st_mode & 0777, 0600);
    int file = open(path, O_RDONLY);
    static uint8_t page[RINGFILE_RECORDS_AT];
    CHECK_EQUAL(read(file, page, sizeof page), sizeof page);
    close(file);
    ring_header_t header;
    memcpy(&header, page + RINGFILE_HEADER_AT, sizeof header);
    CHECK_EQUAL(header.version, JOURNAL_FORMAT_VERSION);
    CHECK_EQUAL((uint64_t)header.capacity * RECORD_ALIGN + sizeof page, info.st_size);
    CHECK_EQUAL(page[0], 0x5A); /* the rest is the first file's */
    CHECK_EQUAL(page[sizeof page - 1], 0x5A);
}

/* Windows maps the file of a ring and touches its pages: its header must stay. */
static void test_touch_keeps(void)
{
    enum { BYTES = 3 * 4096 };
    uint8_t *pages = pages_new(BYTES);
    CHECK(pages != NULL);
    memset(pages, 0x5A, BYTES);
    pages_touch(pages, BYTES);
    for (size_t i = 0; i < BYTES; i++)
        CHECK_EQUAL(pages[i], 0x5A);
    pages_free(pages, BYTES);
}

/* Fills all that there may be, from one thread: none of it is lost, nothing goes over the
 * limit, and then a call waits. */
static void test_grows_to_its_limit(uint32_t kind, uint32_t limit)
{
    uint32_t before = counts().dropped;
    uint32_t start = written;
    while (append(kind, CLAIM_USUAL))
        CHECK(counts().capacity <= limit);
    journal_counts_t full = counts();
    CHECK_EQUAL(full.dropped, before + 1);
    CHECK(full.capacity > limit - RING_BYTES);
    CHECK((uint64_t)(written - start) * SIZE > (uint64_t)(limit - RING_BYTES) / 10 * 8);
    if (kind == RING_DURABLE)
        CHECK_EQUAL(durable_files(check_file), full.rings - 1); /* all but the one in memory */
    /* What the reader gives back of the first is used again, though others lie between. */
    for (int i = 0; i < 50; i++) {
        CHECK(take() > 0);
        while (append(kind, CLAIM_USUAL))
            ;
    }
    CHECK(append(kind, CLAIM_RESERVE));
    drain();
}

/* While the ring that is written to fills, those that it goes on to stay, however long that
 * takes: a ring that is given up makes no room until the reader has seen it. */
static void test_keeps_what_comes_next(void)
{
    while (counts().used <= RING_BYTES / 2)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    wait_without_reading(3);
    thread_nap(2 * GROWTH_LAST_KEPT);
    CHECK_EQUAL(counts().rings, 3);
    drain();
}

/* All but one go soon, the last one later, and their files with them. */
static void test_shrinks(uint32_t rings)
{
    CHECK(wait_for_rings(rings + 1) < GROWTH_LAST_KEPT);
    CHECK(wait_for_rings(rings) >= GROWTH_LAST_KEPT / 2);
    wait_for_one_file();
}

/* A record that is not finished keeps its ring, and what others wrote behind it waits. */
static void test_late_record_over_rings(void)
{
    record_t header = {.size = SIZE, .object = written++};
    claimed_t late;
    CHECK(journal_reserve(RING_DURABLE, &header, CLAIM_USUAL, 0, &late));
    for (int i = 0; i < RING_BYTES / SIZE * 2; i++)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    CHECK_EQUAL(take(), 0);
    CHECK(journal_commit(&late, true));
    drain();
}

/* When a late record has been passed over, and the next one lies in a ring of the other kind, the
 * reader is given that: told that there is nothing it would sleep. */
static void test_late_record_beside_another_ring(void)
{
    record_t header = {.size = SIZE, .object = written + 1};
    claimed_t late;
    CHECK(journal_reserve(RING_MEMORY, &header, CLAIM_USUAL, 0, &late));
    CHECK(append(RING_DURABLE, CLAIM_USUAL));
    const uint8_t *bytes;
    int32_t length;
    uint64_t start = clock_monotonic();
    while ((length = journal_take(RING_BYTES / 4, &bytes)) == RING_BLOCKED) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        thread_nap(ms);
    }
    CHECK_EQUAL(length, SIZE);
    CHECK_EQUAL(((const record_t *)(const void *)bytes)->object, read_back++);
    journal_release();
    CHECK_EQUAL(counts().abandoned, 1);
    CHECK(!journal_commit(&late, true));
    CHECK_EQUAL(counts().abandoned, 0);
    int64_t wall = header.wall; /* when it was first recorded */
    CHECK(journal_reserve(RING_MEMORY, &header, CLAIM_USUAL, 0, &late));
    CHECK_EQUAL(late.record->wall, wall);
    CHECK(journal_commit(&late, true));
    written++;
    drain();
}

/* A further ring in which a thread was stopped is not given back before that is over. */
static void test_late_record_in_a_further_ring(void)
{
    while (counts().rings < 4)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    ring_t *base = &journal.base[RING_DURABLE]->ring;
    while (&journal.current[RING_DURABLE]->ring == base)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    record_t header = {.size = SIZE, .object = written};
    claimed_t late;
    CHECK(journal_reserve(RING_DURABLE, &header, CLAIM_USUAL, 0, &late));
    CHECK(late.ring != base);
    memset(late.record + 1, 0x11, PAYLOAD);
    uint64_t start = clock_monotonic();
    while (counts().abandoned == 0 || counts().rings > 3) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        take();
        thread_nap(ms);
    }
    thread_nap(2 * GROWTH_LAST_KEPT);
    take();
    thread_nap(2 * GROWTH_LAST_KEPT);
    CHECK_EQUAL(counts().rings, 3);
    memset(late.record + 1, 0x11, PAYLOAD);
    CHECK(!journal_commit(&late, true));
    CHECK(journal_reserve(RING_DURABLE, &header, CLAIM_USUAL, 0, &late));
    CHECK(late.ring == base);
    CHECK(journal_commit(&late, true));
    written++;
    drain();
}

/* The folder was cleaned: a new file takes the place, and nothing of the old is lost. */
static void test_replaced(void)
{
    for (int i = 0; i < RING_BYTES / SIZE * 2; i++)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    durable_end();
    durable_begin();
    for (int i = 0; i < RING_BYTES / SIZE / 2; i++)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    drain();
    wait_for_rings(2);
    wait_for_one_file();
    CHECK(append(RING_DURABLE, CLAIM_USUAL));
    drain();
}

/* Where the folder was, no further ring could be made; beside the new file it can, at once. */
static void test_replaced_when_stuck(void)
{
    durable_end();
    while (append(RING_DURABLE, CLAIM_USUAL))
        ;
    durable_begin();
    for (int i = 0; i < RING_BYTES / SIZE * 2; i++)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    drain();
    wait_for_rings(2);
    wait_for_one_file();
}

int main(void)
{
    CHECK(journal_init());
    test_full_waits_then_drops_at_once();
    test_waits_for_a_reader();
    enum { LIMIT = 24 * RING_BYTES };
    growth_limit(LIMIT);
    growth_start();
    growth_limit(1); /* the first decides */
    test_touch_keeps();
    test_grows_to_its_limit(RING_MEMORY, LIMIT);
    durable_begin();
    test_shrinks(2);
    test_late_record_over_rings();
    test_shrinks(2);
    test_late_record_beside_another_ring();
    test_late_record_in_a_further_ring();
    wait_for_rings(2);
    wait_for_one_file();
    test_grows_to_its_limit(RING_DURABLE, LIMIT);
    test_shrinks(2);
    test_keeps_what_comes_next();
    test_shrinks(2);
    test_replaced();
    test_replaced_when_stuck();
    for (int i = 0; i < RING_BYTES / SIZE * 2; i++)
        CHECK(append(RING_DURABLE, CLAIM_USUAL));
    CHECK(durable_files(NULL) > 1);
    growth_end();
    CHECK_EQUAL(durable_files(NULL), 1);
    CHECK_EQUAL(counts().damaged, 0);
    durable_end();
    puts("bursts: all well");
    return 0;
}
