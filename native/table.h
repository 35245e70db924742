/*
 * table.h: what the component can do, as Go published it.
 *
 * C knows no method by name: it looks into this table, records the call and
 * answers by the rule that stands there. The table is made by package addin, is
 * published once when the library was loaded, and never changes.
 */
#ifndef SENTRY1C_TABLE_H
#define SENTRY1C_TABLE_H

#include "abi.h"

/* What a parameter holds, which decides what happens when it is too long. */
enum {
    PARAM_TEXT, /* cut in the middle */
    PARAM_JSON, /* kept whole beside the ring, or refused */
    PARAM_BLOB  /* likewise */
};

typedef struct {
    uint8_t mark;         /* PARAM_TEXT, PARAM_JSON or PARAM_BLOB */
    uint8_t has_default;  /* false: the host must pass it */
    uint8_t default_kind; /* VTYPE_PWSTR, VTYPE_I4 or VTYPE_BOOL */
    uint8_t holds_level;  /* may hold the level of an event */
    int32_t default_number;
    const WCHAR_T *default_text;
} param_t;

/* What a call answers at once, or that it waits for the worker. */
enum {
    RESULT_TRUE,     /* Истина, once it is recorded; Ложь if JSON or data without a default cannot be */
    RESULT_ID,       /* a fresh id of ID_DIGITS, or the argument `id_param` if it is one */
    RESULT_SPAN_ID,  /* a fresh id of SPAN_ID_DIGITS */
    RESULT_ANSWER_BOOL, /* what the worker answers; Ложь without an answer */
    RESULT_ANSWER_TEXT  /* likewise; an empty text without an answer */
};

enum {
    METHOD_SCOPE = 1,      /* changes the scope: wakes nobody, may use the last of the room */
    METHOD_ANY_STATE = 2,  /* recorded for an object that is not initialised, too */
    METHOD_CLOSES = 4,     /* nothing is recorded after it */
    METHOD_LAST_ID = 8,    /* its id is the object's last event id */
    METHOD_BEGINS = 16     /* begins an object: a call whose first arguments are those of one that
                            * was accepted is answered like it, at once (accepted.h) */
};

#define NO_PARAM 0xFF

typedef struct {
    const WCHAR_T *names[2]; /* English, Russian */
    const param_t *params;
    uint8_t param_count;
    uint8_t result;        /* one of the RESULT_ numbers */
    uint8_t flags;         /* METHOD_ bits */
    uint8_t id_param;      /* the parameter that may bring the id, or NO_PARAM */
    uint8_t timeout_param; /* the parameter with the milliseconds to wait, or NO_PARAM */
    uint32_t timeout;      /* milliseconds to wait for an answer, or the default of that parameter */
    /* Of RESULT_ANSWER_TEXT, or NULL: what stands before and after the ids of the object's
     * trace and span, which are the answer if the worker has none in time. The span is the
     * first argument if that is the id of one. */
    const WCHAR_T *ids[2];
} method_t;

/* Where the value of a property comes from. */
enum {
    PROPERTY_TEXT,     /* `text`, which never changes */
    PROPERTY_ENABLED,  /* whether the object takes calls */
    PROPERTY_LAST_ID,  /* the last event id of the object */
    PROPERTY_PROBLEM,  /* answered by the worker: the last problem of the object */
    PROPERTY_ANSWER    /* answered by the worker */
};

typedef struct {
    const WCHAR_T *names[2];
    uint8_t source; /* one of the PROPERTY_ numbers */
    const WCHAR_T *text;
    uint32_t timeout; /* milliseconds to wait for an answer */
} property_t;

typedef struct {
    const WCHAR_T *class_name;
    const method_t *methods;
    uint32_t method_count;
    const property_t *properties;
    uint32_t property_count;
    /* Words for the level of events that must be on the disk when the call returns, in
     * small letters, and how long the call waits for that, in milliseconds. */
    const WCHAR_T *const *fatal_words;
    uint32_t fatal_word_count;
    uint32_t fatal_patience;
} table_t;

/* Makes the table known. Everything in it stays for the life of the process. */
void table_publish(const table_t *table);

/* The table, waiting for it at most `timeout` nanoseconds: the Go runtime starts
 * on a thread of its own when the library is loaded. NULL: not there yet. */
const table_t *table_wait(uint64_t timeout);

/* Positions, or -1. */
long table_find_method(const table_t *table, const WCHAR_T *name);
long table_find_property(const table_t *table, const WCHAR_T *name);

#endif
