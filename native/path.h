/*
 * path.h: paths as the system wants them: bytes, or UTF-16 on Windows.
 */
#ifndef SENTRY1C_PATH_H
#define SENTRY1C_PATH_H

#include <stddef.h>

#if defined(_WIN32)
#include <wchar.h>
typedef wchar_t path_char_t;
/* A path that begins with \\?\ is taken as it is: a slash parts nothing there. */
#define PATH_SEPARATOR "\\"
#else
typedef char path_char_t;
#define PATH_SEPARATOR "/"
#endif

size_t path_length(const path_char_t *path);

/* A new path: the first `length` characters of `path`, then `more`, which is ASCII.
 * NULL: no memory. */
path_char_t *path_new(const path_char_t *path, size_t length, const char *more);

/* The length of the path's folder, without what separates it. */
size_t path_folder_length(const path_char_t *path);

#endif
