/*
 * boundary.c: the whole C side behind the ABI, as a host in C sees it: names, arguments,
 * states, ids and answers.
 */
#include "result.h"
#include "ids.h"
#include "worker.h"

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

/* A late answer does not hide that calls were dropped; anything else is the newest. */
static void test_problems(void)
{
    static object_t object;
    object_set_problem(&object, PROBLEM_NO_ROOM);
    object_set_problem(&object, PROBLEM_NO_ANSWER);
    CHECK_EQUAL(atomic_load(&object.problem), PROBLEM_NO_ROOM);
    object_set_problem(&object, PROBLEM_NO_METHOD);
    object_set_problem(&object, PROBLEM_NO_ANSWER);
    CHECK_EQUAL(atomic_load(&object.problem), PROBLEM_NO_ANSWER);
}

int main(void)
{
    test_problems();
    test_before_the_table();
    worker_begin();
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
    worker_end();
    puts("boundary: all well");
    return 0;
}
