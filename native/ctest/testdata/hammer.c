/*
 * hammer.c THREADS RECORDS: many threads write into one small ring while one
 * reads. Every record carries its thread, its number and a pattern of a length
 * that follows from both, so that what is lost, torn, doubled or out of order
 * shows.
 */
#include "check.h"
#include "ring.h"

#include <pthread.h>
#include <string.h>

enum { RING = 64 << 10, MAX_THREADS = 64 };

static ring_t ring;
static lock_t lock;
static uint64_t sequence;
static event_t work;
static uint32_t records;

static uint32_t length_of(uint32_t thread, uint32_t number)
{
    return ((thread * 7 + number * 13) % 300) / 8 * 8;
}

static uint8_t pattern_of(uint32_t thread, uint32_t number)
{
    return (uint8_t)(thread * 31 + number * 17 + 1);
}

static void *produce(void *argument)
{
    uint32_t thread = (uint32_t)(uintptr_t)argument;
    for (uint32_t number = 0; number < records;) {
        record_t header = {.object = thread, .client = number};
        uint32_t length = length_of(thread, number);
        header.size = (uint32_t)sizeof header + length;
        record_t *record = ring_reserve(&ring, &header, CLAIM_USUAL, 0, &sequence);
        if (record == NULL)
            continue; /* a sanitizer slows the reader down more than a call may wait */
        memset(record + 1, pattern_of(thread, number), length);
        ring_commit(record);
        event_raise(&work);
        number++;
    }
    return NULL;
}

static uint32_t next[MAX_THREADS];
static uint64_t last_sequence;

static void check_record(const record_t *record, uint32_t threads)
{
    CHECK(record->object < threads);
    CHECK_EQUAL(record->client, next[record->object]);
    next[record->object]++;
    CHECK(record->sequence > last_sequence);
    last_sequence = record->sequence;
    uint32_t length = length_of(record->object, record->client);
    CHECK_EQUAL(record->size, sizeof *record + length);
    const uint8_t *bytes = (const uint8_t *)(record + 1);
    for (uint32_t i = 0; i < length; i++)
        CHECK_EQUAL(bytes[i], pattern_of(record->object, record->client));
}

int main(int count, char **arguments)
{
    CHECK_EQUAL(count, 3);
    uint32_t threads = (uint32_t)atoi(arguments[1]);
    records = (uint32_t)atoi(arguments[2]) / threads;
    CHECK(threads > 0 && threads <= MAX_THREADS);

    static ring_header_t header;
    uint8_t *data = calloc(1, RING);
    event_init(&work);
    ring_init(&ring, &lock, &header, data, RING);
    pthread_t workers[MAX_THREADS];
    for (uint32_t i = 0; i < threads; i++)
        CHECK_EQUAL(pthread_create(&workers[i], NULL, produce, (void *)(uintptr_t)i), 0);

    uint64_t wanted = (uint64_t)threads * records, seen = 0;
    while (seen < wanted) {
        uint32_t number = event_number(&work);
        const uint8_t *bytes;
        int32_t length = ring_take(&ring, RING / 8, &bytes);
        if (length <= 0) {
            event_wait(&work, number, clock_monotonic() + NANOSECONDS_PER_MILLISECOND);
            continue;
        }
        for (int32_t at = 0; at < length;) {
            const record_t *record = (const record_t *)(const void *)(bytes + at);
            CHECK_EQUAL(record->state, RECORD_COMMITTED);
            check_record(record, threads);
            at += (int32_t)record->size;
            seen++;
        }
        ring_release(&ring);
    }
    for (uint32_t i = 0; i < threads; i++) {
        pthread_join(workers[i], NULL);
        CHECK_EQUAL(next[i], records);
    }
    CHECK_EQUAL(ring_used(&ring), 0);
    CHECK_EQUAL(atomic_load(&ring.counts.late), 0);
    CHECK_EQUAL(atomic_load(&ring.counts.damaged), 0);
    free(data);
    printf("%llu records of %u threads, %u waits\n", (unsigned long long)seen, threads,
           atomic_load(&ring.counts.waits));
    return 0;
}
