#include "table.h"
#include "platform.h"
#include "utf16.h"

static const table_t *_Atomic published;

/* How often a waiter looks: the wait ends within milliseconds, once in the life
 * of the process, and the event of platform.h would need somebody to make it
 * before the runtime starts. */
#define LOOK (NANOSECONDS_PER_MILLISECOND / 2)

void table_publish(const table_t *table)
{
    atomic_store_explicit(&published, table, memory_order_release);
}

const table_t *table_wait(uint64_t timeout)
{
    const table_t *table = atomic_load_explicit(&published, memory_order_acquire);
    if (table != NULL)
        return table;
    uint64_t deadline = clock_monotonic() + timeout;
    do {
        thread_nap(LOOK);
        table = atomic_load_explicit(&published, memory_order_acquire);
    } while (table == NULL && clock_monotonic() < deadline);
    return table;
}

static bool is_named(const WCHAR_T *const names[2], const WCHAR_T *name)
{
    return utf16_same_name(names[0], name) || utf16_same_name(names[1], name);
}

long table_find_method(const table_t *table, const WCHAR_T *name)
{
    for (uint32_t i = 0; i < table->method_count; i++)
        if (is_named(table->methods[i].names, name))
            return (long)i;
    return -1;
}

long table_find_property(const table_t *table, const WCHAR_T *name)
{
    for (uint32_t i = 0; i < table->property_count; i++)
        if (is_named(table->properties[i].names, name))
            return (long)i;
    return -1;
}
