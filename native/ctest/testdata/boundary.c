/*
 * boundary.c: the whole C side behind the ABI, as a host in C sees it, with a
 * table of methods made up here and a worker that is a thread of this program.
 */
#include "bridge.h"
#include "check.h"
#include "ids.h"
#include "journal.h"
#include "object.h"
#include "utf16.h"

#include <pthread.h>
#include <string.h>

const WCHAR_T *GetClassNames(void);
long GetClassObject(const WCHAR_T *name, void **component);
long DestroyObject(void **component);
int SetPlatformCapabilities(const int capabilities);
int GetAttachType(void);

/* UTF-16 of a text in Latin letters; rotates through a few buffers. */
static const WCHAR_T *wide(const char *text)
{
    static _Thread_local WCHAR_T buffers[8][64];
    static _Thread_local int turn;
    WCHAR_T *buffer = buffers[turn++ % 8];
    uint32_t i = 0;
    for (; text[i] != 0; i++)
        buffer[i] = (WCHAR_T)(uint8_t)text[i];
    buffer[i] = 0;
    return buffer;
}

static tVariant wide_value(const char *text)
{
    tVariant value = {.vt = VTYPE_PWSTR};
    value.pwstrVal = (WCHAR_T *)(uintptr_t)wide(text);
    value.wstrLen = utf16_length(value.pwstrVal);
    return value;
}

/* The host's memory manager: counts, and refuses if told so. */

static atomic_int blocks;
static atomic_bool refuse;

static bool AllocMemory(struct IMemoryManager *self, void **memory, unsigned long bytes)
{
    (void)self;
    if (atomic_load(&refuse))
        return false;
    *memory = malloc(bytes);
    atomic_fetch_add(&blocks, 1);
    return true;
}

static void give_back(void *memory)
{
    CHECK(memory != NULL);
    free(memory);
    atomic_fetch_sub(&blocks, 1);
}

static struct IMemoryManager *memory_manager(void)
{
    static const __typeof__(*((struct IMemoryManager *)0)->table) functions = {.AllocMemory = AllocMemory};
    static struct IMemoryManager manager = {&functions};
    return &manager;
}

/* The table. */

enum { ASK, ENABLE, CAPTURE, SCOPE, SPAN, TELL, CLOSE, SILENT, LATE, BEGIN, HEADERS, METHODS };
enum { VERSION, ENABLED, LAST_ID, PROBLEM, FIGURES, PROPERTIES };

static WCHAR_T names[METHODS + PROPERTIES + 2][2][16];
static param_t params[3];
static method_t methods[METHODS];
static property_t properties[PROPERTIES];
static table_t table;

static void name(int i, const WCHAR_T *const out[2], const char *english, const WCHAR_T *russian)
{
    memcpy(names[i][0], wide(english), (strlen(english) + 1) * sizeof(WCHAR_T));
    memcpy(names[i][1], russian, (utf16_length(russian) + 1) * sizeof(WCHAR_T));
    ((const WCHAR_T **)(uintptr_t)out)[0] = names[i][0];
    ((const WCHAR_T **)(uintptr_t)out)[1] = names[i][1];
}

static void make_table(void)
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
    uint8_t last_id[16];
    uint16_t last_flags;
    uint32_t last_object, last_count;
} seen = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static atomic_bool stop, frozen;

static void answer(const record_t *record)
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

static void note(const record_t *record)
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
    memcpy(seen.last_id, record->id, sizeof seen.last_id);
    seen.last_flags = record->flags;
    seen.last_object = record->object;
    seen.last_count = record->count;
    pthread_mutex_unlock(&seen.mutex);
}

static void *work(void *argument)
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

/* The host: methods by their place in the tables. */

static const struct IInitDoneBase *init_done(void *object)
{
    return *(const struct IInitDoneBase **)object;
}

static void *base(void *object, int i)
{
    return (void **)object + i;
}

