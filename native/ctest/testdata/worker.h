/* worker.h: a table of methods made up here, and a worker that is a thread of the program. */
#ifndef SENTRY1C_WORKER_H
#define SENTRY1C_WORKER_H

#include "bridge.h"
#include "host.h"
#include "journal.h"

#include <pthread.h>

/* The table. */

enum { ASK, ENABLE, CAPTURE, SCOPE, SPAN, TELL, CLOSE, SILENT, LATE, BEGIN, HEADERS, METHODS };
enum { VERSION, ENABLED, LAST_ID, PROBLEM, FIGURES, PROPERTIES };

static WCHAR_T names[METHODS + PROPERTIES + 2][2][16];
static param_t params[3];
static method_t methods[METHODS];
static property_t properties[PROPERTIES];
static table_t table;

static inline void name(int i, const WCHAR_T *const out[2], const char *english, const WCHAR_T *russian)
{
    memcpy(names[i][0], wide(english), (strlen(english) + 1) * sizeof(WCHAR_T));
    memcpy(names[i][1], russian, (utf16_length(russian) + 1) * sizeof(WCHAR_T));
    ((const WCHAR_T **)(uintptr_t)out)[0] = names[i][0];
    ((const WCHAR_T **)(uintptr_t)out)[1] = names[i][1];
}

static inline void make_table(void)
{
    static const WCHAR_T yozh[] = {0x0401, 0x0436, 0x0418, 'x', 0}; /* Ёжx with a capital И */
    params[0] = (param_t){.mark = PARAM_TEXT};
    params[1] = (param_t){.mark = PARAM_TEXT, .has_default = 1, .default_kind = VTYPE_PWSTR, .default_text = names[0][0]};
    params[2] = (param_t){.mark = PARAM_TEXT, .has_default = 1, .default_kind = VTYPE_I4, .default_number = 2000};
    static const struct {
        const char *name;
        method_t method;
    } made[METHODS] = {
        [ASK] = {"Ask", {.result = RESULT_ANSWER_BOOL, .flags = METHOD_ANY_STATE, .timeout = 2000}},
        [ENABLE] = {"Enable", {.result = RESULT_ANSWER_BOOL, .flags = METHOD_ANY_STATE, .timeout = 2000}},
        [CAPTURE] = {"Capture", {.param_count = 2, .result = RESULT_ID, .flags = METHOD_LAST_ID, .id_param = 1}},
        [SCOPE] = {"Scope", {.param_count = 2, .result = RESULT_TRUE, .flags = METHOD_SCOPE}},
        [SPAN] = {"Span", {.result = RESULT_SPAN_ID}},
        [TELL] = {"Tell", {.result = RESULT_ANSWER_TEXT, .timeout = 2000}},
        [CLOSE] = {"Close", {.param_count = 1, .result = RESULT_ANSWER_BOOL, .flags = METHOD_CLOSES, .timeout = 2000}},
        [SILENT] = {"Silent", {.param_count = 1, .result = RESULT_ANSWER_TEXT, .timeout = 30}},
        [LATE] = {"Late", {.param_count = 1, .result = RESULT_ANSWER_BOOL, .timeout = 30}},
        [BEGIN] = {"Begin",
                   {.param_count = 3, .result = RESULT_ANSWER_BOOL, .flags = METHOD_ANY_STATE | METHOD_BEGINS, .timeout = 300}},
        [HEADERS] = {"Headers", {.param_count = 1, .result = RESULT_ANSWER_TEXT, .timeout = 30}},
    };
    for (int i = 0; i < METHODS; i++) {
        methods[i] = made[i].method;
        methods[i].params = i == CLOSE || i == SILENT || i == LATE ? &params[2] : &params[0];
        methods[i].timeout_param = i == CLOSE || i == LATE ? 0 : NO_PARAM;
        if (i != CAPTURE)
            methods[i].id_param = NO_PARAM;
        name(i, methods[i].names, made[i].name, i == SCOPE ? yozh : wide(made[i].name));
    }
    static WCHAR_T before[] = {'<', 0}, after[] = {'>', 0};
    methods[HEADERS].ids[0] = before;
    methods[HEADERS].ids[1] = after;
    static const char *property_names[] = {"Version", "Enabled", "LastID", "Problem", "Figures"};
    static const uint8_t property_sources[] = {PROPERTY_TEXT, PROPERTY_ENABLED, PROPERTY_LAST_ID, PROPERTY_PROBLEM,
                                               PROPERTY_ANSWER};
    for (int i = 0; i < PROPERTIES; i++) {
        properties[i] = (property_t){
            .source = property_sources[i], .text = names[0][0], .timeout = i == FIGURES ? 100 : 2000};
        name(METHODS + i, properties[i].names, property_names[i], wide(property_names[i]));
    }
    table = (table_t){.class_name = GetClassNames(),
                      .methods = methods,
                      .method_count = METHODS,
                      .properties = properties,
                      .property_count = PROPERTIES};
}

