/* dump.c: writes to its standard output the records of a few calls, as they lie in
 * a ring, for the reader in Go to be compared with. */
#include "check.h"
#include "ids.h"
#include "journal.h"
#include "record.h"
#include "side.h"

#include <string.h>

static WCHAR_T text[] = {'A', 0x0416, 0xD83D, 0xDE00, 0xD800, 0, 'z'};

int main(void)
{
    uint8_t seed[32] = {9};
    ids_init(seed);
    CHECK(journal_init());
    static object_t object;
    object.number = 77;
    atomic_store(&object.client, 5);

    tVariant values[] = {
        {.vt = VTYPE_EMPTY},
        {.vt = VTYPE_NULL},
        {.vt = VTYPE_BOOL, .bVal = true},
        {.vt = VTYPE_I4, .lVal = -42},
        {.vt = VTYPE_R8, .dblVal = 1.5},
        {.vt = VTYPE_TM,
         .tmVal = {.tm_year = 126, .tm_mon = 10, .tm_mday = 23, .tm_hour = 4, .tm_min = 5, .tm_sec = 6}},
        {.vt = VTYPE_DATE, .date = 45000.5},
        {.vt = VTYPE_PWSTR, .pwstrVal = text, .wstrLen = 7},
        {.vt = VTYPE_BLOB, .pstrVal = "\1\2\3", .strLen = 3},
        {.vt = VTYPE_PSTR, .pstrVal = "ansi", .strLen = 4},
        {.vt = VTYPE_INTERFACE},
    };
    enum { COUNT = sizeof values / sizeof *values };
    argument_plan_t plans[COUNT + 2];
    for (int i = 0; i < COUNT; i++)
        argument_plan(&plans[i], &values[i], PARAM_TEXT, 1000, false);
    argument_plan_text(&plans[COUNT], text, 7, 12); /* cut */
    static char blob[INLINE_LIMIT + 1];
    tVariant side = {.vt = VTYPE_BLOB, .pstrVal = blob, .strLen = sizeof blob};
    argument_plan(&plans[COUNT + 1], &side, PARAM_BLOB, 1000, false);

    call_t call = {.method = 3, .flags = RECORD_FLAG_ID_GIVEN, .reply = 0x0102, .arguments = plans, .count = COUNT + 2};
    for (int i = 0; i < ID_BYTES; i++)
        call.id[i] = (uint8_t)i;
    CHECK(record_call(&object, &call));
    call_t empty = {.method = RECORD_METHOD_CREATED};
    CHECK(record_call(&object, &empty));

    const uint8_t *bytes;
    int32_t length = journal_take(UINT32_MAX, &bytes);
    CHECK(length > 0);
    CHECK_EQUAL(fwrite(bytes, 1, (size_t)length, stdout), length);
    return 0;
}