static const struct ILanguageExtenderBase *extender(void *object)
{
    return ((const struct ILanguageExtenderBase **)object)[BASE_LANGUAGE_EXTENDER];
}

static void *create(void)
{
    void *object = NULL;
    CHECK_EQUAL(GetClassObject(wide("Sentry"), &object), 1);
    CHECK(init_done(object)->setMemManager(object, memory_manager()));
    CHECK(init_done(object)->Init(object, NULL));
    return object;
}

static void destroy(void *object)
{
    init_done(object)->Done(object);
    CHECK_EQUAL(DestroyObject(&object), 0);
    CHECK(object == NULL);
}

static bool call(void *object, long method, tVariant *result, tVariant *arguments, long count)
{
    memset(result, 0xEE, sizeof *result);
    return extender(object)->CallAsFunc(base(object, BASE_LANGUAGE_EXTENDER), method, result, arguments, count);
}

static bool call_bool(void *object, long method)
{
    tVariant result;
    CHECK(call(object, method, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_BOOL);
    return result.bVal;
}

/* A text result as Latin letters; it is freed. */
static const char *text_of(const tVariant *value)
{
    static _Thread_local char text[256];
    CHECK_EQUAL(value->vt, VTYPE_PWSTR);
    CHECK(value->wstrLen < sizeof text);
    for (uint32_t i = 0; i < value->wstrLen; i++)
        text[i] = (char)value->pwstrVal[i];
    text[value->wstrLen] = 0;
    CHECK_EQUAL(value->pwstrVal[value->wstrLen], 0);
    give_back(value->pwstrVal);
    return text;
}

static const char *property(void *object, long number)
{
    tVariant value;
    CHECK(extender(object)->GetPropVal(base(object, BASE_LANGUAGE_EXTENDER), number, &value));
    return text_of(&value);
}

static char problem(void *object)
{
    return property(object, PROBLEM)[0];
}

static void test_before_the_table(void)
{
    void *object = NULL;
    uint64_t before = clock_monotonic();
    CHECK_EQUAL(GetClassObject(wide("Sentry"), &object), 0);
    uint64_t waited = clock_monotonic() - before;
    CHECK(object == NULL);
    CHECK(waited >= 2000 * NANOSECONDS_PER_MILLISECOND && waited < 10000 * NANOSECONDS_PER_MILLISECOND);
}

static void test_exports(void)
{
    void *object = NULL;
    CHECK(utf16_same_name(GetClassNames(), wide("sentry")));
    CHECK_EQUAL(GetClassObject(wide("Sentri"), &object), 0);
    CHECK_EQUAL(GetClassObject(NULL, &object), 0);
    CHECK_EQUAL(GetClassObject(wide("Sentry"), NULL), 0);
    CHECK(object == NULL);
    CHECK_EQUAL(DestroyObject(NULL), -1);
    CHECK_EQUAL(DestroyObject(&object), -1);
    CHECK_EQUAL(SetPlatformCapabilities(1), 3);
    CHECK_EQUAL(GetAttachType(), 3);
}

static void test_names(void)
{
    void *object = create();
    void *self = base(object, BASE_LANGUAGE_EXTENDER);
    const struct ILanguageExtenderBase *e = extender(object);
    CHECK_EQUAL(init_done(object)->GetInfo(object), 2000);
    CHECK_EQUAL(e->GetNMethods(self), METHODS);
    CHECK_EQUAL(e->GetNProps(self), PROPERTIES);
    for (int i = 0; i < METHODS; i++)
        CHECK_EQUAL(e->FindMethod(self, names[i][0]), i);
    static const WCHAR_T lower[] = {0x0451, 0x0416, 0x0438, 'X', 0};
    CHECK_EQUAL(e->FindMethod(self, lower), SCOPE);
    static const WCHAR_T other[] = {0x0435, 0x0416, 0x0438, 'X', 0}; /* е is not ё */
    CHECK_EQUAL(e->FindMethod(self, other), -1);
    CHECK_EQUAL(e->FindMethod(self, wide("aSK")), ASK);
    CHECK_EQUAL(e->FindMethod(self, wide("As")), -1);
    CHECK_EQUAL(e->FindMethod(self, wide("Askk")), -1);
    CHECK_EQUAL(e->FindMethod(self, wide("")), -1);
    CHECK_EQUAL(e->FindMethod(self, NULL), -1);
    CHECK_EQUAL(e->FindProp(self, wide("VERSION")), VERSION);
    CHECK_EQUAL(e->FindProp(self, NULL), -1);
    WCHAR_T *copy = (WCHAR_T *)(uintptr_t)e->GetMethodName(self, SCOPE, 1);
    CHECK(utf16_same_name(copy, names[SCOPE][1]));
    give_back(copy);
    /* The last one is 0 in its lower half, where a long is that long. */
    static const long wrong[] = {-1, METHODS, 1000000, -2147483647L, sizeof(long) > 4 ? (long)(1ull << 32) : -1};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(e->GetMethodName(self, wrong[i], 0) == NULL);
        CHECK(e->GetPropName(self, wrong[i], 0) == NULL);
        CHECK_EQUAL(e->GetNParams(self, wrong[i]), 0);
        CHECK(!e->HasRetVal(self, wrong[i]));
        CHECK(!e->IsPropReadable(self, wrong[i]));
        tVariant value;
        CHECK(!e->GetParamDefValue(self, wrong[i], 0, &value));
        CHECK(!e->GetParamDefValue(self, CAPTURE, wrong[i], &value));
        memset(&value, 0xEE, sizeof value);
        CHECK(!e->GetPropVal(self, wrong[i], &value));
        CHECK_EQUAL(value.vt, VTYPE_EMPTY);
        CHECK(call(object, wrong[i], &value, NULL, 0));
        CHECK_EQUAL(value.vt, VTYPE_EMPTY);
        CHECK_EQUAL(problem(object), '0' + PROBLEM_NO_METHOD);
        CHECK_EQUAL(problem(object), '0');
    }
    CHECK(e->GetMethodName(self, 0, 2) == NULL);
    CHECK(e->GetMethodName(self, 0, -1) == NULL);
    CHECK(!e->IsPropWritable(self, VERSION));
    CHECK(!e->SetPropVal(self, VERSION, NULL));
    CHECK(e->HasRetVal(self, SCOPE));
    CHECK(!e->GetPropVal(self, VERSION, NULL));
    CHECK(!e->GetParamDefValue(self, CAPTURE, 0, NULL));
    copy = NULL;
    CHECK(e->RegisterExtensionAs(self, &copy));
    CHECK(utf16_same_name(copy, wide("Sentry")));
    give_back(copy);
    CHECK(!e->RegisterExtensionAs(self, NULL));
    destroy(object);
}

