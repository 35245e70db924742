/*
 * conventions.c LIBRARY DSN: on 32-bit Windows every method of an object removes its own
 * arguments from the stack (stdcall), a destructor too, with the object in ECX (thiscall),
 * and an exported function leaves them (cdecl). A compiler hides a mistake until much
 * later, so each call is made here by hand and the stack pointer is looked at.
 */
#include "host.h"

#if !(defined(_WIN32) && defined(__i386__))
int main(void)
{
    fail(__FILE__, __LINE__, "calling conventions differ on 32-bit Windows only");
}
#else

static int calls;

/* Calls with `count` words on the stack and `ecx`; returns EAX and how many bytes the
 * callee removed. */
static uint32_t call_by_hand(void *function, uint32_t ecx, const uint32_t *words, uint32_t count, uint32_t *removed)
{
    uint32_t eax = (uint32_t)words, edx = count;
    __asm__ volatile("movl %%esp, %%esi\n"
                     "1: testl %%edx, %%edx\n"
                     "jz 2f\n"
                     "pushl -4(%%eax,%%edx,4)\n"
                     "decl %%edx\n"
                     "jmp 1b\n"
                     "2: movl %%esp, %%edi\n"
                     "call *%%ebx\n"
                     "movl %%esp, %%edx\n"
                     "subl %%edi, %%edx\n"
                     "movl %%esi, %%esp\n"
                     : "+a"(eax), "+d"(edx), "+c"(ecx)
                     : "b"(function)
                     : "esi", "edi", "memory", "cc");
    *removed = edx;
    calls++;
    return eax;
}

#define WORD(x) ((uint32_t)(uintptr_t)(x))
#define COUNT(...) (sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static uint32_t expect(const char *name, void *function, uint32_t ecx, const uint32_t *words, uint32_t count, uint32_t want)
{
    uint32_t removed, eax = call_by_hand(function, ecx, words, count, &removed);
    CHECK(removed == want, "%s removed %u bytes from the stack, not %u", name, removed, want);
    return eax;
}

#define EXPORTED(function, ...) expect(#function, (void *)(function), 0, (uint32_t[]){__VA_ARGS__}, COUNT(__VA_ARGS__), 0)
#define STDCALL_METHOD(table, base, name, ...)                                                                                 \
    expect(#name, (void *)object->table->name, 0, (uint32_t[]){WORD(BASE(object, base)), ##__VA_ARGS__},               \
           COUNT(WORD(0), ##__VA_ARGS__), (uint32_t)(4 * COUNT(WORD(0), ##__VA_ARGS__)))

static void methods(object_t *object)
{
    tVariant value, values[8];
    memset(&value, 0, sizeof value);
    memset(values, 0, sizeof values);
    static const WCHAR_T text[] = {'r', 'u', 0}, version[] = {'V', 'e', 'r', 's', 'i', 'o', 'n', 0};
    WCHAR_T *name = NULL;
    STDCALL_METHOD(init_done, BASE_INIT_DONE, GetInfo);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, RegisterExtensionAs, WORD(&name));
    CHECK(STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetNProps) > 0, "GetNProps");
    uint32_t property = STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, FindProp, WORD(version));
    CHECK((int32_t)property >= 0, "FindProp");
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetPropName, property, 0);
    CHECK(STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetPropVal, property, WORD(&value)) & 0xFF, "GetPropVal");
    CHECK(value.vt == VTYPE_PWSTR && value.wstrLen > 0, "the version");
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, SetPropVal, property, WORD(&value));
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, IsPropReadable, property);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, IsPropWritable, property);
    CHECK(STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetNMethods) > 0, "GetNMethods");
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, FindMethod, WORD(text));
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetMethodName, 0, 1);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetNParams, 0);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, GetParamDefValue, 0, 1, WORD(&values[1]));
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, HasRetVal, 0);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, CallAsProc, 0, WORD(values), 2);
    STDCALL_METHOD(language, BASE_LANGUAGE_EXTENDER, CallAsFunc, 0, WORD(&value), WORD(values), 2);
    STDCALL_METHOD(locale, BASE_LOCALE, SetLocale, WORD(text));
    STDCALL_METHOD(user_language, BASE_USER_LANGUAGE, SetUserInterfaceLanguageCode, WORD(text));
    STDCALL_METHOD(init_done, BASE_INIT_DONE, Done);
}

/* `delete` of a C++ host through each of the four tables: the scalar deleting destructor. */
static void destructors(library_t *library)
{
    for (int base = 0; base < BASE_COUNT; base++) {
        object_t *object = object_new(library);
        void *const *table = ((void *const **)object)[base];
        object->init_done->Done(object);
        uint32_t flags[] = {1};
        expect("a destructor", table[0], WORD(BASE(object, base)), flags, 1, 4);
    }
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: conventions LIBRARY DSN");
    library_t library = library_open(arguments[1]);
    static const WCHAR_T name[] = {'S', 'e', 'n', 't', 'r', 'y', 0};
    void *component = NULL;
    expect("GetClassNames", (void *)library.get_class_names, 0, NULL, 0, 0);
    expect("GetAttachType", (void *)library.get_attach_type, 0, NULL, 0, 0);
    EXPORTED(library.set_platform_capabilities, 3);
    EXPORTED(library.get_class_object, WORD(name), WORD(&component));
    CHECK(component != NULL, "GetClassObject");
    EXPORTED(library.destroy_object, WORD(&component));
    CHECK(component == NULL, "DestroyObject");
    object_t *object = object_new(&library);
    methods(object);
    component = object;
    CHECK(library.destroy_object(&component) == 0, "DestroyObject");
    destructors(&library);
    printf("%d calls left the stack as they should\n", calls);
    return 0;
}
#endif
