#include "argument.h"
#include "side.h"
#include "table.h"
#include "utf16.h"

#include <string.h>

static uint32_t aligned(uint32_t bytes)
{
    return (bytes + RECORD_ALIGN - 1) & ~(uint32_t)(RECORD_ALIGN - 1);
}

static void plan_fixed(argument_plan_t *plan, uint8_t kind, uint32_t bytes)
{
    plan->header.kind = kind;
    plan->header.bytes = bytes;
}

static void plan_bad(argument_plan_t *plan, uint32_t reason, uint32_t detail)
{
    plan->fixed.bad = (bad_t){reason, detail};
    plan_fixed(plan, ARGUMENT_BAD, sizeof plan->fixed.bad);
}

static void plan_number(argument_plan_t *plan, double number)
{
    plan->fixed.number = number;
    plan_fixed(plan, ARGUMENT_NUMBER, sizeof plan->fixed.number);
}

void argument_plan_integer(argument_plan_t *plan, int64_t value)
{
    memset(plan, 0, sizeof *plan);
    plan->fixed.integer = value;
    plan_fixed(plan, ARGUMENT_INTEGER, sizeof plan->fixed.integer);
}

static void plan_unsigned(argument_plan_t *plan, uint64_t value)
{
    if (value <= INT64_MAX)
        argument_plan_integer(plan, (int64_t)value);
    else
        plan_number(plan, (double)value);
}

/* Binary data, or a text that must stay whole. */
static void plan_whole(argument_plan_t *plan, uint8_t kind, const void *data, uint64_t bytes, uint32_t budget,
                       bool durable)
{
    if (bytes > ARGUMENT_LIMIT) {
        plan_bad(plan, BAD_LENGTH, bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes);
        return;
    }
    if (bytes <= INLINE_LIMIT && bytes <= budget) {
        plan->header.kind = kind;
        plan->header.bytes = (uint32_t)bytes;
        plan->source = data;
        return;
    }
    bool in_file = durable;
    uint32_t number = side_put(data, (uint32_t)bytes, &in_file);
    if (number == 0) {
        plan_bad(plan, BAD_MEMORY, (uint32_t)bytes);
        return;
    }
    plan->fixed.side = (side_t){.number = number, .bytes = (uint32_t)bytes, .kind = kind, .in_file = in_file};
    plan_fixed(plan, ARGUMENT_SIDE, sizeof plan->fixed.side);
}

void argument_plan_text(argument_plan_t *plan, const WCHAR_T *text, uint32_t length, uint32_t budget)
{
    memset(plan, 0, sizeof *plan);
    if (budget > TEXT_LIMIT)
        budget = TEXT_LIMIT;
    if ((uint64_t)length * sizeof *text <= budget) {
        plan->header.kind = ARGUMENT_TEXT;
        plan->header.bytes = length * (uint32_t)sizeof *text;
        plan->source = text;
        return;
    }
    uint32_t kept = budget > sizeof(cut_text_t) ? (budget - (uint32_t)sizeof(cut_text_t)) / (uint32_t)sizeof *text : 0;
    uint32_t head = kept / 2, tail = kept - head;
    if (head > 0 && utf16_is_high_surrogate(text[head - 1]))
        head--;
    if (tail > 0 && utf16_is_low_surrogate(text[length - tail]))
        tail--;
    plan->fixed.cut = (cut_text_t){head, length - head - tail};
    plan->cut_tail = tail * (uint32_t)sizeof *text;
    plan->header.kind = ARGUMENT_CUT_TEXT;
    plan->header.bytes = (uint32_t)sizeof(cut_text_t) + (head + tail) * (uint32_t)sizeof *text;
    plan->source = text;
}

static void plan_wide(argument_plan_t *plan, const tVariant *value, uint8_t mark, uint32_t budget, bool durable)
{
    if (value->pwstrVal == NULL && value->wstrLen != 0)
        plan_bad(plan, BAD_POINTER, value->wstrLen);
    else if (mark == PARAM_TEXT)
        argument_plan_text(plan, value->pwstrVal, value->wstrLen, budget);
    else
        plan_whole(plan, ARGUMENT_TEXT, value->pwstrVal, (uint64_t)value->wstrLen * sizeof(WCHAR_T), budget,
                   durable);
}

static void plan_bytes(argument_plan_t *plan, uint8_t kind, const tVariant *value, uint32_t budget, bool durable)
{
    if (value->pstrVal == NULL && value->strLen != 0)
        plan_bad(plan, BAD_POINTER, value->strLen);
    else
        plan_whole(plan, kind, value->pstrVal, value->strLen, budget, durable);
}

static void plan_time(argument_plan_t *plan, const struct tm *time)
{
    int32_t parts[6] = {time->tm_year, time->tm_mon, time->tm_mday, time->tm_hour, time->tm_min, time->tm_sec};
    /* A host's field may hold anything: what no calendar has must not overflow here. */
    parts[0] = parts[0] > INT32_MAX - 1900 ? INT32_MAX : parts[0] + 1900;
    parts[1] = parts[1] == INT32_MAX ? INT32_MAX : parts[1] + 1;
    memcpy(plan->fixed.time, parts, sizeof parts);
    plan_fixed(plan, ARGUMENT_TIME, sizeof parts);
}

