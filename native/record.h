/*
 * record.h: from a call to a record of the journal.
 */
#ifndef SENTRY1C_RECORD_H
#define SENTRY1C_RECORD_H

#include "argument.h"
#include "object.h"
#include "journal.h"

/* A call, as it will be recorded. */
typedef struct {
    uint16_t method;
    uint16_t flags; /* RECORD_FLAG_ bits */
    uint32_t reply; /* the slot where the caller waits; 0 = it does not */
    uint8_t id[ID_BYTES];
    bool scope;   /* changes the scope: later events must know if it is lost */
    int how;           /* one of the CLAIM_ numbers */
    uint64_t deadline; /* of CLAIM_PATIENT, by the monotonic clock */
    bool wake;    /* the worker must see it now */
    argument_plan_t *arguments;
    uint32_t count;
} call_t;

/* The longest list of arguments: more than any method has. */
enum { MAX_ARGUMENTS = 16 };

/* Bytes left for the arguments of a record that has `count` of them. */
uint32_t record_budget(uint32_t count);

/* Records the call; its plans are used up either way. False: the journal stayed
 * full. # Threads: any; blocks as journal_reserve does. */
bool record_call(object_t *object, const call_t *call);

#endif
