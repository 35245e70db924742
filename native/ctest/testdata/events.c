/* events.c: what waits for an event, and what raises it, does so within bounds, whatever becomes of
 * the threads of the host. */
#include "check.h"
#include "platform.h"

#include <pthread.h>

static const uint64_t ms = NANOSECONDS_PER_MILLISECOND;
static event_t event;

static void *wait_long(void *unused)
{
    (void)unused;
    event_wait(&event, event_number(&event), clock_monotonic() + 20000 * ms);
    return NULL;
}

static void wait_for_sleeper(void)
{
    uint64_t start = clock_monotonic();
    while (atomic_load(&event.sleepers) == 0) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        thread_nap(ms);
    }
}

static void *raise_it(void *unused)
{
    (void)unused;
    event_raise(&event);
    return NULL;
}

/* A thread that is cancelled while it waits keeps nobody from going on. */
static void test_cancelled(void)
{
    pthread_t waits, raises;
    CHECK_EQUAL(pthread_create(&waits, NULL, wait_long, NULL), 0);
    wait_for_sleeper();
    CHECK_EQUAL(pthread_cancel(waits), 0);
    uint64_t start = clock_monotonic();
    CHECK_EQUAL(pthread_create(&raises, NULL, raise_it, NULL), 0);
    pthread_join(raises, NULL);
    pthread_join(waits, NULL);
    CHECK(clock_monotonic() - start < 10000 * ms);
    CHECK_EQUAL(atomic_load(&event.sleepers), 0);
}

/* Whoever holds the mutex and does not come back, as a handler of a signal that ends the process does
 * in the very thread that it interrupted, is waited for with a bound. */
static void test_held(void)
{
    atomic_fetch_add(&event.sleepers, 1);
    CHECK_EQUAL(pthread_mutex_lock(&event.mutex), 0);
    uint32_t seen = event_number(&event);
    uint64_t start = clock_monotonic();
    event_raise(&event);
    CHECK(event_number(&event) != seen);
    CHECK(!event_wait(&event, event_number(&event), clock_monotonic()));
    CHECK(clock_monotonic() - start < 10000 * ms);
    pthread_mutex_unlock(&event.mutex);
    atomic_fetch_sub(&event.sleepers, 1);
}

int main(void)
{
    event_init(&event);
    test_cancelled();
    test_held();
    puts("events: all well");
    return 0;
}