static void test_defaults(void)
{
    void *object = create();
    void *self = base(object, BASE_LANGUAGE_EXTENDER);
    tVariant value;
    CHECK(extender(object)->GetParamDefValue(self, CAPTURE, 0, &value));
    CHECK_EQUAL(value.vt, VTYPE_EMPTY);
    CHECK(extender(object)->GetParamDefValue(self, CAPTURE, 1, &value));
    CHECK(strcmp(text_of(&value), "Ask") == 0);
    CHECK(extender(object)->GetParamDefValue(self, CLOSE, 0, &value));
    CHECK_EQUAL(value.lVal, 2000);
    CHECK(call_bool(object, ENABLE));
    CHECK(extender(object)->GetParamDefValue(self, CLOSE, 0, &value));
    CHECK_EQUAL(value.lVal, 1234); /* as the answer of ENABLE said */
    destroy(object);
}

static void test_states(void)
{
    void *object = create();
    tVariant result;
    CHECK(call(object, CAPTURE, &result, NULL, 0));
    CHECK(strcmp(text_of(&result), "") == 0);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NOT_INITIALIZED);
    CHECK(!call_bool(object, SCOPE));
    CHECK(call_bool(object, ASK)); /* in any state */
    CHECK(call_bool(object, ENABLE));
    CHECK(call_bool(object, SCOPE));
    CHECK(call_bool(object, CLOSE));
    CHECK(!call_bool(object, SCOPE));
    CHECK_EQUAL(problem(object), '0' + PROBLEM_CLOSED);
    CHECK(call_bool(object, ENABLE));
    CHECK(call_bool(object, SCOPE));
    init_done(object)->Done(object);
    CHECK(!call_bool(object, SCOPE));
    CHECK(!call_bool(object, ASK));
    CHECK(call(object, CAPTURE, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_EMPTY); /* no memory of the host after Done */
    CHECK(extender(object)->GetMethodName(base(object, BASE_LANGUAGE_EXTENDER), 0, 0) == NULL);
    CHECK_EQUAL(DestroyObject(&object), 0);
}

