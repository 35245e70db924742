/* arguments.c: every type of value that a host may pass, and how it is recorded. */
#include "argument.h"
#include "check.h"
#include "side.h"
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A buffer of exactly the size of the argument: a sanitizer sees a byte more. */
static uint8_t *written;
static argument_plan_t plan;
static bool durable;

static const argument_t *record(const tVariant *value, uint8_t mark, uint32_t budget)
{
    free(written);
    argument_plan_t made;
    argument_plan(&made, value, mark, budget, durable);
    plan = made; /* a plan may be moved before it is written */
    memset(&made, 0xEE, sizeof made);
    uint32_t size = argument_size(&plan);
    CHECK_EQUAL(size % RECORD_ALIGN, 0);
    written = malloc(size);
    CHECK(argument_write(&plan, written) == written + size);
    for (uint32_t i = (uint32_t)sizeof(argument_t) + plan.header.bytes; i < size; i++)
        CHECK_EQUAL(written[i], 0);
    return (const argument_t *)(const void *)written;
}

static const void *body(void)
{
    return written + sizeof(argument_t);
}

static int64_t integer(void)
{
    int64_t value;
    memcpy(&value, body(), sizeof value);
    return value;
}

static double number(void)
{
    double value;
    memcpy(&value, body(), sizeof value);
    return value;
}

static void test_integers(void)
{
    struct {
        TYPEVAR type;
        uint64_t bits;
        int64_t want;
    } cases[] = {
        {VTYPE_I1, 0xFF, -1},
        {VTYPE_UI1, 0xFF, 255},
        {VTYPE_I2, 0x8000, -32768},
        {VTYPE_UI2, 0x8000, 32768},
        {VTYPE_I4, 0x80000000u, INT32_MIN},
        {VTYPE_INT, 0xFFFFFFFFu, -1},
        {VTYPE_UI4, 0x80000000u, 0x80000000ll},
        {VTYPE_UINT, 0xFFFFFFFFu, 0xFFFFFFFFll},
        {VTYPE_ERROR, 0x80004005u, (int32_t)0x80004005u},
        {VTYPE_HRESULT, 0x80004005u, (int32_t)0x80004005u},
        {VTYPE_I8, 0x8000000000000000ull, INT64_MIN},
        {VTYPE_UI8, 0x7FFFFFFFFFFFFFFFull, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tVariant value;
        memset(&value, 0xEE, sizeof value);
        value.ullVal = cases[i].bits;
        value.vt = cases[i].type;
        const argument_t *argument = record(&value, PARAM_TEXT, 100);
        CHECK_EQUAL(argument->kind, ARGUMENT_INTEGER);
        CHECK_EQUAL(integer(), cases[i].want);
    }
}

static void test_numbers(void)
{
    tVariant value = {.vt = VTYPE_R4, .fltVal = 0.5f};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_NUMBER);
    CHECK(number() == 0.5);
    value = (tVariant){.vt = VTYPE_R8, .dblVal = 1e300};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_NUMBER);
    CHECK(number() == 1e300);
    value = (tVariant){.vt = VTYPE_UI8, .ullVal = 1ull << 63};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_NUMBER);
    CHECK(number() == 9223372036854775808.0);
    value = (tVariant){.vt = VTYPE_DATE, .date = 45000.5};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_OLE_DATE);
    CHECK(number() == 45000.5);
}

static void test_nothing_and_truth(void)
{
    tVariant value = {.vt = VTYPE_EMPTY};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_EMPTY);
    CHECK_EQUAL(plan.header.bytes, 0);
    value.vt = VTYPE_NULL;
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_NULL);
    for (int byte = 0; byte < 256; byte++) { /* a bool of C++ that was never set */
        value = (tVariant){.vt = VTYPE_BOOL};
        value.ui8Val = (uint8_t)byte;
        CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_BOOL);
        uint32_t truth;
        memcpy(&truth, body(), sizeof truth);
        CHECK_EQUAL(truth, byte != 0);
    }
}

