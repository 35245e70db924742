/*
 * reply.h: where a thread of the host waits for the worker's answer.
 *
 * A slot is lent to one call at a time. The worker names it by a reference that
 * no later call gets, so an answer that comes too late meets nobody and is
 * dropped: the thread that waited has its deadline and has gone on.
 */
#ifndef SENTRY1C_REPLY_H
#define SENTRY1C_REPLY_H

#include "abi.h"
#include "format.h"
#include "platform.h"

enum { REPLY_SLOTS = 255 };

/* What an answer tells about the object besides the value of the call. */
enum { OBJECT_UNCHANGED, OBJECT_ENABLED, OBJECT_OFF };

typedef struct {
    uint8_t kind;    /* ARGUMENT_EMPTY, ARGUMENT_BOOL or ARGUMENT_TEXT */
    bool truth;      /* of ARGUMENT_BOOL */
    uint8_t object;  /* one of the OBJECT_ numbers */
    uint8_t ring;    /* where the object's records go from now on */
    uint32_t client; /* number of the object's client from now on */
    uint32_t shutdown_timeout; /* milliseconds that Flush and Close wait when they are not told */
    uint32_t length; /* of ARGUMENT_TEXT, in code units */
    WCHAR_T *text;   /* of ARGUMENT_TEXT; owned by the slot */
} answer_t;

void reply_init(void);

/* A reference to a free slot; 0 if all are taken. # Threads: any. */
uint32_t reply_open(void);

/*
 * Waits for the answer until the monotonic clock reaches `deadline`; NULL if
 * there is none by then.
 *
 * # Memory
 * The answer is valid until reply_close.
 */
const answer_t *reply_wait(uint32_t reference, uint64_t deadline);

/* Gives the slot back. Must follow every reply_open that did not answer 0. */
void reply_close(uint32_t reference);

/*
 * Hands over an answer; false if nobody waits for it any more.
 *
 * # Threads
 * Any thread of ours; waits for locks that are held for moments.
 *
 * # Memory
 * The text is copied; it stays the caller's.
 */
bool reply_answer(uint32_t reference, const answer_t *answer);

#endif
