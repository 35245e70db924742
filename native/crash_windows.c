/*
 * Go's runtime lets no crash of the process open a window or reach Windows Error Reporting
 * (runtime.preventErrorDialogs), and on 32-bit machines its own filter of unhandled exceptions
 * takes the place of the host's, which it does not call (runtime.initExceptionHandler). A library
 * is no owner of the process, and the host may make its dumps in these ways: they are put back.
 * Exceptions in Go's own code need neither: their handler is a vectored one.
 */
#include "platform.h"

enum {
    GO_MODE = SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX,
    GO_REPORTING = 0x20 /* WER_FAULT_REPORTING_NO_UI */
};

typedef HRESULT(WINAPI *get_flags_t)(HANDLE process, DWORD *flags);
typedef HRESULT(WINAPI *set_flags_t)(DWORD flags);

static UINT mode_of_host;
static DWORD reporting_of_host;

static FARPROC kernel_function(const char *name)
{
    return GetProcAddress(GetModuleHandleW(L"kernel32.dll"), name);
}

static bool reporting(DWORD *flags)
{
    get_flags_t get = (get_flags_t)(void *)kernel_function("WerGetFlags");
    return get != NULL && SUCCEEDED(get(GetCurrentProcess(), flags));
}

#ifdef __i386__
static LPTOP_LEVEL_EXCEPTION_FILTER filter_of_host;

static void note_filter(void)
{
    filter_of_host = SetUnhandledExceptionFilter(NULL);
    SetUnhandledExceptionFilter(filter_of_host);
}

static void restore_filter(void)
{
    static const char place;
    HMODULE self = NULL, owner = NULL;
    const DWORD how = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    LPTOP_LEVEL_EXCEPTION_FILTER now = SetUnhandledExceptionFilter(filter_of_host);
    GetModuleHandleExW(how, (LPCWSTR)&place, &self);
    if (now == NULL || !GetModuleHandleExW(how, (LPCWSTR)(uintptr_t)now, &owner) || owner != self)
        SetUnhandledExceptionFilter(now); /* the host's own, since Go began */
}
#else
static void note_filter(void)
{
}

static void restore_filter(void)
{
}
#endif

/* Before Go's runtime begins. */
__attribute__((constructor(101))) static void note_host(void)
{
    mode_of_host = GetErrorMode();
    if (!reporting(&reporting_of_host))
        reporting_of_host = GO_REPORTING;
    note_filter();
}

void process_restore(void)
{
    DWORD flags;
    SetErrorMode(GetErrorMode() & ~(GO_MODE & ~mode_of_host));
    set_flags_t set = (set_flags_t)(void *)kernel_function("WerSetFlags");
    if (set != NULL && (reporting_of_host & GO_REPORTING) == 0 && reporting(&flags) && (flags & GO_REPORTING) != 0)
        set(flags & ~(DWORD)GO_REPORTING);
    restore_filter();
}
