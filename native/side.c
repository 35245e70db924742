#include "side.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

typedef struct block {
    struct block *next;
    uint32_t number;
    uint32_t bytes;
    uint8_t data[];
} block_t;

static lock_t side_lock; /* guards all below */
static block_t *blocks;
static uint32_t last_block;
static size_t side_total;

#define SIDE_PATIENCE (50 * NANOSECONDS_PER_MILLISECOND)

uint32_t side_put(const void *data, uint32_t bytes)
{
    block_t *block = malloc(sizeof *block + bytes);
    if (block == NULL)
        return 0;
    block->bytes = bytes;
    memcpy(block->data, data, bytes);
    uint32_t number = 0;
    if (lock_take(&side_lock, SIDE_PATIENCE)) {
        if (bytes <= SIDE_TOTAL_LIMIT - side_total) {
            if (++last_block == 0)
                last_block = 1;
            number = last_block;
            block->number = number;
            block->next = blocks;
            blocks = block;
            side_total += bytes;
        }
        lock_drop(&side_lock);
    }
    if (number == 0)
        free(block);
    return number;
}

/* Under the lock: the link that points to the block, or to NULL. */
static block_t **find(uint32_t number)
{
    block_t **link = &blocks;
    while (*link != NULL && (*link)->number != number)
        link = &(*link)->next;
    return link;
}

static void side_take(void)
{
    while (!lock_take(&side_lock, SIDE_PATIENCE))
        ;
}

bool side_get(uint32_t number, const uint8_t **data, uint32_t *bytes)
{
    side_take();
    block_t *block = *find(number);
    lock_drop(&side_lock);
    if (block == NULL)
        return false;
    *data = block->data;
    *bytes = block->bytes;
    return true;
}

void side_drop(uint32_t number)
{
    side_take();
    block_t **link = find(number);
    block_t *block = *link;
    if (block != NULL) {
        *link = block->next;
        side_total -= block->bytes;
    }
    lock_drop(&side_lock);
    free(block);
}
