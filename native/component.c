#include "component.h"
#include "format.h"
#include "memory.h"
#include "utf16.h"

#include <stdlib.h>

#define COMPONENT_ALIVE 0x53314331u

/* The tables come first: this is what the host holds a pointer to. */
typedef struct {
    const void *bases[BASE_COUNT];
    atomic_uint alive; /* COMPONENT_ALIVE until it is freed */
    object_t object;
} component_t;

_Static_assert(offsetof(component_t, bases) == 0, "the host sees the tables first");

/* A method of base k gets the address of the k-th pointer as its object. */
static component_t *component_of(void *self, int base)
{
    return (component_t *)((void **)self - base);
}

static object_t *object_of(void *self, int base)
{
    return &component_of(self, base)->object;
}

bool component_free(void *pointer)
{
    component_t *component = pointer;
    unsigned alive = COMPONENT_ALIVE;
    if (!atomic_compare_exchange_strong(&component->alive, &alive, 0))
        return false;
    object_destroyed(&component->object);
    free(component);
    return true;
}

/* IInitDoneBase */

static bool ADDIN_API Init(void *self, void *disp)
{
    (void)self;
    (void)disp; /* AddError and the rest work on clients only (facts: onec-platform 1.7) */
    return true;
}

static bool ADDIN_API setMemManager(void *self, void *memory)
{
    object_t *object = object_of(self, BASE_INIT_DONE);
    if (memory == NULL)
        return false;
    atomic_store(&object->memory, (struct IMemoryManager *)memory);
    return true;
}

static long ADDIN_API GetInfo(void *self)
{
    (void)self;
    return ADDIN_TECHNOLOGY;
}

static void ADDIN_API Done(void *self)
{
    object_done(object_of(self, BASE_INIT_DONE));
}

/* ILanguageExtenderBase */

static object_t *extender(void *self)
{
    return object_of(self, BASE_LANGUAGE_EXTENDER);
}

static WCHAR_T *copy_name(object_t *object, const WCHAR_T *name)
{
    return memory_copy(atomic_load(&object->memory), name, utf16_length(name));
}

static bool ADDIN_API RegisterExtensionAs(void *self, WCHAR_T **name)
{
    object_t *object = extender(self);
    if (name == NULL)
        return false;
    *name = copy_name(object, object->table->class_name);
    return *name != NULL;
}

static const property_t *property_at(object_t *object, long number)
{
    return number >= 0 && (unsigned long)number < object->table->property_count ? &object->table->properties[number]
                                                                                  : NULL;
}

static const method_t *method_at(object_t *object, long number)
{
    return number >= 0 && (unsigned long)number < object->table->method_count ? &object->table->methods[number] : NULL;
}

static const WCHAR_T *name_of(object_t *object, const WCHAR_T *const names[2], long alias)
{
    return alias == 0 || alias == 1 ? copy_name(object, names[alias]) : NULL;
}

static long ADDIN_API GetNProps(void *self)
{
    return (long)extender(self)->table->property_count;
}

static long ADDIN_API FindProp(void *self, const WCHAR_T *name)
{
    return name != NULL ? table_find_property(extender(self)->table, name) : -1;
}

static const WCHAR_T *ADDIN_API GetPropName(void *self, long number, long alias)
{
    object_t *object = extender(self);
    const property_t *property = property_at(object, number);
    return property != NULL ? name_of(object, property->names, alias) : NULL;
}

static bool ADDIN_API GetPropVal(void *self, long number, tVariant *value)
{
    object_t *object = extender(self);
    if (value == NULL)
        return false;
    value_set_empty(value);
    if (property_at(object, number) == NULL)
        return false;
    object_property(object, (uint32_t)number, value);
    return true;
}

static bool ADDIN_API SetPropVal(void *self, long number, tVariant *value)
{
    (void)self;
    (void)number;
    (void)value;
    return false;
}

static bool ADDIN_API IsPropReadable(void *self, long number)
{
    return property_at(extender(self), number) != NULL;
}

static bool ADDIN_API IsPropWritable(void *self, long number)
{
    (void)self;
    (void)number;
    return false;
}

static long ADDIN_API GetNMethods(void *self)
{
    return (long)extender(self)->table->method_count;
}

static long ADDIN_API FindMethod(void *self, const WCHAR_T *name)
{
    return name != NULL ? table_find_method(extender(self)->table, name) : -1;
}

static const WCHAR_T *ADDIN_API GetMethodName(void *self, long number, long alias)
{
    object_t *object = extender(self);
    const method_t *method = method_at(object, number);
    return method != NULL ? name_of(object, method->names, alias) : NULL;
}

static long ADDIN_API GetNParams(void *self, long number)
{
    const method_t *method = method_at(extender(self), number);
    return method != NULL ? method->param_count : 0;
}

static bool ADDIN_API GetParamDefValue(void *self, long number, long position, tVariant *value)
{
    object_t *object = extender(self);
    const method_t *method = method_at(object, number);
    if (value == NULL)
        return false;
    value_set_empty(value);
    if (method == NULL || position < 0 || position >= method->param_count)
        return false;
    const param_t *param = &method->params[position];
    if (position == method->timeout_param) {
        /* The platform fills in what was left out, so this is how an option gets there. */
        value_set_integer(value, (int32_t)object_timeout(object, method));
        return true;
    }
    if (!param->has_default)
        return true;
    if (param->default_kind == VTYPE_PWSTR)
        return value_set_text(value, atomic_load(&object->memory), param->default_text,
                              utf16_length(param->default_text));
    if (param->default_kind == VTYPE_BOOL)
        value_set_bool(value, param->default_number != 0);
    else
        value_set_integer(value, param->default_number);
    return true;
}

