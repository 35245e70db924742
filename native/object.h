/*
 * object.h: one object of the component, without the ABI around it: its state,
 * and what a call, a property and the notices of its life do.
 *
 * # Threads
 * 1C calls one object from one thread at a time, though not always from the same
 * one. Nothing breaks if a host does otherwise: what changes is atomic or locked.
 */
#ifndef SENTRY1C_OBJECT_H
#define SENTRY1C_OBJECT_H

#include "abi.h"
#include "ids.h"
#include "platform.h"
#include "table.h"

enum {
    STATE_NEW,     /* Init has not succeeded */
    STATE_ENABLED, /* calls are recorded */
    STATE_OFF,     /* Init was told to be off: an empty DSN */
    STATE_CLOSED,  /* Close was called */
    STATE_DONE     /* the host said Done */
};

/* Why a call did nothing: told by LastError. Package addin has the words. */
enum {
    PROBLEM_NONE = 0,
    PROBLEM_NOT_INITIALIZED = 1,
    PROBLEM_OFF = 2,
    PROBLEM_CLOSED = 3,
    PROBLEM_DONE = 4,
    PROBLEM_NO_ROOM = 5,     /* the journal stayed full */
    PROBLEM_NO_ANSWER = 6,   /* the worker did not answer in time */
    PROBLEM_NO_SLOT = 7,     /* too many calls wait at once */
    PROBLEM_NO_METHOD = 8,   /* a method number out of range */
    PROBLEM_NO_MEMORY = 9    /* the host gave no memory for a result */
};

typedef struct object {
    const table_t *table;
    uint32_t number;
    uint8_t trace[ID_BYTES]; /* what it sends belongs to this trace, unless something else says so */
    atomic_uint state;   /* STATE_ number */
    atomic_uint problem; /* PROBLEM_ number */
    atomic_uint client;  /* number of the client, 0 = none */
    atomic_uint ring;    /* RING_ number */
    atomic_uint shutdown_timeout; /* milliseconds; 0 until an Init says so */
    atomic_bool scope_incomplete;
    atomic_bool fatal_scope; /* the scope was once given a level that is waited for */
    atomic_bool destroyed;
    struct IMemoryManager *_Atomic memory; /* the host's, from setMemManager until Done */

    lock_t lock; /* guards what follows */
    bool has_last_id;
    uint8_t last_id[ID_BYTES];
} object_t;

/* Prepares zeroed memory as a new object and records its creation. */
void object_init(object_t *object, const table_t *table);

/* The host's Done, and the end of the object. Both may come more than once. */
void object_done(object_t *object);
void object_destroyed(object_t *object);

/* Calls a method. `result` (NULL: nobody wants it) is EMPTY if there is nothing
 * to say. Blocks as long as the method's entry in the table allows. */
void object_call(object_t *object, uint32_t method, const tVariant *params, uint32_t count, tVariant *result);

/* The value of a property. */
void object_property(object_t *object, uint32_t property, tVariant *value);

/* How long a method waits, in milliseconds, when its timeout parameter is left out. */
uint32_t object_timeout(object_t *object, const method_t *method);

/* The host's locale or language code, as one of RECORD_METHOD_LOCALE and …_LANGUAGE. */
void object_told(object_t *object, uint16_t what, const WCHAR_T *text);

#endif
