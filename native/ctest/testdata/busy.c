/*
 * busy.c: the C side behind the ABI when the worker is busy, and when many threads use it
 * at once.
 */
#include "worker.h"

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
    freeze(true);
    CHECK(strcmp(property(object, PROBLEM), "") == 0);
    freeze(false);
    CHECK_EQUAL(problem(object), '0' + PROBLEM_NONE); /* that there was no answer is none of the object's */
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
    worker_begin();
    test_begins_at_once();
    test_begins_many();
    test_answers_while_the_worker_is_busy();
    test_hammer();
    test_one_object_many_threads();
    worker_end();
    CHECK(seen.calls[CAPTURE] >= THREADS * ROUNDS * 20);
    puts("busy: all well");
    return 0;
}