static bool ADDIN_API HasRetVal(void *self, long number)
{
    return method_at(extender(self), number) != NULL;
}

/* Always true: false raises an exception in the code of 1C, which may be just
 * about to report another one. */
static bool ADDIN_API CallAsFunc(void *self, long number, tVariant *result, tVariant *params, long count)
{
    uint32_t given = params != NULL && count > 0 ? (uint32_t)count : 0;
    object_t *object = extender(self);
    uint32_t position = method_at(object, number) != NULL ? (uint32_t)number : UINT32_MAX;
    object_call(object, position, params, given, result);
    return true;
}

static bool ADDIN_API CallAsProc(void *self, long number, tVariant *params, long count)
{
    return CallAsFunc(self, number, NULL, params, count);
}

/* LocaleBase, UserLanguageBase */

static void ADDIN_API SetLocale(void *self, const WCHAR_T *locale)
{
    object_told(object_of(self, BASE_LOCALE), RECORD_METHOD_LOCALE, locale);
}

static void ADDIN_API SetUserInterfaceLanguageCode(void *self, const WCHAR_T *code)
{
    object_told(object_of(self, BASE_USER_LANGUAGE), RECORD_METHOD_LANGUAGE, code);
}

/*
 * Destructors. A host in C++ may say `delete` instead of DestroyObject, through
 * any base. Microsoft's ABI has one slot that frees if bit 0 of the flags says
 * so; elsewhere the first slot ends the object and leaves the memory to its
 * owner, and the second one frees as well.
 */
#if defined(_WIN32)

static void *delete_component(component_t *component, unsigned flags)
{
    if (flags & 1)
        component_free(component);
    else
        object_destroyed(&component->object);
    return component;
}

#define DESTRUCTORS(base)                                                   \
    static void *ADDIN_DTOR delete_base_##base(void *self, unsigned flags) \
    {                                                                       \
        return delete_component(component_of(self, base), flags);          \
    }
#define DESTRUCTOR_SLOTS(base) .destructors = {delete_base_##base}

#else

#define DESTRUCTORS(base)                                  \
    static void destroy_base_##base(void *self)            \
    {                                                      \
        object_destroyed(object_of(self, base));           \
    }                                                      \
    static void delete_base_##base(void *self)             \
    {                                                      \
        component_free(component_of(self, base));          \
    }
#define DESTRUCTOR_SLOTS(base) .destructors = {destroy_base_##base, delete_base_##base}

#endif

DESTRUCTORS(BASE_INIT_DONE)
DESTRUCTORS(BASE_LANGUAGE_EXTENDER)
DESTRUCTORS(BASE_LOCALE)
DESTRUCTORS(BASE_USER_LANGUAGE)

/* What a compiler of C++ puts before a table: how far its base is from the start of the
 * object, and the description of its class, which C has none of. A host that looks there
 * (dynamic_cast, a sanitizer) finds that and nothing foreign. */
#define BASE_TABLE(base)               \
    static const struct {              \
        ptrdiff_t to_top;              \
        const void *class_description; \
        struct base table;             \
    }
#define TO_TOP(base) (-(ptrdiff_t)((base) * sizeof(void *)))

BASE_TABLE(IInitDoneBase)
init_done = {.to_top = TO_TOP(BASE_INIT_DONE),
             .table = {DESTRUCTOR_SLOTS(BASE_INIT_DONE),
                       .Init = Init,
                       .setMemManager = setMemManager,
                       .GetInfo = GetInfo,
                       .Done = Done}};

BASE_TABLE(ILanguageExtenderBase)
language_extender = {.to_top = TO_TOP(BASE_LANGUAGE_EXTENDER),
                     .table = {DESTRUCTOR_SLOTS(BASE_LANGUAGE_EXTENDER),
                               .RegisterExtensionAs = RegisterExtensionAs,
                               .GetNProps = GetNProps,
                               .FindProp = FindProp,
                               .GetPropName = GetPropName,
                               .GetPropVal = GetPropVal,
                               .SetPropVal = SetPropVal,
                               .IsPropReadable = IsPropReadable,
                               .IsPropWritable = IsPropWritable,
                               .GetNMethods = GetNMethods,
                               .FindMethod = FindMethod,
                               .GetMethodName = GetMethodName,
                               .GetNParams = GetNParams,
                               .GetParamDefValue = GetParamDefValue,
                               .HasRetVal = HasRetVal,
                               .CallAsProc = CallAsProc,
                               .CallAsFunc = CallAsFunc}};

BASE_TABLE(LocaleBase)
locale_base = {.to_top = TO_TOP(BASE_LOCALE), .table = {DESTRUCTOR_SLOTS(BASE_LOCALE), .SetLocale = SetLocale}};

BASE_TABLE(UserLanguageBase)
user_language = {.to_top = TO_TOP(BASE_USER_LANGUAGE),
                 .table = {DESTRUCTOR_SLOTS(BASE_USER_LANGUAGE),
                           .SetUserInterfaceLanguageCode = SetUserInterfaceLanguageCode}};

void *component_new(const table_t *table)
{
    component_t *component = calloc(1, sizeof *component);
    if (component == NULL)
        return NULL;
    component->bases[BASE_INIT_DONE] = &init_done.table;
    component->bases[BASE_LANGUAGE_EXTENDER] = &language_extender.table;
    component->bases[BASE_LOCALE] = &locale_base.table;
    component->bases[BASE_USER_LANGUAGE] = &user_language.table;
    atomic_store(&component->alive, COMPONENT_ALIVE);
    object_init(&component->object, table);
    return component;
}
