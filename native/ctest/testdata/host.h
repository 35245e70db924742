/* host.h: what the platform does, in C: its texts, its memory and its calls of an object. */
#ifndef SENTRY1C_HOST_H
#define SENTRY1C_HOST_H

#include "check.h"
#include "object.h"
#include "utf16.h"

#include <string.h>

const WCHAR_T *GetClassNames(void);
long GetClassObject(const WCHAR_T *name, void **component);
long DestroyObject(void **component);
int SetPlatformCapabilities(const int capabilities);
int GetAttachType(void);

/* UTF-16 of a text in Latin letters; rotates through a few buffers. */
static inline const WCHAR_T *wide(const char *text)
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

static inline tVariant wide_value(const char *text)
{
    tVariant value = {.vt = VTYPE_PWSTR};
    value.pwstrVal = (WCHAR_T *)(uintptr_t)wide(text);
    value.wstrLen = utf16_length(value.pwstrVal);
    return value;
}

/* The host's memory manager: counts, and refuses if told so. */

static atomic_int blocks;
static atomic_bool refuse;

static inline bool AllocMemory(struct IMemoryManager *self, void **memory, unsigned long bytes)
{
    (void)self;
    if (atomic_load(&refuse))
        return false;
    *memory = malloc(bytes);
    atomic_fetch_add(&blocks, 1);
    return true;
}

static inline void give_back(void *memory)
{
    CHECK(memory != NULL);
    free(memory);
    atomic_fetch_sub(&blocks, 1);
}

static inline struct IMemoryManager *memory_manager(void)
{
    static const __typeof__(*((struct IMemoryManager *)0)->table) functions = {.AllocMemory = AllocMemory};
    static struct IMemoryManager manager = {&functions};
    return &manager;
}

/* The host: methods by their place in the tables. */

static inline const struct IInitDoneBase *init_done(void *object)
{
    return *(const struct IInitDoneBase **)object;
}

static inline void *base(void *object, int i)
{
    return (void **)object + i;
}

static inline const struct ILanguageExtenderBase *extender(void *object)
{
    return ((const struct ILanguageExtenderBase **)object)[BASE_LANGUAGE_EXTENDER];
}

static inline void *create(void)
{
    void *object = NULL;
    CHECK_EQUAL(GetClassObject(wide("Sentry"), &object), 1);
    CHECK(init_done(object)->setMemManager(object, memory_manager()));
    CHECK(init_done(object)->Init(object, NULL));
    return object;
}

static inline void destroy(void *object)
{
    init_done(object)->Done(object);
    CHECK_EQUAL(DestroyObject(&object), 0);
    CHECK(object == NULL);
}

static inline bool call(void *object, long method, tVariant *result, tVariant *arguments, long count)
{
    memset(result, 0xEE, sizeof *result);
    return extender(object)->CallAsFunc(base(object, BASE_LANGUAGE_EXTENDER), method, result, arguments, count);
}

static inline bool call_bool(void *object, long method)
{
    tVariant result;
    CHECK(call(object, method, &result, NULL, 0));
    CHECK_EQUAL(result.vt, VTYPE_BOOL);
    return result.bVal;
}

/* A text result as Latin letters; it is freed. */
static inline const char *text_of(const tVariant *value)
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

static inline const char *property(void *object, long number)
{
    tVariant value;
    CHECK(extender(object)->GetPropVal(base(object, BASE_LANGUAGE_EXTENDER), number, &value));
    return text_of(&value);
}

#endif
