/*
 * files.h: names of files that the add-in's own C makes or moves, and that Go looks for
 * by the same names. A test of package addin compares them.
 */
#ifndef SENTRY1C_FILES_H
#define SENTRY1C_FILES_H

/* Behind the name of a run: its ring, and a further one in a burst. */
#define NAME_RING ".ring"
#define NAME_FURTHER_RING ".%u.ring"
/* Behind the name of a file that is being made. */
#define NAME_NEW ".new"
/* In the folder of envelopes: whose they are. */
#define NAME_OWNER "owner"
/* The number of a long value, which is the whole name. */
#define NAME_SIDE_DIGITS 8

#endif
