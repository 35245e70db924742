#include "platform.h"

enum { SPINS = 200, YIELDS = 50 };

#define NAP (50 * 1000) /* nanoseconds between two looks at a lock that stays held */

static inline void relax(void)
{
#if defined(__i386__) || defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static bool lock_try(lock_t *lock)
{
    return atomic_load_explicit(&lock->held, memory_order_relaxed) == 0 &&
           atomic_exchange_explicit(&lock->held, 1, memory_order_acquire) == 0;
}

bool lock_take(lock_t *lock, uint64_t timeout)
{
    for (int i = 0; i < SPINS; i++) {
        if (lock_try(lock))
            return true;
        relax();
    }
    uint64_t deadline = clock_monotonic() + timeout;
    for (int i = 0;; i++) {
        if (lock_try(lock))
            return true;
        if (clock_monotonic() >= deadline)
            return false;
        thread_nap(i < YIELDS ? 0 : NAP);
    }
}

void lock_drop(lock_t *lock)
{
    atomic_store_explicit(&lock->held, 0, memory_order_release);
}

uint32_t event_number(event_t *event)
{
    return atomic_load_explicit(&event->number, memory_order_seq_cst);
}

void pages_touch(void *pages, size_t bytes)
{
    enum { PAGE = 4096 }; /* no system has smaller ones */
    volatile uint8_t *touched = pages;
    for (size_t at = 0; at < bytes; at += PAGE)
        touched[at] = touched[at];
}
