/*
 * argument.h: from a value of 1C to an argument of a record.
 */
#ifndef SENTRY1C_ARGUMENT_H
#define SENTRY1C_ARGUMENT_H

#include "abi.h"
#include "format.h"

/*
 * How one value will lie in its record. Planning comes first, since the size of
 * the record must be known before its place is claimed.
 */
typedef struct {
    argument_t header;
    const void *source; /* the text or the bytes in the memory of the host; other kinds lie in `fixed` */
    uint32_t cut_tail;  /* bytes from the end of the source, of ARGUMENT_CUT_TEXT */
    union {
        uint32_t truth;
        int64_t integer;
        double number;
        int32_t time[6];
        cut_text_t cut;
        side_t side;
        bad_t bad;
    } fixed;
} argument_plan_t;

/*
 * Plans one argument. `mark` is the parameter's PARAM_ number; `budget` is how
 * many bytes are left in the record for this text. A long JSON or binary value
 * is put beside the ring right here: with `durable` where it outlives the process.
 *
 * # Memory
 * The value must stay until argument_write. A plan that is not written must be
 * dropped, else its side block stays for ever.
 */
void argument_plan(argument_plan_t *plan, const tVariant *value, uint8_t mark, uint32_t budget, bool durable);
void argument_plan_text(argument_plan_t *plan, const WCHAR_T *text, uint32_t length, uint32_t budget);
void argument_plan_integer(argument_plan_t *plan, int64_t value);
void argument_drop(const argument_plan_t *plan);

/* Bytes in the record, with the header. */
uint32_t argument_size(const argument_plan_t *plan);

/* Writes the argument and returns the place behind it. */
uint8_t *argument_write(const argument_plan_t *plan, uint8_t *at);

/* The value as a number of milliseconds from 0 to `most`; `otherwise` if it is no number. */
uint32_t argument_milliseconds(const tVariant *value, uint32_t otherwise, uint32_t most);

#endif
