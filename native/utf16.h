/*
 * utf16.h: the little that C must know of UTF-16 text. The C library is no help:
 * its wide characters have 32 bits outside of Windows, and its letter cases
 * depend on a locale that a server may lack.
 */
#ifndef SENTRY1C_UTF16_H
#define SENTRY1C_UTF16_H

#include "abi.h"

/* Code units before the terminator. */
uint32_t utf16_length(const WCHAR_T *text);

/* Equal without regard to the case of Latin and Cyrillic letters: the names that
 * a 1C developer types. Both are terminated. */
bool utf16_same_name(const WCHAR_T *a, const WCHAR_T *b);

/* Whether a word in small letters stands in a text of `length` units, in any case. */
bool utf16_contains(const WCHAR_T *text, uint32_t length, const WCHAR_T *word);

static inline bool utf16_is_high_surrogate(WCHAR_T c) { return (c & 0xFC00) == 0xD800; }
static inline bool utf16_is_low_surrogate(WCHAR_T c) { return (c & 0xFC00) == 0xDC00; }

#endif
