/* host.h: what the parts of the measuring host share. */
#ifndef SENTRY1C_BENCH_HOST_H
#define SENTRY1C_BENCH_HOST_H

#include "abi.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_THREADS = 8 };

/* What host.c is called with, and the objects that are measured, one for each thread. */
extern const char *server, *options;
extern void *objects[MAX_THREADS];

/* host.c: ends the process with a word to stderr. */
_Noreturn void fail(const char *what);
/* A figure of /proc/self/status, and a line with a figure of ours. */
long status(const char *field);
void print_figure(const char *name, double figure);

/* object.c: the component through its ABI. */
void open_library(const char *path);
void *create(const char *dsn);
void destroy(void **object);
long method(void *object, const char *name);
tVariant call(void *object, long number, tVariant *arguments, long count);
void drop(tVariant *result);
tVariant value(const char *text); /* the caller frees pwstrVal */
void settle(void *object);        /* waits until the records of the object are applied, whatever the server does */
void await_sent(void *object, int seconds); /* waits until nothing waits to be sent, at most so long */

/* measure.c: calls in bursts and one by one. */
uint64_t now(void);
void print(const char *name, const char *at, int threads, uint32_t *samples, size_t count);
void hot(const char *name, const char *method_name, tVariant *arguments, long count, int threads, int together,
         int bursts, bool busy);
void paced(const char *name, const char *method_name, tVariant *arguments, long count, int calls);
void empty_paced(const char *name, int calls); /* a call that does nothing, by the same clock */
extern char error_text[16000]; /* after make_text: 2,000 Cyrillic characters that look like a stack of 1C */
void make_text(void);

/* kinds.c: the calls for all that is no error. */
void measure_kinds(void);

/* burst.c: 20,000 different errors from 8 threads, and the memory that they take. */
void measure_burst(void);

#endif
