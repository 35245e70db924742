/*
 * forks.c LIBRARY DSN: the host starts programs while the library works. They run, end, and
 * inherit nothing of the library's.
 */
#include "host.h"

#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static bool open_before[1024];

static void each_descriptor(void (*visit)(int descriptor))
{
    DIR *folder = opendir("/proc/self/fd");
    CHECK(folder != NULL, "/proc/self/fd");
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        int descriptor = (int)strtol(entry->d_name, NULL, 10);
        if (entry->d_name[0] != '.' && descriptor != dirfd(folder) && descriptor < 1024)
            visit(descriptor);
    }
    closedir(folder);
}

static void remember(int descriptor)
{
    open_before[descriptor] = true;
}

static void must_not_be_inherited(int descriptor)
{
    CHECK(open_before[descriptor] || (fcntl(descriptor, F_GETFD) & FD_CLOEXEC), "descriptor %d of the library is inherited",
          descriptor);
}

static void ended_well(pid_t child)
{
    int state = 0;
    CHECK(waitpid(child, &state, 0) == child && WIFEXITED(state) && WEXITSTATUS(state) == 0, "a program ended with %#x",
          (unsigned)state);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: forks LIBRARY DSN");
    each_descriptor(remember);
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    for (int i = 0; i < 60; i++) {
        for (int n = 0; n < 20; n++)
            CHECK(capture(object, "Ошибка"), "capture");
        each_descriptor(must_not_be_inherited);
        pid_t child = -1;
        switch (i % 3) {
        case 0:
            child = fork();
            if (child == 0) {
                execl("/bin/true", "true", (char *)NULL);
                _exit(4);
            }
            break;
        case 1:
            child = fork(); /* and no exec: a child that only writes something down and goes */
            if (child == 0)
                _exit(0);
            break;
        default: {
            char *words[] = {"true", NULL};
            CHECK(posix_spawn(&child, "/bin/true", NULL, NULL, words, environ) == 0, "posix_spawn");
        }
        }
        CHECK(child > 0, "fork");
        ended_well(child);
    }
    CHECK(flush(object, 20000), "not all was sent");
    object_free(&library, object);
    printf("60 programs ran\n");
    return 0;
}
