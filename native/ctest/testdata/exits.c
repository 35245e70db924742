/* exits.c: what a process that ends in good order leaves of a long value that nobody has read: nothing,
 * if it only changed a scope. */
#include "atexit.h"
#include "durable.h"
#include "record.h"
#include "side.h"
#include "worker.h"

enum { LONG = 100000 };

int main(void)
{
    uint8_t seed[32] = {1, 2, 3};
    CHECK(boundary_start(seed));
    make_table();
    static param_t json = {.mark = PARAM_JSON};
    methods[SCOPE].params = &json;
    methods[SCOPE].param_count = 1;
    table_publish(&table);
    durable_begin();
    char side[128], ring[128];
    snprintf(side, sizeof side, "%s/0123456789abcdef.side", durable_folder);
    snprintf(ring, sizeof ring, "%s/0123456789abcdef.ring", durable_folder);
    CHECK_EQUAL(mkdir(side, 0700), 0);
    CHECK(side_set_folder(side));
    CHECK(atexit_remove(ring, EXIT_FILE));
    CHECK(atexit_remove(side, EXIT_FOLDER));
    static object_t object;
    object_init(&object, &table);
    atomic_store(&object.state, STATE_ENABLED);
    atomic_store(&object.ring, RING_DURABLE);
    static WCHAR_T text[LONG];
    for (int i = 0; i < LONG; i++)
        text[i] = 's';
    tVariant value = {.vt = VTYPE_PWSTR, .pwstrVal = text, .wstrLen = LONG}, result;
    object_call(&object, SCOPE, &value, 1, &result);
    CHECK(result.bVal);
    CHECK(rmdir(side) != 0); /* the value lies in it */
    atexit_clean();
    CHECK(access(ring, F_OK) != 0);
    CHECK(access(side, F_OK) != 0);
    CHECK_EQUAL(rmdir(durable_folder), 0);
    puts("exits: all well");
    return 0;
}
