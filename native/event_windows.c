#include "platform.h"

void event_init(event_t *event)
{
    atomic_init(&event->number, 0);
    atomic_init(&event->sleepers, 0);
}

/* No lock: a thread that is stopped in here, by a debugger or for a picture of the process, would keep
 * it, and with it every call of the others. */
void event_raise(event_t *event)
{
    atomic_fetch_add_explicit(&event->number, 1, memory_order_seq_cst);
    if (atomic_load_explicit(&event->sleepers, memory_order_seq_cst) != 0)
        WakeByAddressAll(&event->number);
}

/* Sleeps once; false if the deadline has passed. */
static bool sleep_once(event_t *event, uint32_t seen, uint64_t deadline)
{
    DWORD wait = INFINITE;
    if (deadline != EVENT_FOREVER) {
        uint64_t now = clock_monotonic();
        if (now >= deadline)
            return false;
        uint64_t milliseconds = (deadline - now + NANOSECONDS_PER_MILLISECOND - 1) / NANOSECONDS_PER_MILLISECOND;
        wait = milliseconds < INFINITE ? (DWORD)milliseconds : INFINITE - 1;
    }
    WaitOnAddress(&event->number, &seen, sizeof seen, wait);
    return true;
}

bool event_wait(event_t *event, uint32_t seen, uint64_t deadline)
{
    atomic_fetch_add_explicit(&event->sleepers, 1, memory_order_seq_cst);
    while (event_number(event) == seen)
        if (!sleep_once(event, seen, deadline))
            break;
    atomic_fetch_sub_explicit(&event->sleepers, 1, memory_order_relaxed);
    return event_number(event) != seen;
}
