/*
 * abi.h: the structures of 1C's Native API as plain C.
 *
 * 1C describes the boundary as C++ classes with virtual methods. This file says
 * the same in C: an object is a row of pointers to tables of functions, one
 * table for each base class, in the order of the base classes. Names are 1C's,
 * so that its documentation can be searched ("Add-in creation technology",
 * https://1c-dn.com/library/add_in_creation_technology/).
 *
 * Every size and offset is asserted below: a wrong one does not fail to
 * compile elsewhere, it ends the process of 1C.
 */
#ifndef SENTRY1C_ABI_H
#define SENTRY1C_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Virtual methods are __stdcall on 32-bit Windows and follow the platform's
 * usual convention elsewhere; a destructor there is __thiscall. */
#if defined(_WIN32) && defined(__i386__)
#define ADDIN_API __attribute__((stdcall))
#define ADDIN_DTOR __attribute__((thiscall))
#else
#define ADDIN_API
#define ADDIN_DTOR
#endif

#if defined(_WIN32)
#define ADDIN_EXPORT __attribute__((dllexport))
#else
#define ADDIN_EXPORT __attribute__((visibility("default")))
#endif

/* WCHAR_T is a UTF-16 code unit on every system; wchar_t is not. */
typedef uint16_t WCHAR_T;

typedef uint16_t TYPEVAR;

enum {
    VTYPE_EMPTY = 0,
    VTYPE_NULL = 1,
    VTYPE_I2 = 2,
    VTYPE_I4 = 3,
    VTYPE_R4 = 4,
    VTYPE_R8 = 5,
    VTYPE_DATE = 6,
    VTYPE_TM = 7,
    VTYPE_PSTR = 8,
    VTYPE_INTERFACE = 9,
    VTYPE_ERROR = 10,
    VTYPE_BOOL = 11,
    VTYPE_VARIANT = 12,
    VTYPE_I1 = 13,
    VTYPE_UI1 = 14,
    VTYPE_UI2 = 15,
    VTYPE_UI4 = 16,
    VTYPE_I8 = 17,
    VTYPE_UI8 = 18,
    VTYPE_INT = 19,
    VTYPE_UINT = 20,
    VTYPE_HRESULT = 21,
    VTYPE_PWSTR = 22,
    VTYPE_BLOB = 23,
    VTYPE_CLSID = 24
};

typedef struct {
    uint32_t data1;
    uint16_t data2;
    uint16_t data3;
    uint8_t data4[8];
} addin_iid_t;

/* tVariant of 1C: a value of one of the types above. The longest member, and so
 * the size, is struct tm on most systems (facts: onec-platform 1.4). */
typedef struct tVariant {
    union {
        int8_t i8Val;
        int16_t shortVal;
        int32_t lVal;
        int32_t intVal;
        uint32_t uintVal;
        int64_t llVal;
        uint8_t ui8Val;
        uint16_t ushortVal;
        uint32_t ulVal;
        uint64_t ullVal;
        int32_t errCode;
        int32_t hRes;
        float fltVal;
        double dblVal;
        bool bVal;
        char chVal;
        double date;
        addin_iid_t IDVal;
        struct tVariant *pvarVal;
        struct tm tmVal;
        struct {
            void *pInterfaceVal;
            addin_iid_t InterfaceID;
        };
        struct {
            char *pstrVal;
            uint32_t strLen; /* bytes */
        };
        struct {
            WCHAR_T *pwstrVal;
            uint32_t wstrLen; /* code units, without a terminator */
        };
    };
    uint32_t cbElements;
    TYPEVAR vt;
} tVariant;

#if defined(_WIN32) && defined(__i386__)
_Static_assert(sizeof(tVariant) == 48 && offsetof(tVariant, strLen) == 4 &&
                   offsetof(tVariant, cbElements) == 40 && offsetof(tVariant, vt) == 44,
               "tVariant: Windows x86");
#elif defined(_WIN32)
_Static_assert(sizeof(tVariant) == 48 && offsetof(tVariant, strLen) == 8 &&
                   offsetof(tVariant, cbElements) == 40 && offsetof(tVariant, vt) == 44,
               "tVariant: Windows x64");
#elif defined(__i386__)
_Static_assert(sizeof(tVariant) == 52 && offsetof(tVariant, strLen) == 4 &&
                   offsetof(tVariant, cbElements) == 44 && offsetof(tVariant, vt) == 48,
               "tVariant: Linux x86");
#else
_Static_assert(sizeof(tVariant) == 64 && offsetof(tVariant, strLen) == 8 &&
                   offsetof(tVariant, cbElements) == 56 && offsetof(tVariant, vt) == 60,
               "tVariant: 64-bit Linux and macOS");
