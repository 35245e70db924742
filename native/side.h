/*
 * side.h: values too long for the ring. A record names such a value by a number
 * and the worker fetches it from here: from memory, or, for records that must outlive
 * the process, from a file of that number.
 */
#ifndef SENTRY1C_SIDE_H
#define SENTRY1C_SIDE_H

#include "platform.h"

/* All side blocks together: what a process may lend to a worker that is behind. */
#ifndef SIDE_TOTAL_LIMIT
#define SIDE_TOTAL_LIMIT (sizeof(void *) == 8 ? 128u << 20 : 48u << 20)
#endif

/* The longest path of a folder, in its characters. */
enum { MAX_SIDE_FOLDER = 2000 };

/* From now on durable blocks become files of this folder, which must be private.
 * Called once, by the worker. False: the path is too long. */
bool side_set_folder(const path_char_t *folder);

/*
 * Copies `bytes` bytes; the number of the block, or 0 if there is no memory or the
 * blocks together would pass SIDE_TOTAL_LIMIT. `*in_file` asks for a file and tells
 * whether the block is in one: it is not only if the file could not be made.
 *
 * # Threads
 * Any. Waits for the disk if it makes a file.
 */
uint32_t side_put(const void *data, uint32_t bytes, bool *in_file);

/*
 * Finds a block in memory; false if there is none of this number.
 *
 * # Threads
 * The worker only.
 *
 * # Memory
 * Valid until side_drop.
 */
bool side_get(uint32_t number, const uint8_t **data, uint32_t *bytes);

/* Frees a block, and removes its file. */
void side_drop(uint32_t number);

/*
 * Removes the files of all blocks: no record needs them any more, and what they say lies there
 * as it was given.
 *
 * # Threads
 * Any, when nothing is recorded any more. Waits for the others no longer than a call does.
 */
void side_remove_files(void);

#endif
