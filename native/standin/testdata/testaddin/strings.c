#include "testaddin.h"

void *take(struct object *o, unsigned long size)
{
	void *p = NULL;
	if (o->memory == NULL || !o->memory->vtable->AllocMemory(o->memory, &p, size))
		return NULL;
	return p;
}

void give(struct object *o, void *p) { o->memory->vtable->FreeMemory(o->memory, &p); }

int length_of(const char *s)
{
	int n = 0;
	while (s[n] != 0)
		n++;
	return n;
}

/* next decodes one character of well-formed UTF-8 of up to three bytes. */
static unsigned next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	if (p[0] < 0x80) {
		*s += 1;
		return p[0];
	}
	if (p[0] < 0xE0) {
		*s += 2;
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	}
	*s += 3;
	return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

void wide_to(WCHAR_T *out, int room, const char *s)
{
	int n = 0;
	while (*s != 0 && n < room - 1)
		out[n++] = (WCHAR_T)next(&s);
	out[n] = 0;
}

WCHAR_T *wide(struct object *o, const char *s, uint32_t *length)
{
	int room = length_of(s) + 1;
	WCHAR_T *out = take(o, (unsigned long)room * sizeof *out);
	if (out == NULL)
		return NULL;
	wide_to(out, room, s);
	if (length != NULL) {
		*length = 0;
		while (out[*length] != 0)
			++*length;
	}
	return out;
}

void narrow_to(char *out, int room, const WCHAR_T *s)
{
	int n = 0;
	for (; *s != 0 && n < room - 3; s++) {
		if (*s < 0x80) {
			out[n++] = (char)*s;
		} else if (*s < 0x800) {
			out[n++] = (char)(0xC0 | *s >> 6);
			out[n++] = (char)(0x80 | (*s & 0x3F));
		}
	}
	out[n] = 0;
}

static unsigned fold(unsigned c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44F))
		return c - 0x20;
	return c == 0x451 ? 0x401 : c;
}

bool same_name(const WCHAR_T *name, const char *s)
{
	while (*s != 0)
		if (fold(*name++) != fold(next(&s)))
			return false;
	return *name == 0;
}

bool return_text(struct object *o, variant_t *result, const char *s)
{
	uint32_t length = 0;
	WCHAR_T *text = wide(o, s, &length);
	if (text == NULL)
		return false;
	result->vt = VT_PWSTR;
	result->wide.text = text;
	result->wide.length = length;
	return true;
}

bool return_int(variant_t *result, int value)
{
	result->vt = VT_I4;
	result->i4 = value;
	return true;
}
