/*
 * component.h: an object as 1C sees it: the tables of functions that its headers
 * call IComponentBase.
 */
#ifndef SENTRY1C_COMPONENT_H
#define SENTRY1C_COMPONENT_H

#include "object.h"

/* A new object, or NULL without memory. # Memory: freed by component_free, or by
 * `delete` of a C++ host through the table of functions. */
void *component_new(const table_t *table);

/* False if `component` is none of ours, or was freed, as far as memory that was given back tells. */
bool component_free(void *component);

#endif
