#include "host.h"

_Noreturn void fail(const char *file, int line, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, values);
    fprintf(stderr, "\n");
    va_end(values);
    fflush(NULL);
    _Exit(1);
}

/* Memory of the host. */

atomic_long host_blocks;

static bool ADDIN_API AllocMemory(struct IMemoryManager *self, void **memory, unsigned long bytes)
{
    (void)self;
    *memory = malloc(bytes);
    if (*memory == NULL)
        return false;
    atomic_fetch_add(&host_blocks, 1);
    return true;
}

static void ADDIN_API FreeMemory(struct IMemoryManager *self, void **memory)
{
    (void)self;
    if (*memory != NULL)
        atomic_fetch_sub(&host_blocks, 1);
    free(*memory);
    *memory = NULL;
}

static const __typeof__(*((struct IMemoryManager *)0)->table) manager_functions = {.AllocMemory = AllocMemory,
                                                                                   .FreeMemory = FreeMemory};
static struct IMemoryManager manager = {&manager_functions};

/* IAddInDefBase: the component calls nothing of it, and a call of one of these slots ends the process. */
static void *const no_functions[16];
static const void *const platform_object = no_functions;

/* Texts. */

/* UTF-8 to UTF-16, for letters of the basic plane. */
static WCHAR_T *wide(const char *text, uint32_t *length)
{
    WCHAR_T *out = malloc((strlen(text) + 1) * sizeof *out);
    CHECK(out != NULL, "no memory");
    uint32_t n = 0;
    for (const uint8_t *c = (const uint8_t *)text; *c != 0; n++) {
        int more = *c < 0x80 ? 0 : *c < 0xE0 ? 1 : 2;
        uint32_t letter = *c++ & (more == 0 ? 0x7Fu : more == 1 ? 0x1Fu : 0x0Fu);
        for (; more > 0 && (*c & 0xC0) == 0x80; more--)
            letter = letter << 6 | (*c++ & 0x3Fu);
        out[n] = (WCHAR_T)letter;
    }
    out[n] = 0;
    if (length != NULL)
        *length = n;
    return out;
}

/* UTF-16 to ASCII: what the tests look at has no other letters; the rest becomes '?'. */
static void narrow(const WCHAR_T *text, uint32_t length, char *out, size_t size)
{
    size_t n = 0;
    for (; n < length && n + 1 < size; n++)
        out[n] = text[n] < 0x80 ? (char)text[n] : '?';
    if (size > 0)
        out[n] = 0;
}

/* The library. */

#if defined(_WIN32)

#include <shellapi.h>

static void *function(void *handle, const char *name)
{
    void *found = (void *)(uintptr_t)GetProcAddress(handle, name);
    CHECK(found != NULL, "%s is not exported", name);
    return found;
}

static void *load(const char *path)
{
    /* The arguments of main are in the old code page of the machine: what does not fit is lost. */
    int count = 0;
    WCHAR **words = CommandLineToArgvW(GetCommandLineW(), &count);
    CHECK(words != NULL && count > 1, "the library is the first argument");
    void *handle = LoadLibraryW(words[1]);
    LocalFree(words);
    CHECK(handle != NULL, "LoadLibrary %s: error %lu", path, GetLastError());
    return handle;
}

void library_close(library_t *library)
{
    CHECK(FreeLibrary(library->handle), "FreeLibrary: error %lu", GetLastError());
}

#else

static void *function(void *handle, const char *name)
{
    void *found = dlsym(handle, name);
    CHECK(found != NULL, "%s is not exported", name);
    return found;
}

static void *load(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CHECK(handle != NULL, "%s", dlerror());
    return handle;
}

void library_close(library_t *library)
{
    CHECK(dlclose(library->handle) == 0, "%s", dlerror());
}

#endif

library_t library_open(const char *path)
{
    library_t library = {.handle = load(path)};
    library.set_platform_capabilities = (set_platform_capabilities_t)function(library.handle, "SetPlatformCapabilities");
    library.get_attach_type = (get_attach_type_t)function(library.handle, "GetAttachType");
    library.get_class_names = (get_class_names_t)function(library.handle, "GetClassNames");
    library.get_class_object = (get_class_object_t)function(library.handle, "GetClassObject");
    library.destroy_object = (destroy_object_t)function(library.handle, "DestroyObject");
    CHECK(library.set_platform_capabilities(3) >= 1, "SetPlatformCapabilities");
    CHECK(library.get_attach_type() >= 1, "GetAttachType");
    CHECK(library.get_class_names()[0] == 'S', "GetClassNames");
    return library;
}

/* Objects. */

