#include "object.h"
#include "accepted.h"
#include "journal.h"
#include "memory.h"
#include "record.h"
#include "reply.h"
#include "result.h"
#include "utf16.h"

#include <stdlib.h>
#include <string.h>

static atomic_uint last_object;

/* No call of 1C waits longer, whatever it asks for. */
#define LONGEST_WAIT (10u * 60 * 1000)

/* A worker that has been given a time answers at its end: so long the answer may take on
 * its way, in milliseconds. With a timeout of 0 there would be none else. */
#define ANSWER_GRACE 20u

/* In a child that was forked off nothing is recorded: its ring would be the parent's, without
 * the lock that guards it, and no worker is there to answer. */
static uint32_t state_of(object_t *object)
{
    return process_is_forked() ? STATE_DONE : atomic_load(&object->state);
}

static void record_notice(object_t *object, uint16_t method, argument_plan_t *arguments, uint32_t count)
{
    if (process_is_forked())
        return;
    call_t call = {.method = method, .how = CLAIM_RESERVE, .arguments = arguments, .count = count};
    if (method == RECORD_METHOD_CREATED)
        memcpy(call.id, object->trace, sizeof call.id);
    record_call(object, &call);
}

void object_init(object_t *object, const table_t *table)
{
    object->table = table;
    object->number = atomic_fetch_add(&last_object, 1) + 1;
    id_new(object->trace);
    record_notice(object, RECORD_METHOD_CREATED, NULL, 0);
}

void object_done(object_t *object)
{
    if (atomic_exchange(&object->state, STATE_DONE) == STATE_DONE)
        return;
    record_notice(object, RECORD_METHOD_DONE, NULL, 0);
    atomic_store(&object->memory, NULL);
}

void object_destroyed(object_t *object)
{
    object_done(object);
    if (!atomic_exchange(&object->destroyed, true))
        record_notice(object, RECORD_METHOD_DESTROYED, NULL, 0);
}

void object_told(object_t *object, uint16_t what, const WCHAR_T *text)
{
    enum { LONGEST_CODE = 64 }; /* bytes: no locale is longer */
    if (text == NULL || state_of(object) == STATE_DONE)
        return;
    argument_plan_t plan;
    argument_plan_text(&plan, text, utf16_length(text), LONGEST_CODE);
    record_notice(object, what, &plan, 1);
}

/* Why nothing is recorded in this state. */
static uint32_t problem_of(uint32_t state)
{
    switch (state) {
    case STATE_NEW:
        return PROBLEM_NOT_INITIALIZED;
    case STATE_OFF:
        return PROBLEM_OFF;
    case STATE_CLOSED:
        return PROBLEM_CLOSED;
    default:
        return PROBLEM_DONE;
    }
}

/* The id that a text of either kind holds; false if there is none. */
static bool parse_id(const tVariant *text, uint8_t id[ID_BYTES])
{
    WCHAR_T wide[ID_LONGEST];
    if (text->vt == VTYPE_PWSTR && text->pwstrVal != NULL)
        return id_parse(text->pwstrVal, text->wstrLen, id);
    if (text->vt != VTYPE_PSTR || text->pstrVal == NULL || text->strLen > ID_LONGEST)
        return false;
    for (uint32_t i = 0; i < text->strLen; i++)
        wide[i] = (unsigned char)text->pstrVal[i];
    return id_parse(wide, text->strLen, id);
}

/* The id that the call will answer: the caller's own if it gave a good one. */
static void choose_id(const object_t *object, const method_t *method, const tVariant *params, uint32_t count,
                      call_t *call)
{
    if (method->flags & METHOD_BEGINS) {
        memcpy(call->id, object->trace, sizeof call->id);
    } else if (method->result == RESULT_SPAN_ID) {
        span_id_new(call->id);
    } else if (method->result == RESULT_ID) {
        if (method->id_param < count && parse_id(&params[method->id_param], call->id))
            call->flags |= RECORD_FLAG_ID_GIVEN;
        else
            id_new(call->id);
    }
}

/* Plans all arguments; true if one of them lies in a file, which the worker shall deal
 * with at once: nothing in it is masked. */
