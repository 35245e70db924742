/*
 * forks.c LIBRARY DSN: the host starts programs while the library works. They run, end, and
 * inherit nothing of the library's. A child that goes on without a program finds the library
 * switched off, and takes nothing from its parent when it ends.
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

/* Ends as main does: the library's own end runs in the child, too. */
_Noreturn static void use_and_exit(library_t *library, object_t *object)
{
    static const WCHAR_T name[] = {'S', 'e', 'n', 't', 'r', 'y', 0};
    void *component = NULL;
    alarm(10);
    CHECK(library->get_class_object(name, &component) == 0, "a child was given an object");
    for (int i = 0; i < 100; i++)
        CHECK(!capture(object, "Ошибка"), "a child was given an id");
    CHECK(!flush(object, 60000), "a child sent everything");
    object_free(library, object);
    exit(0);
}

static void must_be_whole(object_t *object)
{
    char line[4096];
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps != NULL, "/proc/self/maps");
    while (fgets(line, sizeof line, maps) != NULL)
        CHECK(strstr(line, ".ring (deleted)") == NULL, "a child removed the ring of its parent");
    fclose(maps);
    property(object, "Statistics", line, sizeof line);
    CHECK(strstr(line, "\"degraded\":[]") != NULL, "%s", line);
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
        switch (i % 5) {
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
        case 2:
            child = fork();
            if (child == 0)
                exit(0);
            break;
        case 3:
            child = fork();
            if (child == 0)
                use_and_exit(&library, object);
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
    must_be_whole(object);
    object_free(&library, object);
    printf("60 programs ran\n");
    return 0;
}
