/* Methods that break one rule each. */
#include "testaddin.h"

#define UNUSED (void)o, (void)result, (void)parameters, (void)count

bool leak(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return take(o, 24) != NULL;
}

bool free_twice(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	void *p = take(o, 24);
	give(o, p);
	give(o, p);
	return true;
}

bool free_foreign(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	void *p = malloc(24);
	give(o, p);
	free(p);
	return true;
}

bool free_inside(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	char *p = take(o, 24);
	give(o, p + 8);
	give(o, p);
	return true;
}

static void *shared; /* a block handed from one object to another */

/* free_other frees, when called the second time, the block that the first call took on another object. */
bool free_other(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	if (shared == NULL) {
		shared = take(o, 24);
		return true;
	}
	give(o, shared);
	shared = NULL;
	return true;
}

bool overrun(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	char *p = take(o, 24);
	p[24] = 1;
	give(o, p);
	return true;
}

bool underrun(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	char *p = take(o, 24);
	p[-1] = 1;
	give(o, p);
	return true;
}

bool write_after_free(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	char *p = take(o, 24);
	give(o, p);
	p[3] = 1;
	return true;
}

bool keep_pointer(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	o->kept = parameters[0].pointer;
	return true;
}

/* touch_kept returns the first unit of what keep_pointer kept. */
bool touch_kept(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return return_int(result, *(volatile WCHAR_T *)o->kept);
}

bool return_malloc(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	static WCHAR_T *text; /* kept, so that the test add-in itself does not leak */
	if (text == NULL)
		text = malloc(2 * sizeof *text);
	text[0] = 'x';
	result->vt = VT_PWSTR;
	result->wide.text = text;
	result->wide.length = 1;
	return true;
}

bool return_false(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return false;
}

bool return_false_with_text(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return_text(o, result, "text");
	return false;
}

bool return_garbage(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	memset(result, 0x77, sizeof *result);
	result->vt = 0x1234;
	return true;
}

bool return_flags(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return_int(result, 1);
	result->vt |= 0x4000;
	return true;
}

bool return_too_long(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return_text(o, result, "text");
	result->wide.length = 100;
	return true;
}

bool return_freed(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return_text(o, result, "text");
	give(o, result->wide.text);
	return true;
}

bool return_argument(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	*result = parameters[0];
	return true;
}

bool return_null_with_length(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	result->vt = VT_PWSTR;
	result->wide.text = NULL;
	result->wide.length = 5;
	return true;
}

bool swap_without_free(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return return_text(o, &parameters[0], "new");
}

bool free_argument(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	give(o, parameters[0].pointer);
	return true;
}

bool overrun_argument(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	parameters[0].wide.text[parameters[0].wide.length] = 0;
	return true;
}

/* over_read looks for a NUL behind a string, as code does that takes it for a C string. */
bool over_read(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return return_int(result, *(volatile WCHAR_T *)&parameters[0].wide.text[parameters[0].wide.length]);
}

bool take_zero(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	void *p = take(o, 0);
	if (p == NULL)
		return false;
	o->memory->vtable->FreeMemory(o->memory, &p);
	give(o, NULL);
	return p == NULL;
}

bool take_huge(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	return take(o, 0xFFFFFFF0ul) == NULL;
}

bool delete_platform(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
#if defined(_WIN32) && defined(__i386__)
	typedef void *__attribute__((thiscall)) destructor(void *, unsigned);
	((destructor *)o->connection->vtable->destructors[0])(o->connection, 0);
#elif defined(_WIN32)
	((void *(*)(void *, unsigned))o->connection->vtable->destructors[0])(o->connection, 0);
#else
	((void (*)(void *))o->connection->vtable->destructors[1])(o->connection);
#endif
	return true;
}

/* misuse_platform calls the platform with null pointers, for an interface it does not have and on what is none of its objects. */
bool misuse_platform(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	void *p = NULL;
	struct memory_manager stranger = { o->memory->vtable };
	o->memory->vtable->AllocMemory(o->memory, NULL, 8);
	o->memory->vtable->FreeMemory(o->memory, NULL);
	o->memory->vtable->AllocMemory(&stranger, &p, 8);
	o->memory->vtable->FreeMemory(&stranger, &p);
	return return_int(result, o->connection->vtable->GetInterface(o->connection, 99) != NULL);
}

static struct memory_manager *kept_memory;
static struct connection *kept_connection;

bool keep_platform(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	kept_memory = o->memory;
	kept_connection = o->connection;
	return true;
}

/* use_kept_platform calls what keep_platform was told, when its object may be gone. */
bool use_kept_platform(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	UNUSED;
	void *p = result;
	bool got = kept_memory->vtable->AllocMemory(kept_memory, &p, 8);
	p = result;
	kept_memory->vtable->FreeMemory(kept_memory, &p);
	kept_connection->vtable->ResetStatusLine(kept_connection);
	return return_int(result, got);
}
