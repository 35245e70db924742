/*
 * drops.h: what was dropped before it was recorded, by whose and what it was, so that
 * the server can be told.
 */
#ifndef SENTRY1C_DROPS_H
#define SENTRY1C_DROPS_H

#include "platform.h"

enum {
    DROP_NO_ROOM, /* the journal stayed full */
    DROP_NO_LOCK  /* its lock was not to be had in time */
};

typedef struct {
    uint32_t client; /* as in the record */
    uint16_t method;
    uint16_t reason; /* one of the DROP_ numbers */
    uint32_t count;
} drop_t;

/* More clients and methods than this at once are counted under client 0, method 0. */
enum { MAX_DROPS = 128 };

/* # Threads: any. Waits for a lock that is held for some instructions. */
void drops_count(uint32_t client, uint16_t method, uint16_t reason);

/* Moves what was counted since the last call to `drops`, MAX_DROPS of them; their number. */
uint32_t drops_take(drop_t *drops);

#endif
