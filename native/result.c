#include "result.h"
#include "memory.h"
#include "utf16.h"

#include <string.h>

void object_set_problem(object_t *object, uint32_t problem)
{
    uint32_t old = atomic_load_explicit(&object->problem, memory_order_relaxed);
    if (problem != PROBLEM_NO_ANSWER || old != PROBLEM_NO_ROOM)
        atomic_store_explicit(&object->problem, problem, memory_order_relaxed);
}

bool result_is_text(uint8_t result)
{
    return result == RESULT_ID || result == RESULT_SPAN_ID || result == RESULT_ANSWER_TEXT;
}

void result_text(object_t *object, tVariant *value, const WCHAR_T *text, uint32_t length)
{
    struct IMemoryManager *memory = atomic_load(&object->memory);
    if (value != NULL && !value_set_text(value, memory, text, length) && memory != NULL)
        object_set_problem(object, PROBLEM_NO_MEMORY);
}

void result_neutral(object_t *object, uint8_t result, tVariant *value)
{
    if (result_is_text(result))
        result_text(object, value, NULL, 0);
    else if (value != NULL)
        value_set_bool(value, false);
}

void result_id(object_t *object, const uint8_t *id, uint32_t bytes, tVariant *value)
{
    WCHAR_T digits[ID_DIGITS];
    hex_write(id, bytes, digits);
    result_text(object, value, digits, 2 * bytes);
}

static bool parse_span_id(const tVariant *text, uint8_t id[SPAN_ID_BYTES])
{
    return text->vt == VTYPE_PWSTR && text->pwstrVal != NULL && span_id_parse(text->pwstrVal, text->wstrLen, id);
}

void result_ids(object_t *object, const method_t *method, const tVariant *params, uint32_t count, tVariant *value)
{
    enum { LONGEST = 128 };
    WCHAR_T text[LONGEST + ID_DIGITS + 1 + SPAN_ID_DIGITS];
    uint8_t span[SPAN_ID_BYTES];
    uint32_t before = utf16_length(method->ids[0]), after = utf16_length(method->ids[1]);
    if (before + after > LONGEST) {
        result_text(object, value, NULL, 0);
        return;
    }
    if (count == 0 || !parse_span_id(&params[0], span))
        span_id_of(object->trace, span);
    WCHAR_T *at = text;
    memcpy(at, method->ids[0], before * sizeof *at);
    at += before;
    hex_write(object->trace, ID_BYTES, at);
    at += ID_DIGITS;
    *at++ = '-';
    hex_write(span, SPAN_ID_BYTES, at);
    at += SPAN_ID_DIGITS;
    memcpy(at, method->ids[1], after * sizeof *at);
    result_text(object, value, text, (uint32_t)(at - text) + after);
}
