/* object.c: the component through its ABI, as 1C uses it. */
#include "host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef long (*get_class_object_t)(const WCHAR_T *name, void **component);
typedef long (*destroy_object_t)(void **component);

static get_class_object_t get_class_object;
static destroy_object_t destroy_object;

/* Memory of the host. */

static bool AllocMemory(struct IMemoryManager *self, void **memory, unsigned long bytes)
{
    (void)self;
    *memory = malloc(bytes);
    return *memory != NULL;
}

static void FreeMemory(struct IMemoryManager *self, void **memory)
{
    (void)self;
    free(*memory);
    *memory = NULL;
}

static const __typeof__(*((struct IMemoryManager *)0)->table) functions = {.AllocMemory = AllocMemory,
                                                                           .FreeMemory = FreeMemory};
static struct IMemoryManager manager = {&functions};

/* Texts: UTF-8 to UTF-16, for letters of the basic plane. */

static WCHAR_T *wide(const char *text, uint32_t *length)
{
    WCHAR_T *out = malloc((strlen(text) + 1) * sizeof *out);
    uint32_t n = 0;
    for (const uint8_t *c = (const uint8_t *)text; *c != 0;) {
        if (*c < 0x80) {
            out[n++] = *c++;
        } else if (*c < 0xE0) {
            out[n++] = (WCHAR_T)((c[0] & 0x1F) << 6 | (c[1] & 0x3F));
            c += 2;
        } else {
            out[n++] = (WCHAR_T)((c[0] & 0x0F) << 12 | (c[1] & 0x3F) << 6 | (c[2] & 0x3F));
            c += 3;
        }
    }
    out[n] = 0;
    if (length != NULL)
        *length = n;
    return out;
}

tVariant value(const char *text)
{
    tVariant v = {.vt = VTYPE_PWSTR};
    v.pwstrVal = wide(text, &v.wstrLen);
    return v;
}

/* Objects. */

static const struct ILanguageExtenderBase *table_of(void *object)
{
    return ((const struct ILanguageExtenderBase **)object)[BASE_LANGUAGE_EXTENDER];
}

static void *self_of(void *object)
{
    return (void **)object + BASE_LANGUAGE_EXTENDER;
}

long method(void *object, const char *name)
{
    WCHAR_T *text = wide(name, NULL);
    long number = table_of(object)->FindMethod(self_of(object), text);
    free(text);
    if (number < 0)
        fail(name);
    return number;
}

tVariant call(void *object, long number, tVariant *arguments, long count)
{
    tVariant result;
    if (!table_of(object)->CallAsFunc(self_of(object), number, &result, arguments, count))
        fail("a call answered false");
    return result;
}

void drop(tVariant *result)
{
    if (result->vt == VTYPE_PWSTR)
        free(result->pwstrVal);
}

void *create(const char *dsn)
{
    WCHAR_T *name = wide("Sentry", NULL);
    void *object = NULL;
    if (get_class_object(name, &object) != 1)
        fail("no object");
    free(name);
    const struct IInitDoneBase *base = *(const struct IInitDoneBase **)object;
    base->setMemManager(object, &manager);
    base->Init(object, NULL);
    tVariant arguments[2] = {value(dsn), value(options)};
    tVariant answer = call(object, method(object, "Init"), arguments, 2);
    if (answer.vt != VTYPE_BOOL || !answer.bVal)
        fail("Init said no");
    free(arguments[0].pwstrVal);
    free(arguments[1].pwstrVal);
    return object;
}

void settle(void *object)
{
    tVariant statistics;
    WCHAR_T *name = wide("Statistics", NULL);
    long number = table_of(object)->FindProp(self_of(object), name);
    free(name);
    for (int i = 0; i < 200; i++) {
        table_of(object)->GetPropVal(self_of(object), number, &statistics);
        bool answered = statistics.vt == VTYPE_PWSTR && statistics.wstrLen > 0;
        drop(&statistics);
        if (answered)
            return;
    }
    fail("the worker does not answer");
}

void await_sent(void *object, int seconds)
{
    uint32_t length;
    WCHAR_T *none = wide("\"spooled\":0,", &length);
    WCHAR_T *name = wide("Statistics", NULL);
    long number = table_of(object)->FindProp(self_of(object), name);
    bool sent = false;
    for (int i = 0; i < seconds && !sent; i++) {
        tVariant statistics;
        table_of(object)->GetPropVal(self_of(object), number, &statistics);
        if (statistics.vt == VTYPE_PWSTR)
            for (uint32_t at = 0; at + length <= statistics.wstrLen && !sent; at++)
                sent = memcmp(statistics.pwstrVal + at, none, length * sizeof *none) == 0;
        drop(&statistics);
        if (!sent)
            sleep(1);
    }
    free(none);
    free(name);
}

void open_library(const char *path)
{
    void *library = dlopen(path, RTLD_NOW);
    if (library == NULL)
        fail(dlerror());
    get_class_object = (get_class_object_t)dlsym(library, "GetClassObject");
    destroy_object = (destroy_object_t)dlsym(library, "DestroyObject");
}

void destroy(void **object)
{
    (*(const struct IInitDoneBase **)*object)->Done(*object);
    destroy_object(object);
}
