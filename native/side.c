#include "side.h"
#include "files.h"

#include <stdlib.h>
#include <string.h>

typedef struct block {
    struct block *next;
    uint32_t number;
    uint32_t bytes;
    bool in_file;
    uint8_t data[]; /* nothing if it is in a file */
} block_t;

static lock_t side_lock; /* guards all below but the folder */
static block_t *blocks;
static uint32_t last_block;
static size_t side_total;

static path_char_t folder[MAX_SIDE_FOLDER + 1];
static atomic_bool has_folder;

#define SIDE_PATIENCE (50 * NANOSECONDS_PER_MILLISECOND)

enum { MAX_SIDE_PATH = MAX_SIDE_FOLDER + 1 + NAME_SIDE_DIGITS };

bool side_set_folder(const path_char_t *path)
{
    size_t length = 0;
    while (path[length] != 0)
        if (++length > MAX_SIDE_FOLDER)
            return false;
    memcpy(folder, path, (length + 1) * sizeof *path);
    atomic_store(&has_folder, true);
    return true;
}

/* <folder>/<digits>, as package addin looks for it. */
static void path_of(uint32_t number, path_char_t path[MAX_SIDE_PATH + 1])
{
    static const char digits[] = "0123456789abcdef";
    size_t length = 0;
    for (; folder[length] != 0; length++)
        path[length] = folder[length];
    path[length++] = PATH_SEPARATOR[0];
    for (int shift = 4 * (NAME_SIDE_DIGITS - 1); shift >= 0; shift -= 4)
        path[length++] = (path_char_t)digits[number >> shift & 15];
    path[length] = 0;
}

static void side_take(void)
{
    while (!lock_take(&side_lock, SIDE_PATIENCE))
        ;
}

/* Under the lock: the link that points to the block, or to NULL. */
static block_t **find(uint32_t number)
{
    block_t **link = &blocks;
    while (*link != NULL && (*link)->number != number)
        link = &(*link)->next;
    return link;
}

/* Lists the block and gives it a number; 0 if there is no room for it. */
static uint32_t list_block(block_t *block)
{
    uint32_t number = 0;
    if (!lock_take(&side_lock, SIDE_PATIENCE))
        return 0;
    if (block->bytes <= SIDE_TOTAL_LIMIT - side_total) {
        if (++last_block == 0)
            last_block = 1;
        number = block->number = last_block;
        block->next = blocks;
        blocks = block;
        side_total += block->bytes;
    }
    lock_drop(&side_lock);
    return number;
}

static bool write_file(const void *data, uint32_t bytes, uint32_t number)
{
    path_char_t path[MAX_SIDE_PATH + 1];
    path_of(number, path);
    /* What lies there belongs to others too: as much again must stay free. */
    uint64_t room = file_room(folder);
    return (room == 0 || room / 2 >= bytes) && file_create(path, data, bytes);
}

/* `listed` tells whether there was place below the limit. */
static uint32_t put_file(const void *data, uint32_t bytes, bool *listed)
{
    block_t *block = malloc(sizeof *block);
    if (block == NULL)
        return 0;
    block->bytes = bytes;
    block->in_file = true;
    uint32_t number = list_block(block);
    *listed = number != 0;
    if (number == 0)
        free(block);
    else if (write_file(data, bytes, number))
        return number;
    else
        side_drop(number);
    return 0;
}

static uint32_t put_memory(const void *data, uint32_t bytes)
{
    block_t *block = malloc(sizeof *block + bytes);
    if (block == NULL)
        return 0;
    block->bytes = bytes;
    block->in_file = false;
    memcpy(block->data, data, bytes);
    uint32_t number = list_block(block);
    if (number == 0)
        free(block);
    return number;
}

uint32_t side_put(const void *data, uint32_t bytes, bool *in_file)
{
    uint32_t number = 0;
    bool listed = true;
    *in_file = *in_file && atomic_load(&has_folder);
    if (*in_file)
        number = put_file(data, bytes, &listed);
    /* A disk that is full does not cost the value. Place that has come up meanwhile is for
     * the next one: in memory this one would not outlive the process. */
    if (number == 0 && listed) {
        *in_file = false;
        number = put_memory(data, bytes);
    }
    return number;
}

bool side_get(uint32_t number, const uint8_t **data, uint32_t *bytes)
{
    side_take();
    block_t *block = *find(number);
    lock_drop(&side_lock);
    if (block == NULL || block->in_file)
        return false;
    *data = block->data;
    *bytes = block->bytes;
    return true;
}

static void remove_file(const block_t *block)
{
    path_char_t path[MAX_SIDE_PATH + 1];
    path_of(block->number, path);
    file_remove(path);
}

void side_remove_files(void)
{
    if (!lock_take(&side_lock, SIDE_PATIENCE))
        return;
    for (const block_t *block = blocks; block != NULL; block = block->next)
        if (block->in_file)
            remove_file(block);
    lock_drop(&side_lock);
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
    if (block != NULL && block->in_file)
        remove_file(block);
    free(block);
}