/* The worker: answers, and remembers what it saw. */

static struct {
    pthread_mutex_t mutex;
    uint32_t calls[METHODS];
    uint32_t created, destroyed, done, told;
    uint8_t last_id[16]; /* of CAPTURE */
    uint16_t last_flags;
    uint32_t last_object, last_count;
} seen = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static atomic_bool stop, frozen;

static inline void answer(const record_t *record)
{
    answer_t given = {.kind = ARGUMENT_BOOL, .truth = true};
    WCHAR_T text[] = {'y', 'e', 's'};
    if (record->method == TELL) {
        given = (answer_t){.kind = ARGUMENT_TEXT, .text = text, .length = 3};
    } else if (record->method == BEGIN && record->count > 0 &&
               ((const argument_t *)(const void *)(record + 1))->kind == ARGUMENT_ANSI) {
        given.truth = false; /* narrow letters: the test says so */
    } else if (record->method == ENABLE || record->method == BEGIN) {
        given.object = OBJECT_ENABLED;
        given.client = 5;
        given.shutdown_timeout = 1234;
    } else if (record->method >= RECORD_METHOD_PROPERTY) {
        /* the problem itself, as one digit */
        int64_t problem;
        memcpy(&problem, (const uint8_t *)(record + 1) + sizeof(argument_t), sizeof problem);
        text[0] = (WCHAR_T)('0' + problem);
        given = (answer_t){.kind = ARGUMENT_TEXT, .text = text, .length = 1};
    }
    if (record->method == SILENT || record->method == LATE) {
        /* Too late: the slot belongs to nobody, or to somebody else. */
        thread_nap(400 * NANOSECONDS_PER_MILLISECOND);
        CHECK(!reply_answer(record->reply, &given));
        return;
    }
    if (reply_answer(record->reply, &given))
        CHECK(!reply_answer(record->reply, &given)); /* one answer counts */
}

static inline void note(const record_t *record)
{
    pthread_mutex_lock(&seen.mutex);
    switch (record->method) {
    case RECORD_METHOD_CREATED:
        seen.created++;
        break;
    case RECORD_METHOD_DESTROYED:
        seen.destroyed++;
        break;
    case RECORD_METHOD_DONE:
        seen.done++;
        break;
    case RECORD_METHOD_LOCALE:
    case RECORD_METHOD_LANGUAGE:
        seen.told++;
        break;
    default:
        if (record->method < METHODS)
            seen.calls[record->method]++;
    }
    if (record->method == CAPTURE)
        memcpy(seen.last_id, record->id, sizeof seen.last_id);
    seen.last_flags = record->flags;
    seen.last_object = record->object;
    seen.last_count = record->count;
    pthread_mutex_unlock(&seen.mutex);
}

static inline void *work(void *argument)
{
    (void)argument;
    for (;;) {
        uint32_t number = boundary_seen();
        bool last = atomic_load(&stop);
        if (atomic_load(&frozen)) {
            thread_nap(NANOSECONDS_PER_MILLISECOND);
            continue;
        }
        const uint8_t *bytes;
        int32_t length;
        while ((length = boundary_take(&bytes)) > 0) {
            for (int32_t at = 0; at < length;) {
                const record_t *record = (const record_t *)(const void *)(bytes + at);
                note(record);
                if (record->reply != 0)
                    answer(record);
                at += (int32_t)record->size;
            }
            boundary_release();
        }
        if (last)
            return NULL;
        boundary_wait(number, length == RING_BLOCKED ? NANOSECONDS_PER_MILLISECOND : 20 * NANOSECONDS_PER_MILLISECOND);
    }
}

static pthread_t worker;

static inline void worker_begin(void)
{
    uint8_t seed[32] = {1, 2, 3};
    CHECK(boundary_start(seed));
    make_table();
    table_publish(&table);
    CHECK_EQUAL(pthread_create(&worker, NULL, work, NULL), 0);
}

/* Ends the worker; nothing is left over. */
static inline void worker_end(void)
{
    atomic_store(&stop, true);
    pthread_join(worker, NULL);
    CHECK_EQUAL(atomic_load(&blocks), 0);
    CHECK_EQUAL(seen.created, seen.destroyed);
    CHECK_EQUAL(seen.created, seen.done);
    journal_counts_t counts;
    journal_counts(&counts);
    CHECK_EQUAL(counts.dropped, 0);
    CHECK_EQUAL(counts.used, 0);
}

/* The number of the last problem of an object, as the worker answers it. */
static inline char problem(void *object)
{
    return property(object, PROBLEM)[0];
}

#endif
