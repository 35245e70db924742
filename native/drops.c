#include "drops.h"

#include <string.h>

static lock_t drops_lock; /* guards all below */
static drop_t counted[MAX_DROPS];
static uint32_t counted_length;

#define DROPS_PATIENCE (10 * NANOSECONDS_PER_MILLISECOND)

/* Under the lock. The first place is for what finds none of its own. */
static drop_t *place_of(uint32_t client, uint16_t method, uint16_t reason)
{
    if (counted_length == 0)
        counted_length = 1;
    for (uint32_t i = 1; i < counted_length; i++)
        if (counted[i].client == client && counted[i].method == method && counted[i].reason == reason)
            return &counted[i];
    if (counted_length == MAX_DROPS)
        return &counted[0];
    drop_t *place = &counted[counted_length++];
    *place = (drop_t){.client = client, .method = method, .reason = reason};
    return place;
}

void drops_count(uint32_t client, uint16_t method, uint16_t reason)
{
    if (!lock_take(&drops_lock, DROPS_PATIENCE))
        return;
    place_of(client, method, reason)->count++;
    lock_drop(&drops_lock);
}

uint32_t drops_take(drop_t *drops)
{
    uint32_t length = 0;
    if (!lock_take(&drops_lock, DROPS_PATIENCE))
        return 0;
    for (uint32_t i = 0; i < counted_length; i++)
        if (counted[i].count != 0)
            drops[length++] = counted[i];
    memset(counted, 0, sizeof counted);
    counted_length = 0;
    lock_drop(&drops_lock);
    return length;
}
