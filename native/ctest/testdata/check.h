/* check.h: assertions of the C tests. A failed one says where and ends the program. */
#ifndef SENTRY1C_CHECK_H
#define SENTRY1C_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                           \
    do {                                                                           \
        if (!(condition)) {                                                        \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                               \
        }                                                                          \
    } while (0)

#define CHECK_EQUAL(got, want)                                                                              \
    do {                                                                                                    \
        long long got_value = (long long)(got), want_value = (long long)(want);                             \
        if (got_value != want_value) {                                                                      \
            fprintf(stderr, "%s:%d: %s is %lld, want %lld\n", __FILE__, __LINE__, #got, got_value, want_value); \
            exit(1);                                                                                        \
        }                                                                                                   \
    } while (0)

#endif
