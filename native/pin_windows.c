/*
 * The Go runtime cannot be unloaded: its threads would go on in memory that is no
 * longer there. So the DLL holds itself for the life of the process, and
 * FreeLibrary leaves it where it is, as -z nodelete does on Linux.
 */
#include "platform.h"

__attribute__((constructor)) static void pin(void)
{
    static const char place;
    HMODULE self;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)&place, &self);
}