static void test_time(void)
{
    tVariant value = {.vt = VTYPE_TM};
    value.tmVal = (struct tm){.tm_year = 126, .tm_mon = 10, .tm_mday = 23, .tm_hour = 1, .tm_min = 2, .tm_sec = 3};
    CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_TIME);
    int32_t parts[6];
    memcpy(parts, body(), sizeof parts);
    CHECK_EQUAL(parts[0], 2026);
    CHECK_EQUAL(parts[1], 11);
    CHECK_EQUAL(parts[2], 23);
    CHECK_EQUAL(parts[5], 3);
    value.tmVal.tm_year = INT32_MAX;
    value.tmVal.tm_mon = INT32_MAX;
    record(&value, PARAM_TEXT, 100);
    memcpy(parts, body(), sizeof parts);
    CHECK_EQUAL(parts[0], INT32_MAX);
    CHECK_EQUAL(parts[1], INT32_MAX);
}

/* A text without a terminator, in memory of exactly its size. */
static tVariant text_of(uint32_t length)
{
    tVariant value = {.vt = VTYPE_PWSTR};
    value.pwstrVal = malloc(length * sizeof(WCHAR_T) + (length == 0));
    for (uint32_t i = 0; i < length; i++)
        value.pwstrVal[i] = (WCHAR_T)('A' + i % 26);
    value.wstrLen = length;
    return value;
}

static void test_texts(void)
{
    static const uint32_t lengths[] = {0, 1, 3, 4, 5, 1000, TEXT_LIMIT / 2};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        tVariant value = text_of(lengths[i]);
        CHECK_EQUAL(record(&value, PARAM_TEXT, UINT32_MAX)->kind, ARGUMENT_TEXT);
        CHECK_EQUAL(plan.header.bytes, lengths[i] * 2);
        CHECK(memcmp(body(), value.pwstrVal, (size_t)lengths[i] * 2) == 0);
        free(value.pwstrVal);
    }
    tVariant nothing = {.vt = VTYPE_PWSTR};
    CHECK_EQUAL(record(&nothing, PARAM_TEXT, 100)->kind, ARGUMENT_TEXT);
    CHECK_EQUAL(plan.header.bytes, 0);
}

static void test_long_text_is_cut_in_the_middle(void)
{
    static const uint32_t budgets[] = {UINT32_MAX, 1000, 17, 16, 9, 8, 3, 0};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        tVariant value = text_of(5000000);
        value.pwstrVal[0] = 'F';
        value.pwstrVal[4999999] = 'L';
        CHECK_EQUAL(record(&value, PARAM_TEXT, budgets[i])->kind, ARGUMENT_CUT_TEXT);
        uint32_t limit = budgets[i] < TEXT_LIMIT ? budgets[i] : TEXT_LIMIT;
        CHECK(plan.header.bytes <= limit || plan.header.bytes == sizeof(cut_text_t));
        cut_text_t cut;
        memcpy(&cut, body(), sizeof cut);
        uint32_t kept = (plan.header.bytes - (uint32_t)sizeof cut) / 2;
        CHECK_EQUAL(kept + cut.removed, 5000000);
        const WCHAR_T *text = (const WCHAR_T *)((const uint8_t *)body() + sizeof cut);
        if (kept >= 2) {
            CHECK_EQUAL(text[0], 'F');
            CHECK_EQUAL(text[kept - 1], 'L');
            CHECK_EQUAL(cut.head, kept / 2);
        }
        free(value.pwstrVal);
    }
}

static void test_cut_keeps_pairs_whole(void)
{
    for (uint32_t budget = 8; budget < 60; budget++) {
        tVariant value = text_of(1000);
        for (uint32_t i = 0; i < 1000; i++)
            value.pwstrVal[i] = i % 2 == 0 ? 0xD83D : 0xDE00;
        record(&value, PARAM_TEXT, budget);
        cut_text_t cut;
        memcpy(&cut, body(), sizeof cut);
        CHECK_EQUAL(cut.head % 2, 0);
        CHECK_EQUAL((plan.cut_tail / 2) % 2, 0);
        free(value.pwstrVal);
    }
}

