#include "path.h"

#include <stdlib.h>
#include <string.h>

size_t path_length(const path_char_t *path)
{
    size_t length = 0;
    while (path[length] != 0)
        length++;
    return length;
}

path_char_t *path_new(const path_char_t *path, size_t length, const char *more)
{
    size_t added = strlen(more);
    path_char_t *made = malloc((length + added + 1) * sizeof *made);
    if (made == NULL)
        return NULL;
    memcpy(made, path, length * sizeof *made);
    for (size_t i = 0; i <= added; i++)
        made[length + i] = (path_char_t)more[i];
    return made;
}

size_t path_folder_length(const path_char_t *path)
{
    size_t length = path_length(path);
    while (length > 0 && path[length - 1] != '/' && path[length - 1] != '\\')
        length--;
    return length > 0 ? length - 1 : 0;
}
