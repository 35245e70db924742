#include "platform.h"

#include <time.h>

#define NANOSECONDS_PER_SECOND 1000000000ull

void event_init(event_t *event)
{
    atomic_init(&event->number, 0);
    atomic_init(&event->sleepers, 0);
    pthread_mutex_init(&event->mutex, NULL);
    pthread_cond_init(&event->condition, NULL);
}

/* How long the mutex of an event is waited for, which is held for moments only: for longer only by
 * a thread that was ended or stopped in one, or by this very thread, in a handler that ends the process. */
#define EVENT_PATIENCE (1000 * NANOSECONDS_PER_MILLISECOND)

static bool event_lock(event_t *event)
{
    uint64_t deadline = 0;
    while (pthread_mutex_trylock(&event->mutex) != 0) {
        if (deadline == 0)
            deadline = clock_monotonic() + EVENT_PATIENCE;
        if (clock_monotonic() >= deadline)
            return false;
        thread_nap(NANOSECONDS_PER_MILLISECOND / 50);
    }
    return true;
}

void event_raise(event_t *event)
{
    atomic_fetch_add_explicit(&event->number, 1, memory_order_seq_cst);
    if (atomic_load_explicit(&event->sleepers, memory_order_seq_cst) == 0 || !event_lock(event))
        return;
    pthread_cond_broadcast(&event->condition);
    pthread_mutex_unlock(&event->mutex);
}

/* Sleeps once; false if the deadline has passed. */
static bool sleep_once(event_t *event, uint64_t deadline)
{
    if (deadline == EVENT_FOREVER) {
        pthread_cond_wait(&event->condition, &event->mutex);
        return true;
    }
    uint64_t now = clock_monotonic();
    if (now >= deadline)
        return false;
    uint64_t left = deadline - now;
    struct timespec time = {.tv_sec = (time_t)(left / NANOSECONDS_PER_SECOND), .tv_nsec = (long)(left % NANOSECONDS_PER_SECOND)};
    pthread_cond_timedwait_relative_np(&event->condition, &event->mutex, &time);
    return true;
}

bool event_wait(event_t *event, uint32_t seen, uint64_t deadline)
{
    /* A thread that is cancelled here would keep the mutex. */
    int cancel;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
    if (event_lock(event)) {
        atomic_fetch_add_explicit(&event->sleepers, 1, memory_order_seq_cst);
        while (event_number(event) == seen)
            if (!sleep_once(event, deadline))
                break;
        atomic_fetch_sub_explicit(&event->sleepers, 1, memory_order_relaxed);
        pthread_mutex_unlock(&event->mutex);
    }
    pthread_setcancelstate(cancel, NULL);
    return event_number(event) != seen;
}
