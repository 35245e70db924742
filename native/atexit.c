#include "atexit.h"
#include "files.h"
#include "growth.h"
#include "journal.h"
#include "side.h"
#include "table.h"

#include <stdlib.h>

enum { MAX_ENTRIES = 512 };

/* How long the end of a process is held up at most, and how often is looked. */
#define WORKER_PATIENCE (100 * NANOSECONDS_PER_MILLISECOND)

/* And so long where there was no place for a ring: what is recorded in memory goes with it. */
#define MEMORY_PATIENCE (2000 * NANOSECONDS_PER_MILLISECOND)
#define NAP (NANOSECONDS_PER_MILLISECOND / 2)

static struct {
    path_char_t *path;
    int kind;
} entries[MAX_ENTRIES];
static atomic_int entry_count;
static atomic_bool keeps;

bool atexit_remove(const path_char_t *path, int kind)
{
    int number = atomic_load(&entry_count);
    if (number >= MAX_ENTRIES)
        return false;
    path_char_t *copy = path_new(path, path_length(path), "");
    if (copy == NULL)
        return false;
    entries[number].path = copy;
    entries[number].kind = kind;
    atomic_store(&entry_count, number + 1);
    return true;
}

void atexit_keep(bool keep)
{
    atomic_store(&keeps, keep);
}

/* A folder with envelopes in it must go on saying whose it is, so its owner steps
 * out of the way and comes back if the folder stays. */
static void remove_owned(const path_char_t *folder)
{
    path_char_t *inside = path_new(folder, path_length(folder), PATH_SEPARATOR NAME_OWNER);
    path_char_t *beside = path_new(folder, path_length(folder), "." NAME_OWNER);
    if (inside != NULL && beside != NULL && file_rename(inside, beside)) {
        if (folder_remove(folder))
            file_remove(beside);
        else
            file_rename(beside, inside);
    }
    free(inside);
    free(beside);
}

/* Without its process, a record that only changes a scope or tells of an object's end
 * says nothing any more. */
static bool is_worthless(const record_t *record)
{
    if (record->method >= RECORD_METHOD_PROPERTY)
        return true;
    const table_t *table = table_wait(0);
    return table != NULL && record->method < table->method_count &&
           (table->methods[record->method].flags & METHOD_SCOPE) != 0;
}

/* The worker gets a moment for what was recorded last. */
static void let_worker_finish(void)
{
    uint64_t deadline = clock_monotonic() + (journal_outlives() ? WORKER_PATIENCE : MEMORY_PATIENCE);
    event_raise(journal_work());
    while (!journal_is_empty() && clock_monotonic() < deadline)
        thread_nap(NAP);
}

void atexit_clean(void)
{
    /* What lies there belongs to the process that a child was forked off. */
    if (atomic_load(&entry_count) == 0 || process_is_forked())
        return;
    /* Other threads of the host may go on reporting until it has ended. */
    if (!journal_close())
        return;
    let_worker_finish();
    if (atomic_load(&keeps) || !journal_is_all(is_worthless))
        return;
    growth_end();
    side_remove_files();
    for (int i = atomic_load(&entry_count) - 1; i >= 0; i--) {
        switch (entries[i].kind) {
        case EXIT_FILE:
            file_remove(entries[i].path);
            break;
        case EXIT_FOLDER:
            folder_remove(entries[i].path);
            break;
        default:
            remove_owned(entries[i].path);
        }
    }
}

#if !defined(_WIN32)
__attribute__((destructor)) static void at_exit(void)
{
    atexit_clean();
}
#endif
