#include "host.h"

struct thread {
    void (*run)(void *argument);
    void *argument;
#if defined(_WIN32)
    HANDLE handle;
#else
    pthread_t handle;
#endif
};

#if defined(_WIN32)

static DWORD WINAPI begin(void *given)
{
    thread_t *thread = given;
    thread->run(thread->argument);
    return 0;
}

thread_t *thread_start(void (*run)(void *argument), void *argument, size_t stack)
{
    thread_t *thread = malloc(sizeof *thread);
    CHECK(thread != NULL, "no memory");
    thread->run = run;
    thread->argument = argument;
    thread->handle = CreateThread(NULL, stack, begin, thread, stack != 0 ? STACK_SIZE_PARAM_IS_A_RESERVATION : 0, NULL);
    CHECK(thread->handle != NULL, "CreateThread: error %lu", GetLastError());
    return thread;
}

void thread_join(thread_t *thread)
{
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
}

void nap(int milliseconds)
{
    Sleep((DWORD)milliseconds);
}

#else

#include <dirent.h>

static void *begin(void *given)
{
    thread_t *thread = given;
    thread->run(thread->argument);
    return NULL;
}

thread_t *thread_start(void (*run)(void *argument), void *argument, size_t stack)
{
    thread_t *thread = malloc(sizeof *thread);
    CHECK(thread != NULL, "no memory");
    thread->run = run;
    thread->argument = argument;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(stack == 0 || pthread_attr_setstacksize(&attributes, stack) == 0, "a stack of %zu bytes", stack);
    CHECK(pthread_create(&thread->handle, &attributes, begin, thread) == 0, "pthread_create");
    pthread_attr_destroy(&attributes);
    return thread;
}

void thread_join(thread_t *thread)
{
    pthread_join(thread->handle, NULL);
    free(thread);
}

void nap(int milliseconds)
{
    usleep((useconds_t)milliseconds * 1000);
}

pthread_t thread_handle(const thread_t *thread)
{
    return thread->handle;
}

long status(const char *name)
{
    char line[256];
    long value = -1;
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file != NULL, "/proc/self/status");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            value = strtol(line + strlen(name), NULL, 10);
    fclose(file);
    CHECK(value >= 0, "%s is not in /proc/self/status", name);
    return value;
}

long descriptors(void)
{
    long count = 0;
    DIR *folder = opendir("/proc/self/fd");
    CHECK(folder != NULL, "/proc/self/fd");
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

#endif