static void test_long_json_and_bytes_go_beside(void)
{
    uint32_t length = INLINE_LIMIT / 2 + 1;
    tVariant value = text_of(length);
    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE);
    side_t side;
    memcpy(&side, body(), sizeof side);
    CHECK_EQUAL(side.kind, ARGUMENT_TEXT);
    const uint8_t *data;
    uint32_t bytes;
    CHECK(side_get(side.number, &data, &bytes));
    CHECK_EQUAL(bytes, length * 2);
    CHECK(memcmp(data, value.pwstrVal, bytes) == 0);
    argument_drop(&plan);
    CHECK(!side_get(side.number, &data, &bytes));
    free(value.pwstrVal);

    value = text_of(100); /* no room left in the record */
    CHECK_EQUAL(record(&value, PARAM_JSON, 199)->kind, ARGUMENT_SIDE);
    argument_drop(&plan);
    free(value.pwstrVal);

    static char blob[INLINE_LIMIT] = {0x5A};
    value = (tVariant){.vt = VTYPE_BLOB, .pstrVal = blob, .strLen = INLINE_LIMIT};
    CHECK_EQUAL(record(&value, PARAM_BLOB, UINT32_MAX)->kind, ARGUMENT_BYTES);
    value.strLen = ARGUMENT_LIMIT + 1; /* refused by the length alone */
    CHECK_EQUAL(record(&value, PARAM_BLOB, UINT32_MAX)->kind, ARGUMENT_BAD);
    CHECK_EQUAL(((const bad_t *)body())->reason, BAD_LENGTH);
}

static void test_durable_blocks_are_files(void)
{
    char template[] = "/tmp/sentry1c-arguments-XXXXXX";
    char *dir = mkdtemp(template);
    CHECK(dir != NULL);
    char long_path[MAX_SIDE_FOLDER + 2];
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = 0;
    CHECK(!side_set_folder(long_path));
    durable = true;
    tVariant value = text_of(INLINE_LIMIT);
    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE);
    CHECK_EQUAL(((const side_t *)body())->in_file, 0); /* no folder yet */
    argument_drop(&plan);

    CHECK(side_set_folder(dir));
    /* A limit of files costs the file, not the process. */
    struct rlimit was, limit;
    CHECK_EQUAL(getrlimit(RLIMIT_FSIZE, &was), 0);
    limit = was;
    limit.rlim_cur = INLINE_LIMIT;
    CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &limit), 0);
    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE);
    CHECK_EQUAL(((const side_t *)body())->in_file, 0);
    argument_drop(&plan);
    CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &was), 0);

    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE);
    side_t side;
    memcpy(&side, body(), sizeof side);
    CHECK_EQUAL(side.in_file, 1);
    const uint8_t *data;
    uint32_t bytes;
    CHECK(!side_get(side.number, &data, &bytes)); /* nothing in memory */
    char path[100];
    snprintf(path, sizeof path, "%s/%08x", dir, side.number);
    struct stat info;
    CHECK_EQUAL(stat(path, &info), 0);
    CHECK_EQUAL(info.st_size, INLINE_LIMIT * 2);
    CHECK_EQUAL(info.st_mode & 0777, 0600);
    argument_drop(&plan);
    CHECK(stat(path, &info) != 0);

    /* What has the name already is left alone; the value goes into memory. */
    snprintf(path, sizeof path, "%s/%08x", dir, side.number + 1);
    CHECK(file_create(path, "foreign", 7));
    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE);
    CHECK_EQUAL(((const side_t *)body())->in_file, 0);
    argument_drop(&plan);
    file_remove(path);
    folder_remove(dir);
    CHECK(stat(dir, &info) != 0);
    CHECK_EQUAL(record(&value, PARAM_JSON, UINT32_MAX)->kind, ARGUMENT_SIDE); /* the folder is gone */
    CHECK_EQUAL(((const side_t *)body())->in_file, 0);
    argument_drop(&plan);
    durable = false;
    free(value.pwstrVal);
}