object_t *object_new(library_t *library)
{
    static const WCHAR_T name[] = {'S', 'e', 'n', 't', 'r', 'y', 0}, locale[] = {'e', 'n', '_', 'U', 'S', 0};
    void *component = NULL;
    CHECK(library->get_class_object(name, &component) != 0 && component != NULL, "GetClassObject gave no object");
    object_t *object = component;
    CHECK(object->init_done->setMemManager(BASE(object, BASE_INIT_DONE), &manager), "setMemManager");
    CHECK(object->init_done->Init(BASE(object, BASE_INIT_DONE), (void *)&platform_object), "Init");
    CHECK(object->init_done->GetInfo(BASE(object, BASE_INIT_DONE)) == ADDIN_TECHNOLOGY, "GetInfo");
    WCHAR_T *extension = NULL;
    CHECK(object->language->RegisterExtensionAs(BASE(object, BASE_LANGUAGE_EXTENDER), &extension), "RegisterExtensionAs");
    FreeMemory(&manager, (void **)&extension);
    object->locale->SetLocale(BASE(object, BASE_LOCALE), locale);
    object->user_language->SetUserInterfaceLanguageCode(BASE(object, BASE_USER_LANGUAGE), locale);
    return object;
}

void object_free(library_t *library, object_t *object)
{
    void *component = object;
    object->init_done->Done(BASE(object, BASE_INIT_DONE));
    CHECK(library->destroy_object(&component) == 0 && component == NULL, "DestroyObject");
}

/* What a value says, and its memory goes back. */
static bool take(tVariant *value, char *answer, size_t size)
{
    if (answer != NULL && size > 0)
        answer[0] = 0;
    if (value->vt == VTYPE_BOOL)
        return value->bVal;
    CHECK(value->vt == VTYPE_PWSTR, "a value of the type %u", value->vt);
    bool some = value->wstrLen > 0;
    if (answer != NULL)
        narrow(value->pwstrVal, value->wstrLen, answer, size);
    FreeMemory(&manager, (void **)&value->pwstrVal);
    return some;
}

bool call(object_t *object, const char *method, const argument_t *arguments, long count, char *answer, size_t size)
{
    void *self = BASE(object, BASE_LANGUAGE_EXTENDER);
    WCHAR_T *name = wide(method, NULL);
    long number = object->language->FindMethod(self, name);
    free(name);
    CHECK(number >= 0, "there is no method %s", method);
    long params = object->language->GetNParams(self, number);
    CHECK(params >= count && params <= 16, "%s has %ld parameters", method, params);
    CHECK(object->language->HasRetVal(self, number), "%s returns nothing", method);
    tVariant values[16];
    memset(values, 0, sizeof values);
    for (long i = 0; i < params; i++) {
        if (i >= count) {
            CHECK(object->language->GetParamDefValue(self, number, i, &values[i]), "GetParamDefValue");
        } else if (arguments[i].string != NULL) {
            values[i].vt = VTYPE_PWSTR;
            values[i].pwstrVal = wide(arguments[i].string, &values[i].wstrLen);
        } else {
            values[i].vt = VTYPE_I4;
            values[i].lVal = arguments[i].number;
        }
    }
    tVariant result;
    memset(&result, 0, sizeof result);
    CHECK(object->language->CallAsFunc(self, number, &result, values, params), "%s answered false", method);
    for (long i = 0; i < params; i++) {
        if (values[i].vt != VTYPE_PWSTR)
            continue;
        if (i >= count)
            FreeMemory(&manager, (void **)&values[i].pwstrVal);
        else
            free(values[i].pwstrVal);
    }
    return take(&result, answer, size);
}

void property(object_t *object, const char *name, char *answer, size_t size)
{
    void *self = BASE(object, BASE_LANGUAGE_EXTENDER);
    WCHAR_T *text = wide(name, NULL);
    long number = object->language->FindProp(self, text);
    free(text);
    CHECK(number >= 0, "there is no property %s", name);
    tVariant value;
    memset(&value, 0, sizeof value);
    CHECK(object->language->GetPropVal(self, number, &value), "the property %s cannot be read", name);
    take(&value, answer, size);
}

bool object_init(object_t *object, const char *dsn, const char *options)
{
    argument_t arguments[] = {TEXT_ARGUMENT(dsn), TEXT_ARGUMENT(options)};
    bool on = call(object, "Init", arguments, 2, NULL, 0);
    if (!on) {
        char problem[512];
        property(object, "LastError", problem, sizeof problem);
        fprintf(stderr, "Init: %s\n", problem);
    }
    return on;
}

bool capture(object_t *object, const char *text)
{
    argument_t argument = TEXT_ARGUMENT(text);
    char id[64];
    return call(object, "CaptureException", &argument, 1, id, sizeof id) && strlen(id) == 32;
}

bool flush(object_t *object, int milliseconds)
{
    argument_t argument = NUMBER_ARGUMENT(milliseconds);
    return call(object, "Flush", &argument, 1, NULL, 0);
}
