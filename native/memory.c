#include "memory.h"

#include <string.h>

WCHAR_T *memory_copy(struct IMemoryManager *memory, const WCHAR_T *text, uint32_t length)
{
    if (memory == NULL || length >= UINT32_MAX / sizeof(WCHAR_T) - 1)
        return NULL;
    void *copy = NULL;
    unsigned long bytes = ((unsigned long)length + 1) * (unsigned long)sizeof *text;
    if (!memory->table->AllocMemory(memory, &copy, bytes) || copy == NULL)
        return NULL;
    if (length != 0)
        memcpy(copy, text, length * sizeof *text);
    ((WCHAR_T *)copy)[length] = 0;
    return copy;
}

void value_set_empty(tVariant *value)
{
    memset(value, 0, sizeof *value);
    value->vt = VTYPE_EMPTY;
}

void value_set_bool(tVariant *value, bool truth)
{
    value_set_empty(value);
    value->vt = VTYPE_BOOL;
    value->bVal = truth;
}

void value_set_integer(tVariant *value, int32_t number)
{
    value_set_empty(value);
    value->vt = VTYPE_I4;
    value->lVal = number;
}

bool value_set_text(tVariant *value, struct IMemoryManager *memory, const WCHAR_T *text, uint32_t length)
{
    value_set_empty(value);
    WCHAR_T *copy = memory_copy(memory, text, length);
    if (copy == NULL)
        return false;
    value->vt = VTYPE_PWSTR;
    value->pwstrVal = copy;
    value->wstrLen = length;
    return true;
}
