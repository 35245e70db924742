/*
 * host.h: what 1C does with an add-in, in C: loads the library, makes objects, calls
 * methods by name, gives memory. No Go here, so that what a host in C notices
 * (signals, stacks, conventions, memory) is the library's doing. For Linux and Windows.
 *
 * Everything that goes wrong ends the process with a message: a test is a program
 * that ends with 0.
 */
#ifndef SENTRY1C_GUESTTEST_HOST_H
#define SENTRY1C_GUESTTEST_HOST_H

#include "abi.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>
#endif

#define CHECK(truth, ...)                                                                                              \
    do {                                                                                                               \
        if (!(truth))                                                                                                  \
            fail(__FILE__, __LINE__, __VA_ARGS__);                                                                     \
    } while (0)

_Noreturn void fail(const char *file, int line, const char *format, ...);

typedef const WCHAR_T *(*get_class_names_t)(void);
typedef long (*get_class_object_t)(const WCHAR_T *name, void **component);
typedef long (*destroy_object_t)(void **component);
typedef int (*set_platform_capabilities_t)(int level);
typedef int (*get_attach_type_t)(void);

typedef struct {
    void *handle;
    get_class_names_t get_class_names;
    get_class_object_t get_class_object;
    destroy_object_t destroy_object;
    set_platform_capabilities_t set_platform_capabilities;
    get_attach_type_t get_attach_type;
} library_t;

/* `path` is the first argument of the program: Windows looks it up there once more, in full. */
library_t library_open(const char *path);
void library_close(library_t *library);

/* The tables of functions that an object begins with, in the order of abi.h. */
typedef struct {
    const struct IInitDoneBase *init_done;
    const struct ILanguageExtenderBase *language;
    const struct LocaleBase *locale;
    const struct UserLanguageBase *user_language;
} object_t;

#define BASE(object, n) ((void *)((void **)(object) + (n)))

/* An object that went through everything up to the first call. */
object_t *object_new(library_t *library);
/* Done, DestroyObject. */
void object_free(library_t *library, object_t *object);

/* Arguments of call: a text in UTF-8, or a number. */
#define TEXT_ARGUMENT(text) (argument_t){.string = (text)}
#define NUMBER_ARGUMENT(n) (argument_t){.number = (n)}
typedef struct {
    const char *string;
    int32_t number;
} argument_t;

/* Calls a method by name. A text that it answers is copied into `answer` of `size`
 * bytes; the result is true for it if it is not empty, and what a Boolean method answers. */
bool call(object_t *object, const char *method, const argument_t *arguments, long count, char *answer, size_t size);

/* The value of a property that is a text. */
void property(object_t *object, const char *name, char *answer, size_t size);

/* Shorthands. */
bool object_init(object_t *object, const char *dsn, const char *options);
bool capture(object_t *object, const char *text);
bool flush(object_t *object, int milliseconds);

/* Blocks of the memory manager that are not freed. */
extern atomic_long host_blocks;

/* Threads of the host, with a stack of `stack` bytes (0: the system's usual one). */
typedef struct thread thread_t;
thread_t *thread_start(void (*run)(void *argument), void *argument, size_t stack);
void thread_join(thread_t *thread);
void nap(int milliseconds);

#if !defined(_WIN32)
pthread_t thread_handle(const thread_t *thread);
/* A number of /proc/self/status, such as "VmRSS:" in KB or "Threads:". */
long status(const char *name);
/* Open file descriptors. */
long descriptors(void);
#endif

#endif
