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

static lock_t lock; /* guards all below */
static block_t *blocks;
static uint32_t last_number;
static size_t total;

#define PATIENCE (50 * NANOSECONDS_PER_MILLISECOND)

uint32_t side_put(const void *data, uint32_t bytes)
{
    block_t *block = malloc(sizeof *block + bytes);
    if (block == NULL)
        return 0;
    block->bytes = bytes;
    memcpy(block->data, data, bytes);
    uint32_t number = 0;
    if (lock_take(&lock, PATIENCE)) {
        if (bytes <= SIDE_TOTAL_LIMIT - total) {
            if (++last_number == 0)
                last_number = 1;
            number = last_number;
            block->number = number;
            block->next = blocks;
            blocks = block;
            total += bytes;
        }
        lock_drop(&lock);
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

static void take(void)
{
    while (!lock_take(&lock, PATIENCE))
        ;
}

bool side_get(uint32_t number, const uint8_t **data, uint32_t *bytes)
{
    take();
    block_t *block = *find(number);
    lock_drop(&lock);
    if (block == NULL)
        return false;
    *data = block->data;
    *bytes = block->bytes;
    return true;
}

void side_drop(uint32_t number)
{
    take();
    block_t **link = find(number);
    block_t *block = *link;
    if (block != NULL) {
        *link = block->next;
        total -= block->bytes;
    }
    lock_drop(&lock);
    free(block);
}