static void test_ids(void)
{
    void *object = create();
    call_bool(object, ENABLE);
    CHECK(strcmp(property(object, LAST_ID), "") == 0);
    tVariant arguments[2] = {wide_value("x"), {.vt = VTYPE_EMPTY}}, result;
    CHECK(call(object, CAPTURE, &result, arguments, 1));
    char fresh[64];
    strcpy(fresh, text_of(&result));
    CHECK_EQUAL(strlen(fresh), 32);
    CHECK_EQUAL(fresh[12], '4');
    CHECK(strchr("89ab", fresh[16]) != NULL);
    CHECK(strcmp(property(object, LAST_ID), fresh) == 0);
    static const char *good[] = {"0123456789ABCDEF0123456789abcdef", "01234567-89AB-CDEF-0123-456789abcdef",
                                 "{01234567-89ab-cdef-0123-456789ABCDEF}"};
    for (int i = 0; i < 3; i++) {
        arguments[1] = wide_value(good[i]);
        CHECK(call(object, CAPTURE, &result, arguments, 2));
        CHECK(strcmp(text_of(&result), "0123456789abcdef0123456789abcdef") == 0);
        call_bool(object, ASK);
    }
    static const char *bad[] = {"", "0", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdeg",
                                "00000000-0000-0000-0000-000000000000", "0123456-789ab-cdef-0123-456789abcdef",
                                "0123456789abcdef0123456789abcdef0", "{123456789abcdef0123456789abcdef12345}"};
    for (int i = 0; i < 8; i++) {
        arguments[1] = wide_value(bad[i]);
        CHECK(call(object, CAPTURE, &result, arguments, 2));
        const char *id = text_of(&result);
        CHECK_EQUAL(strlen(id), 32);
        CHECK(strncmp(id, "0123456789", 10) != 0);
    }
    CHECK(call(object, SPAN, &result, NULL, 0));
    CHECK_EQUAL(strlen(text_of(&result)), 16);
    destroy(object);
}

static void test_answers(void)
{
    void *object = create();
    call_bool(object, ENABLE);
    tVariant result;
    CHECK(call(object, TELL, &result, NULL, 0));
    CHECK(strcmp(text_of(&result), "yes") == 0);
    CHECK(extender(object)->CallAsProc(base(object, BASE_LANGUAGE_EXTENDER), TELL, NULL, 0));
    uint64_t before = clock_monotonic();
    CHECK(call(object, SILENT, &result, NULL, 0));
    CHECK(clock_monotonic() - before < 2000 * NANOSECONDS_PER_MILLISECOND);
    CHECK(strcmp(text_of(&result), "") == 0);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NO_ANSWER);
    tVariant patience = {.vt = VTYPE_I4, .lVal = 30};
    CHECK(call(object, LATE, &result, &patience, 1));
    CHECK(result.vt == VTYPE_BOOL && !result.bVal);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NONE);
    destroy(object);
}

