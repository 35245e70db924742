/* durable.h: a file for the durable ring, as package ringfile makes it, in a folder of its own. */
#ifndef SENTRY1C_DURABLE_H
#define SENTRY1C_DURABLE_H

#include "check.h"
#include "journal.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char durable_folder[64];

/* Makes the durable ring; its file is RUN.ring. */
static inline void durable_begin(void)
{
    strcpy(durable_folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/sentry1c-ctest-XXXXXX" : "/tmp/sentry1c-ctest-XXXXXX");
    CHECK(mkdtemp(durable_folder) != NULL);
    char path[128];
    snprintf(path, sizeof path, "%s/0123456789abcdef.ring", durable_folder);
    static uint8_t page[RINGFILE_RECORDS_AT];
    memset(page, 0x5A, sizeof page);
    ring_header_t header = {.version = JOURNAL_FORMAT_VERSION, .capacity = RING_BYTES / RECORD_ALIGN};
    memcpy(page + RINGFILE_HEADER_AT, &header, sizeof header);
    CHECK(file_create_long(path, page, sizeof page, sizeof page + RING_BYTES));
    uint8_t *file = file_map(path, sizeof page + RING_BYTES);
    CHECK(file != NULL);
    CHECK(journal_set_durable(file, RING_BYTES, path));
}

/* The files of the folder; each is shown to `look`, which may be NULL. */
static inline int durable_files(void (*look)(const char *path))
{
    int count = 0;
    DIR *folder = opendir(durable_folder);
    CHECK(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        char path[512];
        snprintf(path, sizeof path, "%s/%s", durable_folder, entry->d_name);
        if (look != NULL)
            look(path);
        count++;
    }
    closedir(folder);
    return count;
}

static inline void durable_remove(const char *path)
{
    unlink(path);
}

static inline void durable_end(void)
{
    durable_files(durable_remove);
    rmdir(durable_folder);
}

#endif
