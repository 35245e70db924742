/*
 * hammer.c KIND THREADS RECORDS [stops]: many threads write into a small journal that grows and
 * shrinks while one reads. Every record carries its thread, its number and a pattern of a
 * length that follows from both, so that what is lost, torn, doubled or out of order
 * shows.
 */
#include "check.h"
#include "durable.h"
#include "growth.h"
#include "journal.h"

#include <pthread.h>
#include <string.h>

enum { MAX_THREADS = 64 };

static uint32_t kind, records;
static bool stops; /* threads stop in the middle of their copies */

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
    uint32_t thread = (uint32_t)(uintptr_t)argument, stopped = UINT32_MAX;
    for (uint32_t number = 0; number < records;) {
        record_t header = {.object = thread, .client = number};
        uint32_t length = length_of(thread, number);
        header.size = (uint32_t)sizeof header + length;
        claimed_t claimed;
        if (!journal_reserve(kind, &header, CLAIM_USUAL, 0, &claimed))
            continue; /* a sanitizer slows the reader down more than a call may wait */
        uint8_t *to = (uint8_t *)(claimed.record + 1);
        memset(to, pattern_of(thread, number), length / 2);
        if (stops && number % 997 == thread && stopped != number) {
            stopped = number;
            thread_nap(20 * NANOSECONDS_PER_MILLISECOND);
        }
        memset(to + length / 2, pattern_of(thread, number), length - length / 2);
        if (!journal_commit(&claimed, true))
            continue; /* its place was given up */
        number++;
        if (number % 50000 == 0)
            thread_nap(30 * NANOSECONDS_PER_MILLISECOND); /* rings are given back meanwhile */
        else if (stops && number % 50 == 0)
            thread_nap(NANOSECONDS_PER_MILLISECOND); /* the reader must come to what is stopped */
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
    CHECK(stops ? record->sequence > last_sequence : record->sequence == last_sequence + 1);
    last_sequence = record->sequence;
    uint32_t length = length_of(record->object, record->client);
    CHECK_EQUAL(record->size, sizeof *record + length);
    const uint8_t *bytes = (const uint8_t *)(record + 1);
    for (uint32_t i = 0; i < length; i++)
        CHECK_EQUAL(bytes[i], pattern_of(record->object, record->client));
}

int main(int count, char **arguments)
{
    CHECK(count == 4 || count == 5);
    stops = count == 5 && strcmp(arguments[4], "stops") == 0;
    kind = strcmp(arguments[1], "durable") == 0 ? RING_DURABLE : RING_MEMORY;
    uint32_t threads = (uint32_t)atoi(arguments[2]);
    records = (uint32_t)atoi(arguments[3]) / threads;
    CHECK(threads > 0 && threads <= MAX_THREADS);

    CHECK(journal_init());
    if (kind == RING_DURABLE)
        durable_begin();
    growth_limit(4u << 20);
    growth_start();
    pthread_t workers[MAX_THREADS];
    for (uint32_t i = 0; i < threads; i++)
        CHECK_EQUAL(pthread_create(&workers[i], NULL, produce, (void *)(uintptr_t)i), 0);

    uint64_t wanted = (uint64_t)threads * records, seen = 0;
    uint32_t most = 0;
    while (seen < wanted) {
        uint32_t number = event_number(journal_work());
        const uint8_t *bytes;
        int32_t length = journal_take(RING_BYTES / 8, &bytes);
        if (length <= 0) {
            event_wait(journal_work(), number, clock_monotonic() + NANOSECONDS_PER_MILLISECOND);
            continue;
        }
        for (int32_t at = 0; at < length;) {
            const record_t *record = (const record_t *)(const void *)(bytes + at);
            CHECK_EQUAL(record->state, RECORD_COMMITTED);
            check_record(record, threads);
            at += (int32_t)record->size;
            seen++;
        }
        journal_release();
        journal_counts_t counts;
        if (seen % 64 == 0) {
            journal_counts(&counts);
            most = counts.rings > most ? counts.rings : most;
        }
    }
    for (uint32_t i = 0; i < threads; i++) {
        pthread_join(workers[i], NULL);
        CHECK_EQUAL(next[i], records);
    }
    journal_counts_t counts;
    journal_counts(&counts);
    CHECK_EQUAL(counts.used, 0);
    CHECK((counts.late > 0) == stops);
    CHECK_EQUAL(counts.abandoned, 0);
    CHECK_EQUAL(counts.damaged, 0);
    growth_end();
    if (kind == RING_DURABLE) {
        CHECK_EQUAL(durable_files(NULL), 1);
        durable_end();
    }
    printf("%llu records of %u threads, %u waits, %u dropped, %u late, %u rings at once\n", (unsigned long long)seen,
           threads, counts.waits, counts.dropped, counts.late, most);
    return 0;
}