static void test_no_memory_from_the_host(void)
{
    void *object = create();
    call_bool(object, ENABLE);
    atomic_store(&refuse, true);
    tVariant result;
    CHECK(call(object, CAPTURE, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_EMPTY);
    CHECK(call(object, TELL, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_EMPTY);
    CHECK(!extender(object)->GetParamDefValue(base(object, BASE_LANGUAGE_EXTENDER), CAPTURE, 1, &result));
    WCHAR_T *copy = NULL;
    CHECK(!extender(object)->RegisterExtensionAs(base(object, BASE_LANGUAGE_EXTENDER), &copy));
    atomic_store(&refuse, false);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NO_MEMORY);
    destroy(object);
    void *without = NULL;
    CHECK_EQUAL(GetClassObject(wide("Sentry"), &without), 1);
    CHECK(!init_done(without)->setMemManager(without, NULL));
    CHECK(call(without, TELL, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_EMPTY);
    CHECK(extender(without)->GetMethodName(base(without, BASE_LANGUAGE_EXTENDER), 0, 0) == NULL);
    CHECK_EQUAL(DestroyObject(&without), 0); /* without Done */
}

static void test_odd_calls(void)
{
    void *object = create();
    call_bool(object, ENABLE);
    tVariant result, arguments[4] = {wide_value("a"), wide_value("b"), wide_value("c"), wide_value("d")};
    CHECK(call(object, SCOPE, &result, arguments, 4)); /* more than it has */
    call_bool(object, ASK);
    CHECK(call(object, SCOPE, &result, NULL, 2)); /* a count without arguments */
    CHECK(call(object, SCOPE, &result, arguments, -5));
    CHECK(result.bVal);
    CHECK(extender(object)->CallAsFunc(base(object, BASE_LANGUAGE_EXTENDER), SCOPE, NULL, arguments, 2));
    struct LocaleBase *locale = *(struct LocaleBase **)base(object, BASE_LOCALE);
    locale->SetLocale(base(object, BASE_LOCALE), wide("ru_RU"));
    locale->SetLocale(base(object, BASE_LOCALE), NULL);
    struct UserLanguageBase *language = *(struct UserLanguageBase **)base(object, BASE_USER_LANGUAGE);
    language->SetUserInterfaceLanguageCode(base(object, BASE_USER_LANGUAGE), wide("ru"));
    call_bool(object, ASK);
    pthread_mutex_lock(&seen.mutex);
    CHECK_EQUAL(seen.told, 2);
    pthread_mutex_unlock(&seen.mutex);
    destroy(object);
}

/* A host in C++ may ask what class an object is of: it looks in front of the tables. */
static void test_no_class(void)
{
    void *object = create();
    for (int i = 0; i < BASE_COUNT; i++) {
        void **table = *(void ***)base(object, i);
        CHECK(table[-1] == NULL);
        CHECK((char *)base(object, i) + (intptr_t)table[-2] == (char *)object);
    }
    destroy(object);
}

static void test_delete_through_each_table(void)
{
    for (int i = 0; i < BASE_COUNT; i++) {
        void *object = create();
        init_done(object)->Done(object);
        addin_destructor_t *destructors = *(addin_destructor_t **)base(object, i);
        destructors[1](base(object, i)); /* the deleting one */
        object = create();
        destructors = *(addin_destructor_t **)base(object, i);
        destructors[0](base(object, i)); /* ends it, the memory stays */
        CHECK_EQUAL(DestroyObject(&object), 0);
    }
}

static void test_all_slots_taken(void)
{
    uint32_t references[REPLY_SLOTS];
    for (int i = 0; i < REPLY_SLOTS; i++)
        CHECK((references[i] = reply_open()) != 0);
    CHECK_EQUAL(reply_open(), 0);
    void *object = create();
    CHECK(!call_bool(object, ASK));
    for (int i = 0; i < REPLY_SLOTS; i++)
        reply_close(references[i]);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NO_SLOT);
    answer_t late = {.kind = ARGUMENT_BOOL};
    CHECK(!reply_answer(references[0], &late));
    CHECK(!reply_answer(0, &late));
    CHECK(!reply_answer(UINT32_MAX, &late));
    destroy(object);
}

/* The worker is busy; afterwards it goes on. */
static void freeze(bool now)
{
    atomic_store(&frozen, now);
    thread_nap(30 * NANOSECONDS_PER_MILLISECOND); /* it has done with what it had begun */
}

static uint64_t begin(void *object, const char *first, const char *second, bool wanted)
{
    tVariant arguments[3] = {wide_value(first), wide_value(second), wide_value("any key")}, result;
    uint64_t before = clock_monotonic();
    CHECK(call(object, BEGIN, &result, arguments, 3));
    CHECK_EQUAL(result.vt, VTYPE_BOOL);
    CHECK_EQUAL(result.bVal, wanted);
    return (clock_monotonic() - before) / NANOSECONDS_PER_MILLISECOND;
}

/* A call that begins an object and was accepted before needs no worker. */
static void test_begins_at_once(void)
{
    void *first = create(), *second = create(), *third = create(), *fourth = create();
    begin(first, "dsn", "options", true);
    tVariant narrow = {.vt = VTYPE_PSTR, .pstrVal = (char *)(uintptr_t)"refuse", .strLen = 6}, result;
    CHECK(call(third, BEGIN, &result, &narrow, 1));
    CHECK(!result.bVal);
    freeze(true);
    CHECK(begin(second, "dsn", "options", true) < 100);
    CHECK(call_bool(second, SCOPE));
    tVariant text = wide_value("text");
    CHECK(call(second, CAPTURE, &result, &text, 1));
    CHECK_EQUAL(strlen(text_of(&result)), 32);
    CHECK(call(third, BEGIN, &result, &narrow, 1)); /* what was refused is asked again */
    CHECK(!result.bVal);
    CHECK(begin(third, "dsn", "option", false) >= 300);
    CHECK(begin(third, "dsno", "ptions", false) >= 300);
    CHECK(!call_bool(third, SCOPE));
    accepted_forget();
    CHECK(begin(fourth, "dsn", "options", false) >= 300);
    freeze(false);
    CHECK(call_bool(second, ASK));
    pthread_mutex_lock(&seen.mutex);
    CHECK_EQUAL(seen.calls[BEGIN], 7); /* the worker hears of each */
    pthread_mutex_unlock(&seen.mutex);
    begin(fourth, "dsn", "options", true);
    init_done(second)->Done(second);
    begin(second, "dsn", "options", false); /* Done is for ever */
    destroy(first);
    CHECK_EQUAL(DestroyObject(&second), 0);
    destroy(third);
    destroy(fourth);
}

/* So many that the oldest are forgotten, and all the same none is mistaken. */
static void test_begins_many(void)
{
    void *object = create();
    char options[32];
    for (int i = 0; i < 600; i++) {
        snprintf(options, sizeof options, "options %d", i);
        begin(object, "dsn", options, true);
    }
    freeze(true);
    CHECK(begin(object, "dsn", "options 599", true) < 100);
    CHECK(begin(object, "dsn", "options 88", true) < 100);
    CHECK(begin(object, "dsn", "options 600", false) >= 300);
    freeze(false);
    destroy(object);
}

static void test_answers_while_the_worker_is_busy(void)
{
    void *object = create();
    CHECK(call_bool(object, ENABLE)); /* client 5 */
    freeze(true);
    WCHAR_T text[] = {'1', '2'};
    published_set(FIGURES, 4, text, 1);
    published_set(FIGURES, 5, text, 2);
    uint64_t before = clock_monotonic();
    CHECK(strcmp(property(object, FIGURES), "12") == 0);
    CHECK(clock_monotonic() - before < 100 * NANOSECONDS_PER_MILLISECOND + ROOM_PATIENCE / 1000);
    tVariant result, arguments[1] = {wide_value("0123456789abcDEF")};
    CHECK(call(object, HEADERS, &result, NULL, 0));
    char ids[64];
    strcpy(ids, text_of(&result));
    CHECK_EQUAL(strlen(ids), 51);
    CHECK(ids[0] == '<' && ids[33] == '-' && ids[50] == '>');
    CHECK(call(object, HEADERS, &result, arguments, 1));
    const char *of_span = text_of(&result);
    CHECK(strncmp(of_span, ids, 34) == 0 && strcmp(of_span + 34, "0123456789abcdef>") == 0);
    arguments[0] = wide_value("no span");
    CHECK(call(object, HEADERS, &result, arguments, 1));
    CHECK(strcmp(text_of(&result), ids) == 0);
    thread_nap(PUBLISHED_FRESH);
    CHECK(strcmp(property(object, FIGURES), "") == 0); /* too old */
    freeze(false);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NO_ANSWER);
    destroy(object);
}

