/*
 * record.h: from a call to a record of the journal.
 */
#ifndef SENTRY1C_RECORD_H
#define SENTRY1C_RECORD_H

#include "argument.h"
#include "object.h"

/* A call, as it will be recorded. */
typedef struct {
    uint16_t method;
    uint16_t flags; /* RECORD_FLAG_ bits */
    uint32_t reply; /* the slot where the caller waits; 0 = it does not */
    uint8_t id[ID_BYTES];
    bool scope;   /* changes the scope: later events must know if it is lost */
    bool reserve; /* may use the room that is kept for what must not be lost */
    bool wake;    /* the worker must see it now */
    argument_plan_t *arguments;
    uint32_t count;
} call_t;

/* The longest list of arguments: more than any method has. */
enum { MAX_ARGUMENTS = 16 };

/* Bytes left for the arguments of a record that has `count` of them, in the ring
 * where the object's records go. */
uint32_t record_budget(object_t *object, uint32_t count);

/* Records the call; its plans are used up either way. False: the journal stayed
 * full. # Threads: any; blocks at most ROOM_PATIENCE for each of lock and room. */
bool record_call(object_t *object, const call_t *call);

#endif
