/* events.c: what waits for an event, and what raises it, does so within bounds, whatever becomes of
 * the threads of the host. */
#include "check.h"
#include "platform.h"

#include <pthread.h>
#include <signal.h>

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

static atomic_bool end;

static void *raise_on_and_on(void *unused)
{
    (void)unused;
    while (!atomic_load(&end))
        event_raise(&event);
    return NULL;
}

static void stop_a_while(int number)
{
    (void)number;
    thread_nap(1000 * ms);
}

/* A thread that is stopped wherever in a call, here by a signal's handler, keeps nobody from anything. */
static void test_stopped(void)
{
    struct sigaction action = {.sa_handler = stop_a_while};
    CHECK_EQUAL(sigaction(SIGUSR1, &action, NULL), 0);
    pthread_t waits, raises;
    CHECK_EQUAL(pthread_create(&raises, NULL, raise_on_and_on, NULL), 0);
    for (int round = 0; round < 6; round++) {
        CHECK_EQUAL(pthread_create(&waits, NULL, wait_long, NULL), 0);
        thread_nap((uint64_t)round * ms / 3);
        CHECK_EQUAL(pthread_kill(raises, SIGUSR1), 0);
        thread_nap(5 * ms);
        uint64_t start = clock_monotonic();
        for (int i = 0; i < 100; i++) {
            event_raise(&event);
            event_wait(&event, event_number(&event), clock_monotonic());
        }
        CHECK(clock_monotonic() - start < 700 * ms);
        pthread_join(waits, NULL);
        thread_nap(1100 * ms);
    }
    atomic_store(&end, true);
    pthread_join(raises, NULL);
    CHECK_EQUAL(atomic_load(&event.sleepers), 0);
}

/* Two threads that wake each other in turns: no call gets lost between a look and the sleep. */
enum { TURNS = 20000 };
static event_t there, back;
static atomic_uint turn;

static void take_turns(event_t *mine, event_t *other, unsigned first)
{
    for (unsigned i = first; i < TURNS; i += 2) {
        for (;;) {
            uint32_t seen = event_number(mine);
            if (atomic_load_explicit(&turn, memory_order_relaxed) == i)
                break;
            CHECK(event_wait(mine, seen, i % 3 == 0 ? EVENT_FOREVER : clock_monotonic() + 60000 * ms));
        }
        atomic_store_explicit(&turn, i + 1, memory_order_relaxed);
        event_raise(other);
    }
}

static void *turns_of_the_other(void *unused)
{
    (void)unused;
    take_turns(&back, &there, 1);
    return NULL;
}

static void test_wakes(void)
{
    event_init(&there);
    event_init(&back);
    pthread_t other;
    CHECK_EQUAL(pthread_create(&other, NULL, turns_of_the_other, NULL), 0);
    take_turns(&there, &back, 0);
    pthread_join(other, NULL);
    CHECK_EQUAL(atomic_load(&turn), TURNS);
}

/* Not before its deadline, and not long after. */
static void test_deadline(void)
{
    uint64_t start = clock_monotonic();
    CHECK(!event_wait(&event, event_number(&event), start + 30 * ms));
    uint64_t took = clock_monotonic() - start;
    CHECK(took >= 30 * ms && took < 2030 * ms);
}

int main(void)
{
    event_init(&event);
    test_cancelled();
    test_stopped();
    test_wakes();
    test_deadline();
    puts("events: all well");
    return 0;
}
