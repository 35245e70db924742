/*
 * ids.h: the ids that calls hand back, made without asking anybody.
 */
#ifndef SENTRY1C_IDS_H
#define SENTRY1C_IDS_H

#include "abi.h"

/* ID_LONGEST is a UUID with hyphens and braces. */
enum { ID_BYTES = 16, SPAN_ID_BYTES = 8, ID_DIGITS = 32, SPAN_ID_DIGITS = 16, ID_LONGEST = 38 };

/* The generator starts from `seed`, 32 bytes of true chance that differ in every
 * process. Called once, before the first id. */
void ids_init(const uint8_t seed[32]);

/* A new event id: a random UUID (version 4), as Sentry wants.
 * # Threads: any. */
void id_new(uint8_t id[ID_BYTES]);

/* A new span id: random, never zero. */
void span_id_new(uint8_t id[SPAN_ID_BYTES]);

/* Reads 32 hexadecimal digits or a UUID with hyphens (and perhaps braces), in
 * any letter case. False: it is something else. A nil UUID is no id. */
bool id_parse(const WCHAR_T *text, uint32_t length, uint8_t id[ID_BYTES]);

/* Reads 16 hexadecimal digits that are not all zero. */
bool span_id_parse(const WCHAR_T *text, uint32_t length, uint8_t id[SPAN_ID_BYTES]);

/* The span that stands for all that an object sends outside of its own spans: known with
 * the trace, here and in package addin. Its bytes are the trace's first half xored with
 * the second, the lowest bit set. */
void span_id_of(const uint8_t trace[ID_BYTES], uint8_t id[SPAN_ID_BYTES]);

/* Writes two lower-case digits for each of `count` bytes. */
void hex_write(const uint8_t *bytes, uint32_t count, WCHAR_T *text);

#endif
