/*
 * The Go runtime cannot be unloaded: its threads would go on in memory that is no
 * longer there. So the library holds itself for the life of the process, as
 * -z nodelete does on Linux.
 */
#include <dlfcn.h>
#include <stddef.h>

__attribute__((constructor)) static void pin(void)
{
    static const char place;
    Dl_info self;
    if (dladdr(&place, &self) != 0)
        dlopen(self.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}
