/*
 * outlived.c LIBRARY DSN: a process that reports errors is killed, and a child that it forked off
 * goes on. The child holds nothing of its parent's run: the next process takes it over at once.
 */
#include "host.h"

#include <signal.h>
#include <sys/wait.h>

enum { CAPTURES = 20, PATIENCE = 20000, NAP = 20 };

/* The child goes on until the other end of the pipe is closed. */
static void report_and_die(char **arguments, const int *rope)
{
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    CHECK(capture(object, "Ошибка"), "capture");
    nap(500); /* the run is there with all that it holds */
    for (int i = 1; i < CAPTURES; i++)
        CHECK(capture(object, "Ошибка"), "capture");
    pid_t child = fork();
    CHECK(child >= 0, "fork");
    if (child == 0) {
        char nothing;
        alarm(60);
        close(rope[1]);
        CHECK(read(rope[0], &nothing, 1) == 0, "read");
        _exit(0);
    }
    raise(SIGKILL);
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: outlived LIBRARY DSN");
    int rope[2], state = 0;
    CHECK(pipe(rope) == 0, "pipe");
    pid_t reporter = fork();
    CHECK(reporter >= 0, "fork");
    if (reporter == 0)
        report_and_die(arguments, rope);
    CHECK(waitpid(reporter, &state, 0) == reporter && WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL, "it ended with %#x",
          (unsigned)state);

    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    char line[4096] = "", most[32], all[32];
    snprintf(most, sizeof most, "\"sent\":%d,", CAPTURES - 1);
    snprintf(all, sizeof all, "\"sent\":%d,", CAPTURES);
    /* A flush waits for what its own process has recorded, not for what the dead one left,
     * which is all but the first capture, and that one too if there was no time for it. */
    for (int waited = 0; strstr(line, most) == NULL && strstr(line, all) == NULL; waited += NAP) {
        CHECK(waited < PATIENCE, "nobody sent what the dead process left: %s", line);
        nap(NAP);
        property(object, "Statistics", line, sizeof line);
    }
    nap(300); /* for the last one, if it is one of all */
    object_free(&library, object);
    printf("its run was taken over\n");
    return 0;
}