static void test_side_blocks_are_bounded(void)
{
    uint32_t bytes = ARGUMENT_LIMIT, numbers[64], count = 0;
    uint8_t *data = calloc(1, bytes);
    bool in_file = false;
    for (; count < 64; count++)
        if ((numbers[count] = side_put(data, bytes, &in_file)) == 0)
            break;
    CHECK_EQUAL(count, SIDE_TOTAL_LIMIT / ARGUMENT_LIMIT);
    tVariant value = {.vt = VTYPE_BLOB, .pstrVal = (char *)data, .strLen = bytes};
    CHECK_EQUAL(record(&value, PARAM_BLOB, UINT32_MAX)->kind, ARGUMENT_BAD);
    CHECK_EQUAL(((const bad_t *)body())->reason, BAD_MEMORY);
    while (count > 0)
        side_drop(numbers[--count]);
    side_drop(12345); /* nobody's */
    CHECK((numbers[0] = side_put(data, bytes, &in_file)) != 0);
    side_drop(numbers[0]);
    free(data);
}

static void test_what_is_no_value(void)
{
    static const struct {
        TYPEVAR type;
        uint32_t length, reason, detail;
    } cases[] = {
        {VTYPE_PWSTR, 5, BAD_POINTER, 5},
        {VTYPE_PSTR, 5, BAD_POINTER, 5},
        {VTYPE_BLOB, UINT32_MAX, BAD_POINTER, UINT32_MAX},
        {VTYPE_INTERFACE, 0, BAD_TYPE, VTYPE_INTERFACE},
        {VTYPE_VARIANT, 0, BAD_TYPE, VTYPE_VARIANT},
        {VTYPE_CLSID, 0, BAD_TYPE, VTYPE_CLSID},
        {VTYPE_I4 | 0x2000, 0, BAD_TYPE, VTYPE_I4 | 0x2000},
        {VTYPE_PWSTR | 0x4000, 7, BAD_TYPE, VTYPE_PWSTR | 0x4000},
        {0xFFFF, 0, BAD_TYPE, 0xFFFF},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tVariant value = {.vt = cases[i].type};
        value.wstrLen = cases[i].length;
        CHECK_EQUAL(record(&value, PARAM_TEXT, 100)->kind, ARGUMENT_BAD);
        const bad_t *bad = body();
        CHECK_EQUAL(bad->reason, cases[i].reason);
        CHECK_EQUAL(bad->detail, cases[i].detail);
    }
}

static void test_milliseconds(void)
{
    static const struct {
        double number;
        uint32_t want;
    } cases[] = {{0, 0}, {-1, 0}, {-1e300, 0}, {1.9, 1}, {1000, 1000}, {1e300, 5000}, {5000.5, 5000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tVariant value = {.vt = VTYPE_R8, .dblVal = cases[i].number};
        CHECK_EQUAL(argument_milliseconds(&value, 77, 5000), cases[i].want);
    }
    tVariant value = {.vt = VTYPE_R8, .dblVal = NAN};
    CHECK_EQUAL(argument_milliseconds(&value, 77, 5000), 77);
    value = (tVariant){.vt = VTYPE_I4, .lVal = 30};
    CHECK_EQUAL(argument_milliseconds(&value, 77, 5000), 30);
    value = text_of(3);
    CHECK_EQUAL(argument_milliseconds(&value, 77, 5000), 77);
    free(value.pwstrVal);
    value = (tVariant){.vt = VTYPE_EMPTY};
    CHECK_EQUAL(argument_milliseconds(&value, 77, 5000), 77);
}

int main(void)
{
    test_integers();
    test_numbers();
    test_nothing_and_truth();
    test_time();
    test_texts();
    test_long_text_is_cut_in_the_middle();
    test_cut_keeps_pairs_whole();
    test_long_json_and_bytes_go_beside();
    test_durable_blocks_are_files();
    test_side_blocks_are_bounded();
    test_what_is_no_value();
    test_milliseconds();
    free(written);
    puts("arguments: all well");
    return 0;
}