static bool plan_arguments(object_t *object, const method_t *method, const tVariant *params, uint32_t count,
                           argument_plan_t *plans)
{
    bool in_file = false;
    uint32_t budget = record_budget(count);
    bool durable = atomic_load(&object->ring) == RING_DURABLE;
    for (uint32_t i = 0; i < count; i++) {
        argument_plan(&plans[i], &params[i], method->params[i].mark, budget, durable);
        budget -= plans[i].header.bytes <= budget ? plans[i].header.bytes : budget;
        in_file = in_file || (plans[i].header.kind == ARGUMENT_SIDE && plans[i].fixed.side.in_file);
    }
    return in_file;
}

/* Whether JSON or binary data that the call is about cannot be taken: it is longer than is
 * taken, of a type that cannot be passed, or without memory. The worker is told all the same,
 * and says what is wrong. */
static bool is_refused(const method_t *method, const argument_plan_t *plans, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (plans[i].header.kind == ARGUMENT_BAD && method->params[i].mark != PARAM_TEXT &&
            !method->params[i].has_default)
            return true;
    return false;
}

uint32_t object_timeout(object_t *object, const method_t *method)
{
    uint32_t own = atomic_load(&object->shutdown_timeout);
    return own != 0 && method->timeout_param != NO_PARAM ? own : method->timeout;
}

static uint64_t deadline_of(object_t *object, const method_t *method, const tVariant *params, uint32_t count)
{
    uint32_t timeout = object_timeout(object, method);
    if (method->timeout_param < count)
        timeout = argument_milliseconds(&params[method->timeout_param], timeout, LONGEST_WAIT);
    if (method->timeout_param != NO_PARAM)
        timeout += ANSWER_GRACE;
    return clock_monotonic() + timeout * NANOSECONDS_PER_MILLISECOND;
}

static void take_over(object_t *object, const answer_t *answer)
{
    if (answer->object == OBJECT_UNCHANGED)
        return;
    atomic_store(&object->client, answer->client);
    atomic_store(&object->ring, answer->ring);
    atomic_store(&object->shutdown_timeout, answer->shutdown_timeout);
    /* Done may have come meanwhile, and it is for ever. */
    uint32_t state = answer->object == OBJECT_ENABLED ? STATE_ENABLED : STATE_OFF;
    uint32_t old = atomic_load(&object->state);
    while (old != STATE_DONE && !atomic_compare_exchange_weak(&object->state, &old, state))
        ;
    if (state == STATE_ENABLED) {
        object_set_problem(object, PROBLEM_NONE);
        atomic_store(&object->scope_incomplete, false);
    }
}

/* The object is on as the worker has said to an equal call; it hears of this one later. */
static bool begin_at_once(object_t *object, call_t *call, const tVariant *params, tVariant *value)
{
    terms_t terms;
    if (!accepted_find(call->method, params, call->count, &terms))
        return false;
    uint32_t ring = atomic_load(&object->ring);
    atomic_store(&object->ring, terms.ring); /* its record goes where the next ones go */
    call->how = CLAIM_RESERVE;
    if (!record_call(object, call)) {
        atomic_store(&object->ring, ring);
        object_set_problem(object, PROBLEM_NO_ROOM);
        result_neutral(object, RESULT_ANSWER_BOOL, value);
        return true;
    }
    take_over(object, &(answer_t){.object = OBJECT_ENABLED,
                                  .client = terms.client,
                                  .ring = (uint8_t)terms.ring,
                                  .shutdown_timeout = terms.shutdown_timeout});
    if (value != NULL)
        value_set_bool(value, true);
    return true;
}

/* Records the call and waits for the worker's answer; false without one. `late` is the
 * PROBLEM_ number of an answer that did not come in time. `given` is the answer without
 * its text. */
static bool ask(object_t *object, call_t *call, uint64_t deadline, uint32_t late, uint8_t result, tVariant *value,
                answer_t *given)
{
    call->reply = reply_open();
    if (call->reply == 0) {
        for (uint32_t i = 0; i < call->count; i++)
            argument_drop(&call->arguments[i]);
        object_set_problem(object, PROBLEM_NO_SLOT);
        return false;
    }
    call->wake = true;
    call->how = CLAIM_PATIENT;
    call->deadline = deadline;
    const answer_t *answer = NULL;
    if (!record_call(object, call)) {
        object_set_problem(object, PROBLEM_NO_ROOM);
    } else if ((answer = reply_wait(call->reply, deadline)) == NULL) {
        if (late != PROBLEM_NONE)
            object_set_problem(object, late);
    } else {
        take_over(object, answer);
        *given = *answer;
        given->text = NULL;
        if (result_is_text(result))
            result_text(object, value, answer->text, answer->length);
        else if (value != NULL)
            value_set_bool(value, answer->truth);
    }
    reply_close(call->reply);
    return answer != NULL;
}

