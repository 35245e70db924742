/*
 * result.h: what a call hands back to 1C. A text goes into memory of the host; if it gives
 * none, the result is empty and the object's problem says so. `value` may be NULL: nobody
 * wants it.
 */
#ifndef SENTRY1C_RESULT_H
#define SENTRY1C_RESULT_H

#include "object.h"

/* Notes why a call did nothing, one of the PROBLEM_ numbers. That an answer was late does not
 * take the place of a call that was dropped: both come of a worker that is behind. */
void object_set_problem(object_t *object, uint32_t problem);

/* Reports whether a RESULT_ number is of texts. */
bool result_is_text(uint8_t result);

void result_text(object_t *object, tVariant *value, const WCHAR_T *text, uint32_t length);
void result_id(object_t *object, const uint8_t *id, uint32_t bytes, tVariant *value);

/* The ids of the object's trace and of a span, in the texts of the table. */
void result_ids(object_t *object, const method_t *method, const tVariant *params, uint32_t count, tVariant *value);

/* What a call answers that did nothing. */
void result_neutral(object_t *object, uint8_t result, tVariant *value);

#endif