/* Many threads make, use and drop objects at once. */
enum { THREADS = 16, ROUNDS = 60 };

static void *hammer(void *argument)
{
    (void)argument;
    for (int round = 0; round < ROUNDS; round++) {
        void *object = create();
        CHECK(call_bool(object, ENABLE));
        tVariant arguments[2] = {wide_value("text"), wide_value("")}, result;
        for (int i = 0; i < 20; i++) {
            CHECK(call(object, SCOPE, &result, arguments, 2));
            CHECK(call(object, CAPTURE, &result, arguments, 2));
            CHECK_EQUAL(strlen(text_of(&result)), 32);
        }
        CHECK(call(object, TELL, &result, NULL, 0));
        CHECK(strcmp(text_of(&result), "yes") == 0);
        destroy(object);
    }
    return NULL;
}

static void test_hammer(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK_EQUAL(pthread_create(&threads[i], NULL, hammer, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* One object, used by several threads at once against the rules. */
static void *misuse(void *object)
{
    tVariant arguments[2] = {wide_value("text"), wide_value("")}, result;
    for (int i = 0; i < 500; i++) {
        CHECK(call(object, CAPTURE, &result, arguments, 2));
        CHECK_EQUAL(strlen(text_of(&result)), 32);
        CHECK_EQUAL(strlen(property(object, LAST_ID)), 32);
    }
    return NULL;
}

static void test_one_object_many_threads(void)
{
    void *object = create();
    call_bool(object, ENABLE);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        CHECK_EQUAL(pthread_create(&threads[i], NULL, misuse, object), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    destroy(object);
}

int main(void)
{
    uint8_t seed[32] = {1, 2, 3};
    test_before_the_table();
    CHECK(boundary_start(seed));
    make_table();
    table_publish(&table);
    pthread_t worker;
    CHECK_EQUAL(pthread_create(&worker, NULL, work, NULL), 0);

    test_exports();
    test_names();
    test_defaults();
    test_states();
    test_ids();
    test_answers();
    test_no_memory_from_the_host();
    test_odd_calls();
    test_no_class();
    test_delete_through_each_table();
    test_all_slots_taken();
    test_begins_at_once();
    test_begins_many();
    test_answers_while_the_worker_is_busy();
    test_hammer();
    test_one_object_many_threads();

    atomic_store(&stop, true);
    pthread_join(worker, NULL);
    CHECK_EQUAL(atomic_load(&blocks), 0);
    CHECK_EQUAL(seen.created, seen.destroyed);
    CHECK_EQUAL(seen.created, seen.done);
    CHECK_EQUAL(seen.calls[CAPTURE] >= THREADS * ROUNDS * 20, true);
    journal_counts_t counts;
    journal_counts(&counts);
    CHECK_EQUAL(counts.dropped, 0);
    CHECK_EQUAL(counts.used, 0);
    puts("boundary: all well");
    return 0;
}