/* Whether a text may name a level that is waited for. One that is too long to look
 * through may, and so may one in a code page, which only the worker reads. */
static bool may_be_fatal(const table_t *table, const tVariant *value)
{
    if (value->vt == VTYPE_PSTR)
        return value->pstrVal != NULL && value->strLen > 0;
    if (value->vt != VTYPE_PWSTR || value->pwstrVal == NULL)
        return false;
    if (value->wstrLen > INLINE_LIMIT / sizeof(WCHAR_T))
        return true;
    for (uint32_t i = 0; i < table->fatal_word_count; i++)
        if (utf16_contains(value->pwstrVal, value->wstrLen, table->fatal_words[i]))
            return true;
    return false;
}

/* Whether the call waits until its event is on the disk. The worker decides what the
 * level is; here only those are let through that it cannot be. */
static bool waits_for_disk(object_t *object, const method_t *method, const tVariant *params, uint32_t count)
{
    bool fatal = false;
    for (uint32_t i = 0; i < count && !fatal; i++)
        fatal = method->params[i].holds_level && may_be_fatal(object->table, &params[i]);
    if (method->flags & METHOD_SCOPE) {
        if (fatal)
            atomic_store_explicit(&object->fatal_scope, true, memory_order_relaxed);
        return false;
    }
    return (method->flags & METHOD_LAST_ID) != 0 &&
           (fatal || atomic_load_explicit(&object->fatal_scope, memory_order_relaxed));
}

/* Records the call; with `patience`, in milliseconds, waits that long for the worker
 * to have dealt with it. */
static bool record_and_wait(object_t *object, call_t *call, uint32_t patience)
{
    if (patience != 0)
        call->reply = reply_open(); /* without one the call goes on at once */
    bool recorded = record_call(object, call);
    if (call->reply != 0) {
        if (recorded)
            reply_wait(call->reply, clock_monotonic() + patience * NANOSECONDS_PER_MILLISECOND);
        reply_close(call->reply);
    }
    return recorded;
}

static void remember_id(object_t *object, const uint8_t id[ID_BYTES])
{
    if (!lock_take(&object->lock, ROOM_PATIENCE))
        return;
    memcpy(object->last_id, id, ID_BYTES);
    object->has_last_id = true;
    lock_drop(&object->lock);
}

static bool is_answered(uint8_t result)
{
    return result == RESULT_ANSWER_BOOL || result == RESULT_ANSWER_TEXT;
}

/* Close and Done may run at the same time on an object; Done stays. */
static void close_object(object_t *object)
{
    uint32_t old = atomic_load(&object->state);
    while (old != STATE_DONE && old != STATE_NEW && !atomic_compare_exchange_weak(&object->state, &old, STATE_CLOSED))
        ;
}

