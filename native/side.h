/*
 * side.h: values too long for the ring. A record names such a value by a number
 * and the worker fetches it from here.
 */
#ifndef SENTRY1C_SIDE_H
#define SENTRY1C_SIDE_H

#include <stdbool.h>
#include <stdint.h>

/* All side blocks together: what a process may lend to a worker that is behind. */
#define SIDE_TOTAL_LIMIT (sizeof(void *) == 8 ? 128u << 20 : 48u << 20)

/* Copies `bytes` bytes; the number of the block, or 0 if there is no memory or
 * the blocks together would pass SIDE_TOTAL_LIMIT. # Threads: any. */
uint32_t side_put(const void *data, uint32_t bytes);

/*
 * Finds a block; false if there is none of this number.
 *
 * # Threads
 * The worker only.
 *
 * # Memory
 * Valid until side_drop.
 */
bool side_get(uint32_t number, const uint8_t **data, uint32_t *bytes);
void side_drop(uint32_t number);

#endif
