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

int main(int count, char **arguments)
{
    CHECK(count >= 3, "usage: crash LIBRARY DSN");
    UINT mode = GetErrorMode();
    SetUnhandledExceptionFilter(filter);
    library_t library = library_open(arguments[1]);
    object_t *object = object_new(&library);
    CHECK(object_init(object, arguments[2], ""), "Init");
    CHECK(capture(object, "Ошибка") && flush(object, 20000), "not sent");
    CHECK(GetErrorMode() == mode, "the error mode was %x and is %x", mode, GetErrorMode());
    volatile int *nowhere = NULL;
    *nowhere = 1;
    fail(__FILE__, __LINE__, "it went on");
}
#endif