void object_call(object_t *object, uint32_t number, const tVariant *params, uint32_t count, tVariant *value)
{
    if (value != NULL)
        value_set_empty(value);
    if (number >= object->table->method_count) {
        object_set_problem(object, PROBLEM_NO_METHOD);
        return;
    }
    const method_t *method = &object->table->methods[number];
    uint32_t state = state_of(object);
    if (state == STATE_DONE || (state != STATE_ENABLED && !(method->flags & METHOD_ANY_STATE))) {
        object_set_problem(object, problem_of(state));
        result_neutral(object, method->result, value);
        return;
    }
    if (count > method->param_count)
        count = method->param_count;
    argument_plan_t plans[MAX_ARGUMENTS];
    bool in_file = plan_arguments(object, method, params, count, plans);
    bool scope = (method->flags & METHOD_SCOPE) != 0;
    call_t call = {
        .method = (uint16_t)number,
        .scope = scope,
        .how = scope ? CLAIM_RESERVE : CLAIM_USUAL,
        .wake = !scope || in_file,
        .arguments = plans,
        .count = count,
    };
    choose_id(object, method, params, count, &call);
    if (is_answered(method->result)) {
        if ((method->flags & METHOD_BEGINS) && begin_at_once(object, &call, params, value))
            return;
        uint64_t deadline = deadline_of(object, method, params, count);
        bool has_ids = method->ids[0] != NULL;
        /* That the caller's own time is up is an answer, and no problem. */
        uint32_t late = method->timeout_param != NO_PARAM || has_ids ? PROBLEM_NONE : PROBLEM_NO_ANSWER;
        answer_t given;
        /* Before its record lies in the ring: what another thread reports behind that belongs to
         * nobody any more, and gets no id. */
        if (method->flags & METHOD_CLOSES)
            close_object(object);
        bool answered = ask(object, &call, deadline, late, method->result, value, &given);
        if (answered && (method->flags & METHOD_BEGINS) && given.truth && given.object == OBJECT_ENABLED)
            accepted_add(call.method, params, count, &(terms_t){given.client, given.ring, given.shutdown_timeout});
        if (!answered && has_ids)
            result_ids(object, method, params, count, value);
        else if (!answered)
            result_neutral(object, method->result, value);
        if (method->flags & METHOD_CLOSES)
            close_object(object);
        return;
    }
    uint32_t patience = waits_for_disk(object, method, params, count) ? object->table->fatal_patience : 0;
    if (!record_and_wait(object, &call, patience)) {
        object_set_problem(object, PROBLEM_NO_ROOM);
        result_neutral(object, method->result, value);
        return;
    }
    if (method->flags & METHOD_LAST_ID)
        remember_id(object, call.id);
    if (method->result == RESULT_ID)
        result_id(object, call.id, ID_BYTES, value);
    else if (method->result == RESULT_SPAN_ID)
        result_id(object, call.id, SPAN_ID_BYTES, value);
    else if (value != NULL)
        value_set_bool(value, !is_refused(method, plans, count));
}

static void ask_property(object_t *object, uint32_t number, const property_t *property, tVariant *value)
{
    argument_plan_t plan;
    call_t call = {.method = (uint16_t)(RECORD_METHOD_PROPERTY + number), .arguments = &plan, .count = 1};
    uint32_t problem = PROBLEM_NONE;
    if (property->source == PROPERTY_PROBLEM)
        problem = atomic_exchange(&object->problem, PROBLEM_NONE);
    argument_plan_integer(&plan, problem);
    /* While there is much to do, what was published answers as well, and in time. */
    uint64_t timeout = property->timeout * NANOSECONDS_PER_MILLISECOND;
    if (property->source == PROPERTY_ANSWER)
        timeout = timeout / 4 * 3;
    answer_t given;
    if (ask(object, &call, clock_monotonic() + timeout, PROBLEM_NONE, RESULT_ANSWER_TEXT, value, &given))
        return;
    uint32_t length = 0;
    WCHAR_T *text = NULL;
    if (property->source == PROPERTY_ANSWER)
        text = published_get(number, atomic_load(&object->client), &length);
    /* What was to be told is told the next time. Who asks for problems only has none of his own. */
    if (text == NULL && (problem != PROBLEM_NONE || property->source != PROPERTY_PROBLEM))
        object_set_problem(object, problem != PROBLEM_NONE ? problem : PROBLEM_NO_ANSWER);
    result_text(object, value, text, length);
    free(text);
}

void object_property(object_t *object, uint32_t number, tVariant *value)
{
    value_set_empty(value);
    const property_t *property = &object->table->properties[number];
    uint32_t state = state_of(object);
    switch (property->source) {
    case PROPERTY_TEXT:
        result_text(object, value, property->text, utf16_length(property->text));
        break;
    case PROPERTY_ENABLED:
        value_set_bool(value, state == STATE_ENABLED);
        break;
    case PROPERTY_LAST_ID: {
        uint8_t id[ID_BYTES];
        bool known = false;
        if (lock_take(&object->lock, ROOM_PATIENCE)) {
            known = object->has_last_id;
            memcpy(id, object->last_id, sizeof id);
            lock_drop(&object->lock);
        }
        if (known)
            result_id(object, id, sizeof id, value);
        else
            result_text(object, value, NULL, 0);
        break;
    }
    default:
        if (state == STATE_DONE)
            result_text(object, value, NULL, 0);
        else
            ask_property(object, number, property, value);
    }
}
