/* The test add-in of native/standin: echoes every kind of value and breaks every rule of the ABI on request. */
#ifndef TESTADDIN_H
#define TESTADDIN_H

#include "abi.h"

void *malloc(size_t);
void free(void *);
void *memcpy(void *, const void *, size_t);
void *memset(void *, int, size_t);

#define TABLES 4

enum class_kind { CLASS_TEST, CLASS_REFUSES, CLASS_NO_DESTRUCTORS, CLASS_LATE, CLASS_BAD_NAME, CLASS_KINDS };

struct object {
	const void *vtables[TABLES]; /* first: this is what the platform sees */
	enum class_kind kind;
	struct memory_manager *memory;
	struct connection *connection;
	char locale[32], language[32], text[256];
	int calls;
	char order[8]; /* I and M as Init and setMemManager came */
	void *kept; /* a pointer kept against the rules */
};

struct method {
	const char *english, *russian;
	int parameters;
	bool function;
	bool (*call)(struct object *, variant_t *result, variant_t *parameters, long count);
};

extern const struct method methods[];
extern const long method_count;

/* strings.c */
void *take(struct object *, unsigned long size); /* AllocMemory; NULL if it fails */
void give(struct object *, void *);              /* FreeMemory */
WCHAR_T *wide(struct object *, const char *utf8, uint32_t *length);
void wide_to(WCHAR_T *out, int room, const char *utf8);
void narrow_to(char *out, int room, const WCHAR_T *text);
bool same_name(const WCHAR_T *name, const char *utf8);
bool return_text(struct object *, variant_t *result, const char *utf8);
bool return_int(variant_t *result, int value);
int length_of(const char *);

/* good.c, bad.c */
typedef bool handler(struct object *, variant_t *, variant_t *, long);
handler echo, describe, join, count_up, swap, log_error, raise_error, external_event, platform_version, from_thread, remarks,
	attached, fill, ask;
handler leak, free_twice, free_foreign, free_inside, overrun, underrun, write_after_free, keep_pointer, touch_kept, return_malloc,
	return_false, return_false_with_text, return_garbage, return_flags, return_too_long, return_freed, return_argument,
	return_null_with_length, swap_without_free, free_argument, overrun_argument, over_read, take_zero, take_huge, free_other,
	delete_platform, misuse_platform, keep_platform, use_kept_platform;

#endif
