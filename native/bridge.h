/*
 * bridge.h: what Go calls. Nothing here calls Go.
 */
#ifndef SENTRY1C_BRIDGE_H
#define SENTRY1C_BRIDGE_H

#include "accepted.h"
#include "drops.h"
#include "format.h"
#include "growth.h"
#include "journal.h"
#include "reply.h"
#include "side.h"
#include "table.h"

/* Makes the journal and the reply slots. `seed` is 32 bytes of true chance. False:
 * no memory. Called once, before table_publish. */
bool boundary_start(const uint8_t *seed);

/* Told once by the worker, on the thread that it stays on. */
void boundary_worker_starts(void);

/*
 * Takes records, as journal_take does.
 *
 * # Threads
 * The worker only, and so for the three below.
 *
 * # Memory
 * The bytes are valid until boundary_release.
 */
int32_t boundary_take(const uint8_t **bytes);
void boundary_release(void);

/* A number that differs when there may be something to take. */
uint32_t boundary_seen(void);

/* Makes the number differ. # Threads: any of ours. */
void boundary_wake(void);

/* How large the records of the ring are that is always there. */
uint32_t boundary_ring_bytes(void);

/* Sleeps until the number differs from `seen`, at most `timeout` nanoseconds; 0
 * means for ever. */
void boundary_wait(uint32_t seen, uint64_t timeout);

#endif
