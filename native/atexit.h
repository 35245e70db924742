/*
 * atexit.h: what a process that ends in good order takes away with it.
 *
 * Nobody tells Go that the process ends; C's destructors run then. If every record
 * has been dealt with, the files of the run are removed, and the folders that are
 * empty. If not, all of it stays for the next process.
 *
 * On Windows everything stays. It ends all other threads first, whatever they do with
 * those files, and lets nobody remove one that is mapped.
 */
#ifndef SENTRY1C_ATEXIT_H
#define SENTRY1C_ATEXIT_H

#include "platform.h"

enum {
    EXIT_FILE,
    EXIT_FOLDER,      /* removed if it is empty */
    EXIT_OWNED_FOLDER /* the same, but for a file `owner`, which stays as long as the folder does */
};

/* Remembers a file or a folder, to be removed after what is remembered later. False:
 * no memory, or too many. # Threads: the worker only. */
bool atexit_remove(const path_char_t *path, int kind);

/* Whether all of it stays nevertheless. # Threads: the worker only. */
void atexit_keep(bool keep);

/* What the destructor does. */
void atexit_clean(void);

#endif
