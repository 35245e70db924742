#include "atexit.h"
#include "journal.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ENTRIES = 512 };

/* How long the end of a process is held up at most, and how often is looked. */
#define WORKER_PATIENCE (100 * NANOSECONDS_PER_MILLISECOND)
#define NAP (NANOSECONDS_PER_MILLISECOND / 2)

static struct {
    path_char_t *path;
    int kind;
} entries[MAX_ENTRIES];
static atomic_int entry_count;

static size_t path_length(const path_char_t *path)
{
    size_t length = 0;
    while (path[length] != 0)
        length++;
    return length;
}

/* A new path: `path`, then `separator`, then "owner". NULL: no memory. */
static path_char_t *path_of_owner(const path_char_t *path, char separator)
{
    static const char name[] = "owner";
    size_t length = path_length(path);
    path_char_t *joined = malloc((length + 1 + sizeof name) * sizeof *joined);
    if (joined == NULL)
        return NULL;
    memcpy(joined, path, length * sizeof *joined);
    joined[length++] = (path_char_t)separator;
    for (size_t i = 0; i < sizeof name; i++)
        joined[length + i] = (path_char_t)name[i];
    return joined;
}

bool atexit_remove(const path_char_t *path, int kind)
{
    int number = atomic_load(&entry_count);
    if (number >= MAX_ENTRIES)
        return false;
    size_t bytes = (path_length(path) + 1) * sizeof *path;
    path_char_t *copy = malloc(bytes);
    if (copy == NULL)
        return false;
    memcpy(copy, path, bytes);
    entries[number].path = copy;
    entries[number].kind = kind;
    atomic_store(&entry_count, number + 1);
    return true;
}

/* A folder with envelopes in it must go on saying whose it is, so its owner steps
 * out of the way and comes back if the folder stays. */
static void remove_owned(const path_char_t *folder)
{
    path_char_t *inside = path_of_owner(folder, '/');
    path_char_t *beside = path_of_owner(folder, '.');
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

static bool rings_are(bool (*test)(ring_t *))
{
    ring_t *ring;
    for (int i = 0; (ring = journal_ring_number(i)) != NULL; i++)
        if (!test(ring))
            return false;
    return true;
}

static bool holds_nothing(ring_t *ring)
{
    return ring_is_all(ring, is_worthless);
}

/* The worker gets a moment for what was recorded last. */
static bool is_empty(ring_t *ring)
{
    return ring_used(ring) == 0;
}

static void let_worker_finish(void)
{
    uint64_t deadline = clock_monotonic() + WORKER_PATIENCE;
    event_raise(journal_work());
    while (!rings_are(is_empty) && clock_monotonic() < deadline)
        thread_nap(NAP);
}

void atexit_clean(void)
{
    /* What lies there belongs to the process that a child was forked off. */
    if (atomic_load(&entry_count) == 0 || process_is_forked())
        return;
    let_worker_finish();
    if (!rings_are(holds_nothing))
        return;
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
