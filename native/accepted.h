/*
 * accepted.h: what the worker has said, kept for threads of 1C that cannot wait until it
 * says it again: the terms on which it accepted a call that begins an object, and answers
 * that it publishes while it has much to do.
 */
#ifndef SENTRY1C_ACCEPTED_H
#define SENTRY1C_ACCEPTED_H

#include "abi.h"
#include "platform.h"

/* How many of the first arguments make two calls the same, and how long they may be
 * together, in bytes: what is longer is not remembered, nor is what leaves the first one
 * empty. */
enum { ACCEPTED_ARGUMENTS = 2, ACCEPTED_LIMIT = 8 << 10 };

/* What an answer makes of an object (reply.h). */
typedef struct {
    uint32_t client;
    uint32_t ring;
    uint32_t shutdown_timeout;
} terms_t;

/* Remembers the terms of a call. # Threads: any, and so for all below. Nothing here waits
 * longer than some milliseconds: what cannot be had is asked for again. */
void accepted_add(uint32_t method, const tVariant *params, uint32_t count, const terms_t *terms);

/* The terms of a call with the same first arguments; false if there was none. */
bool accepted_find(uint32_t method, const tVariant *params, uint32_t count, terms_t *terms);

/* Forgets all: the worker has refused, or given up, what it accepted before. */
void accepted_forget(void);

/* Publishes the value of a property for objects of a client. The text is copied. */
void published_set(uint32_t property, uint32_t client, const WCHAR_T *text, uint32_t length);

/* How old a published value may be. */
#define PUBLISHED_FRESH (1000 * NANOSECONDS_PER_MILLISECOND)

/* A published value that is fresh, to be freed; NULL: there is none. */
WCHAR_T *published_get(uint32_t property, uint32_t client, uint32_t *length);

#endif
