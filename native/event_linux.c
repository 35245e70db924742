#include "platform.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NANOSECONDS_PER_SECOND 1000000000ull

/* As the system call takes it; 32-bit systems may have another one in C. */
typedef struct {
    long seconds, nanoseconds;
} futex_time_t;

static void futex(event_t *event, int what, uint32_t value, const futex_time_t *time)
{
    syscall(SYS_futex, &event->number, what | FUTEX_PRIVATE_FLAG, value, time, NULL, 0);
}

void event_init(event_t *event)
{
    atomic_init(&event->number, 0);
    atomic_init(&event->sleepers, 0);
}

/* No lock: a thread that is stopped in here, by a debugger or in a handler of a signal that ends the process,
 * would keep it, and with it the calls of all others. */
void event_raise(event_t *event)
{
    atomic_fetch_add_explicit(&event->number, 1, memory_order_seq_cst);
    if (atomic_load_explicit(&event->sleepers, memory_order_seq_cst) != 0)
        futex(event, FUTEX_WAKE, INT_MAX, NULL);
}

/* Sleeps once; false if the deadline has passed. */
static bool sleep_once(event_t *event, uint32_t seen, uint64_t deadline)
{
    if (deadline == EVENT_FOREVER) {
        futex(event, FUTEX_WAIT, seen, NULL);
        return true;
    }
    uint64_t now = clock_monotonic();
    if (now >= deadline)
        return false;
    uint64_t left = deadline - now, seconds = left / NANOSECONDS_PER_SECOND;
    futex_time_t time = {.seconds = seconds < LONG_MAX ? (long)seconds : LONG_MAX,
                         .nanoseconds = (long)(left % NANOSECONDS_PER_SECOND)};
    futex(event, FUTEX_WAIT, seen, &time); /* by the clock that nobody sets */
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
