/*
 * crash.c LIBRARY DSN: on Windows a crash of the host is the host's: its filter of unhandled
 * exceptions is called, and neither the error mode nor what is reported has changed.
 */
#include "host.h"

#ifndef _WIN32
int main(void)
{
    fail(__FILE__, __LINE__, "only Windows has a filter of exceptions");
}
#else

static LONG WINAPI filter(EXCEPTION_POINTERS *exception)
{
    if (exception->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION)
        return EXCEPTION_CONTINUE_SEARCH;
    printf("the filter of the host was called\n");
    fflush(stdout);
    ExitProcess(0);
}

/* What Windows Error Reporting may do with this process; 0 where there is none. */
static DWORD reporting(void)
{
    typedef HRESULT(WINAPI * get_flags_t)(HANDLE process, DWORD * flags);
    FARPROC get = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "WerGetFlags");
    DWORD flags = 0;
    return get != NULL && SUCCEEDED(((get_flags_t)(void *)get)(GetCurrentProcess(), &flags)) ? flags : 0;
}

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: crash LIBRARY DSN");
    UINT mode = GetErrorMode();
    DWORD reports = reporting();
    SetUnhandledExceptionFilter(filter);
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    CHECK(capture(object, "Ошибка") && flush(object, 20000), "not sent");
    CHECK(GetErrorMode() == mode, "the error mode was %x and is %x", mode, GetErrorMode());
    CHECK(reporting() == reports, "the flags of reports were %lx and are %lx", reports, reporting());
    volatile int *nowhere = NULL;
    *nowhere = 1;
    fail(__FILE__, __LINE__, "it went on");
}
#endif