void argument_plan(argument_plan_t *plan, const tVariant *value, uint8_t mark, uint32_t budget, bool durable)
{
    memset(plan, 0, sizeof *plan);
    switch (value->vt) {
    case VTYPE_EMPTY:
        plan_fixed(plan, ARGUMENT_EMPTY, 0);
        break;
    case VTYPE_NULL:
        plan_fixed(plan, ARGUMENT_NULL, 0);
        break;
    case VTYPE_BOOL:
        /* Read as a byte: a host may leave there what is neither true nor false. */
        plan->fixed.truth = value->ui8Val != 0;
        plan_fixed(plan, ARGUMENT_BOOL, sizeof plan->fixed.truth);
        break;
    case VTYPE_I1:
        argument_plan_integer(plan, value->i8Val);
        break;
    case VTYPE_UI1:
        argument_plan_integer(plan, value->ui8Val);
        break;
    case VTYPE_I2:
        argument_plan_integer(plan, value->shortVal);
        break;
    case VTYPE_UI2:
        argument_plan_integer(plan, value->ushortVal);
        break;
    case VTYPE_I4:
    case VTYPE_INT:
        argument_plan_integer(plan, value->lVal);
        break;
    case VTYPE_ERROR:
    case VTYPE_HRESULT:
        argument_plan_integer(plan, value->errCode);
        break;
    case VTYPE_UI4:
    case VTYPE_UINT:
        argument_plan_integer(plan, value->ulVal);
        break;
    case VTYPE_I8:
        argument_plan_integer(plan, value->llVal);
        break;
    case VTYPE_UI8:
        plan_unsigned(plan, value->ullVal);
        break;
    case VTYPE_R4:
        plan_number(plan, value->fltVal);
        break;
    case VTYPE_R8:
        plan_number(plan, value->dblVal);
        break;
    case VTYPE_DATE:
        plan_number(plan, value->date);
        plan->header.kind = ARGUMENT_OLE_DATE;
        break;
    case VTYPE_TM:
        plan_time(plan, &value->tmVal);
        break;
    case VTYPE_PWSTR:
        plan_wide(plan, value, mark, budget, durable);
        break;
    case VTYPE_PSTR:
        plan_bytes(plan, ARGUMENT_ANSI, value, budget, durable);
        break;
    case VTYPE_BLOB:
        plan_bytes(plan, ARGUMENT_BYTES, value, budget, durable);
        break;
    default:
        plan_bad(plan, BAD_TYPE, value->vt);
    }
}

void argument_drop(const argument_plan_t *plan)
{
    if (plan->header.kind == ARGUMENT_SIDE)
        side_drop(plan->fixed.side.number);
}

uint32_t argument_size(const argument_plan_t *plan)
{
    return (uint32_t)sizeof plan->header + aligned(plan->header.bytes);
}

uint8_t *argument_write(const argument_plan_t *plan, uint8_t *at)
{
    const argument_t *header = &plan->header;
    uint8_t *end = at + argument_size(plan);
    memcpy(at, header, sizeof *header);
    at += sizeof *header;
    if (header->kind == ARGUMENT_CUT_TEXT) {
        const cut_text_t *cut = &plan->fixed.cut;
        uint32_t head = cut->head * (uint32_t)sizeof(WCHAR_T);
        memcpy(at, cut, sizeof *cut);
        at += sizeof *cut;
        memcpy(at, plan->source, head);
        at += head;
        memcpy(at, (const uint8_t *)plan->source + head + (size_t)cut->removed * sizeof(WCHAR_T), plan->cut_tail);
        at += plan->cut_tail;
    } else if (header->bytes != 0) {
        memcpy(at, plan->source != NULL ? plan->source : (const void *)&plan->fixed, header->bytes);
        at += header->bytes;
    }
    memset(at, 0, (size_t)(end - at));
    return end;
}

uint32_t argument_milliseconds(const tVariant *value, uint32_t otherwise, uint32_t most)
{
    argument_plan_t plan;
    switch (value->vt) {
    case VTYPE_PWSTR:
    case VTYPE_PSTR:
    case VTYPE_BLOB:
        return otherwise;
    default:
        break;
    }
    argument_plan(&plan, value, PARAM_TEXT, 0, false);
    double number;
    if (plan.header.kind == ARGUMENT_INTEGER)
        number = (double)plan.fixed.integer;
    else if (plan.header.kind == ARGUMENT_NUMBER)
        number = plan.fixed.number;
    else
        return otherwise;
    if (!(number > 0)) /* also what is no number at all */
        return number == number ? 0 : otherwise;
    return number < most ? (uint32_t)number : most;
}