#endif
_Static_assert(offsetof(tVariant, wstrLen) == offsetof(tVariant, strLen), "tVariant: strings");
_Static_assert(sizeof(bool) == 1, "bool of C++ is one byte");
_Static_assert(sizeof(float) == 4 && sizeof(double) == 8, "IEEE numbers");

/* A class of C++ that has a virtual destructor begins its table with it: one
 * slot where Microsoft's ABI rules, two (complete, deleting) elsewhere. */
#if defined(_WIN32)
#define ADDIN_DTOR_SLOTS 1
typedef void *(ADDIN_DTOR *addin_destructor_t)(void *self, unsigned flags);
#else
#define ADDIN_DTOR_SLOTS 2
typedef void (*addin_destructor_t)(void *self);
#endif

struct IInitDoneBase {
    addin_destructor_t destructors[ADDIN_DTOR_SLOTS];
    bool(ADDIN_API *Init)(void *self, void *disp);
    bool(ADDIN_API *setMemManager)(void *self, void *memory);
    long(ADDIN_API *GetInfo)(void *self);
    void(ADDIN_API *Done)(void *self);
};

struct ILanguageExtenderBase {
    addin_destructor_t destructors[ADDIN_DTOR_SLOTS];
    bool(ADDIN_API *RegisterExtensionAs)(void *self, WCHAR_T **name);
    long(ADDIN_API *GetNProps)(void *self);
    long(ADDIN_API *FindProp)(void *self, const WCHAR_T *name);
    const WCHAR_T *(ADDIN_API *GetPropName)(void *self, long number, long alias);
    bool(ADDIN_API *GetPropVal)(void *self, long number, tVariant *value);
    bool(ADDIN_API *SetPropVal)(void *self, long number, tVariant *value);
    bool(ADDIN_API *IsPropReadable)(void *self, long number);
    bool(ADDIN_API *IsPropWritable)(void *self, long number);
    long(ADDIN_API *GetNMethods)(void *self);
    long(ADDIN_API *FindMethod)(void *self, const WCHAR_T *name);
    const WCHAR_T *(ADDIN_API *GetMethodName)(void *self, long number, long alias);
    long(ADDIN_API *GetNParams)(void *self, long number);
    bool(ADDIN_API *GetParamDefValue)(void *self, long method, long param, tVariant *value);
    bool(ADDIN_API *HasRetVal)(void *self, long number);
    bool(ADDIN_API *CallAsProc)(void *self, long number, tVariant *params, long count);
    bool(ADDIN_API *CallAsFunc)(void *self, long number, tVariant *result, tVariant *params, long count);
};

struct LocaleBase {
    addin_destructor_t destructors[ADDIN_DTOR_SLOTS];
    void(ADDIN_API *SetLocale)(void *self, const WCHAR_T *locale);
};

struct UserLanguageBase {
    addin_destructor_t destructors[ADDIN_DTOR_SLOTS];
    void(ADDIN_API *SetUserInterfaceLanguageCode)(void *self, const WCHAR_T *code);
};

_Static_assert(offsetof(struct IInitDoneBase, Init) == ADDIN_DTOR_SLOTS * sizeof(void *),
               "Init follows the destructors");
_Static_assert(sizeof(struct IInitDoneBase) == (ADDIN_DTOR_SLOTS + 4) * sizeof(void *),
               "IInitDoneBase has four methods");
_Static_assert(sizeof(struct ILanguageExtenderBase) == (ADDIN_DTOR_SLOTS + 16) * sizeof(void *),
               "ILanguageExtenderBase has sixteen methods");

/* The base classes of IComponentBase, in the order in which their tables stand
 * at the start of an object. */
enum { BASE_INIT_DONE, BASE_LANGUAGE_EXTENDER, BASE_LOCALE, BASE_USER_LANGUAGE, BASE_COUNT };

/* IMemoryManager of 1C: what the host frees must come from it. */
struct IMemoryManager {
    struct {
        addin_destructor_t destructors[ADDIN_DTOR_SLOTS];
        bool(ADDIN_API *AllocMemory)(struct IMemoryManager *self, void **memory, unsigned long bytes);
        void(ADDIN_API *FreeMemory)(struct IMemoryManager *self, void **memory);
    } const *table;
};

/* Technology version 2 of an add-in: what GetInfo answers (1000 was COM). */
#define ADDIN_TECHNOLOGY 2000

/* AppCapabilities: the newest level that 1C's headers name. */
enum { APP_CAPABILITIES_LAST = 3 };

/* AttachType: the add-in may live in 1C's process or in one of its own. */
enum { CAN_ATTACH_ANY = 3 };

#endif
