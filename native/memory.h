/*
 * memory.h: what is handed to the host, in memory of the host.
 *
 * # Memory
 * Everything written here comes from the object's IMemoryManager and belongs to
 * the host from then on (facts: onec-platform 1.5). Without a manager (none set,
 * or after Done), or when it refuses, the answer is nothing at all: NULL or an
 * EMPTY variant, never memory of our own.
 */
#ifndef SENTRY1C_MEMORY_H
#define SENTRY1C_MEMORY_H

#include "abi.h"

/* A terminated copy of `length` code units; NULL without memory. */
WCHAR_T *memory_copy(struct IMemoryManager *memory, const WCHAR_T *text, uint32_t length);

void value_set_empty(tVariant *value);
void value_set_bool(tVariant *value, bool truth);
void value_set_integer(tVariant *value, int32_t number);

/* False, and EMPTY, without memory. */
bool value_set_text(tVariant *value, struct IMemoryManager *memory, const WCHAR_T *text, uint32_t length);

#endif
