/*
 * idle.c LIBRARY DSN SECONDS: a library that has nothing to do does nothing: its threads do
 * not wake, and it takes little memory and few threads.
 */
#include "host.h"

#include <dirent.h>

/* It takes about 16 MB: 9 of the library's file, 4 of the ring, the rest heap. A heap that has just been used may be
 * 4 MB larger. It has about 6 threads; Go starts some more where a busy machine keeps those that write files waiting,
 * and keeps them. */
enum { ALLOWED_MEMORY = 24 * 1024 /* KB */, ALLOWED_THREADS = 16 };

/* How often the threads of this process, but for this one, were given a processor. */
static long switches(void)
{
    long sum = 0;
    char path[300], line[256];
    DIR *folder = opendir("/proc/self/task");
    CHECK(folder != NULL, "/proc/self/task");
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || strtol(entry->d_name, NULL, 10) == getpid())
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue; /* the thread has just ended */
        while (fgets(line, sizeof line, file) != NULL)
            if (strstr(line, "ctxt_switches:") != NULL)
                sum += strtol(strchr(line, ':') + 1, NULL, 10);
        fclose(file);
    }
    closedir(folder);
    return sum;
}

int main(int count, char **arguments)
{
    CHECK(count >= 4, "usage: idle LIBRARY DSN SECONDS");
    int seconds = (int)strtol(arguments[3], NULL, 10);
    long empty = status("VmRSS:"), alone = status("Threads:");
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    for (int i = 0; i < 20; i++)
        CHECK(capture(object, "Ошибка"), "capture");
    CHECK(flush(object, 20000), "not all was sent");
    /* The collector goes to sleep, and a connection is kept open for 30 seconds: the first minute is not idle
     * yet. Afterwards a quiet while must come, and soon. Go's watchdog, which cannot be turned off, looks around
     * once a minute, which takes two turns on a processor. */
    long wakeups = 0, allowed = 2L * (seconds / 60), tries = 0;
    do {
        nap(tries == 0 ? 15000 : 5000);
        long before = switches();
        nap(seconds * 1000);
        wakeups = switches() - before;
        tries++;
    } while (wakeups > allowed && tries < 5);
    long memory = status("VmRSS:") - empty, threads = status("Threads:") - alone;
    printf("%d seconds, after %ld tries: %ld wake-ups, %ld KB (heaps %ld, files %ld, rings %ld), %ld threads\n", seconds,
           tries, wakeups, memory, status("RssAnon:"), status("RssFile:"), status("RssShmem:"), threads);
    CHECK(wakeups <= allowed, "threads of the library woke %ld times", wakeups);
    CHECK(memory <= ALLOWED_MEMORY, "the library takes %ld KB", memory);
    CHECK(threads <= ALLOWED_THREADS, "the library has %ld threads", threads);
    object_free(&library, object);
    return 0;
}
