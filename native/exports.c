/*
 * The five functions that 1C looks up in the library. Nothing else is visible.
 */
#include "component.h"
#include "utf16.h"

/* The Go runtime starts on its own thread when the library is loaded; an object
 * cannot do anything before it has published the table. */
#define START_PATIENCE (2000 * NANOSECONDS_PER_MILLISECOND)

/* Known without the runtime: a host asks for it first. */
static const WCHAR_T class_names[] = {'S', 'e', 'n', 't', 'r', 'y', 0};

ADDIN_EXPORT const WCHAR_T *GetClassNames(void)
{
    return class_names;
}

/* The answer is 1 and not the pointer, as in 1C's samples: a long of 64-bit
 * Windows may hold the zero half of a good pointer. */
ADDIN_EXPORT long GetClassObject(const WCHAR_T *name, void **component)
{
    if (name == NULL || component == NULL || !utf16_same_name(name, class_names) || process_is_forked())
        return 0;
    const table_t *table = table_wait(START_PATIENCE);
    if (table == NULL)
        return 0;
    *component = component_new(table);
    return *component != NULL ? 1 : 0;
}

ADDIN_EXPORT long DestroyObject(void **component)
{
    if (component == NULL || *component == NULL || !component_free(*component))
        return -1;
    *component = NULL;
    return 0;
}

ADDIN_EXPORT int SetPlatformCapabilities(const int capabilities)
{
    (void)capabilities;
    return APP_CAPABILITIES_LAST;
}

ADDIN_EXPORT int GetAttachType(void)
{
    return CAN_ATTACH_ANY;
}
