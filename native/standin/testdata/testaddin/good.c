/* Methods that keep the rules. */
#include "testaddin.h"

/* echo returns its argument, strings and blobs copied into memory of the platform. */
bool echo(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)count;
	*result = parameters[0];
	size_t size;
	switch (parameters[0].vt) {
	case VT_PWSTR:
		size = parameters[0].wide.length * sizeof(WCHAR_T);
		break;
	case VT_PSTR:
	case VT_BLOB:
		size = parameters[0].narrow.length;
		break;
	default:
		return true;
	}
	void *copy = take(o, size);
	if (copy == NULL) {
		result->vt = VT_EMPTY;
		return false;
	}
	if (parameters[0].pointer != NULL)
		memcpy(copy, parameters[0].pointer, size);
	result->pointer = copy;
	return true;
}

static char *hex(char *out, unsigned long long value, int digits)
{
	for (int i = digits - 1; i >= 0; i--)
		*out++ = "0123456789abcdef"[value >> (4 * i) & 15];
	return out;
}

/* describe tells the type word, cbElements and the first 64 bytes of the union in hexadecimal; of strings the length and bytes. */
bool describe(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)count;
	const variant_t *v = &parameters[0];
	char text[400], *out = text;
	out = hex(out, v->vt, 4);
	*out++ = ' ';
	out = hex(out, v->elements, 8);
	*out++ = ' ';
	const unsigned char *bytes = (const unsigned char *)v;
	int n = (int)offsetof(variant_t, elements);
	int base = v->vt & 0xFFF;
	if (base == VT_PWSTR || base == VT_PSTR || base == VT_BLOB) {
		out = hex(out, v->narrow.length, 8);
		*out++ = ' ';
		bytes = v->pointer;
		n = bytes == NULL ? 0 : (int)v->narrow.length * (base == VT_PWSTR ? 2 : 1);
	}
	for (int i = 0; i < n && i < 64; i++)
		out = hex(out, bytes[i], 2);
	*out = 0;
	return return_text(o, result, text);
}

/* join tells the types of its parameters; the second and third have the defaults "-" and 7. */
bool join(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	char text[40], *out = text;
	for (long i = 0; i < count && i < 3; i++) {
		out = hex(out, parameters[i].vt, 2);
		*out++ = ':';
		out = hex(out, parameters[i].vt == VT_PWSTR ? parameters[i].wide.length : parameters[i].ui4, 2);
		*out++ = ' ';
	}
	*out = 0;
	return return_text(o, result, text);
}

bool count_up(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)o, (void)result, (void)parameters, (void)count;
	return true;
}

/* swap changes two parameters by the rules: the old string is freed, the new one is memory of the platform. */
bool swap(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)result, (void)count;
	if (parameters[0].vt == VT_PWSTR || parameters[0].vt == VT_BLOB)
		give(o, parameters[0].pointer);
	return_text(o, &parameters[0], "новое значение");
	if (parameters[1].vt == VT_PWSTR || parameters[1].vt == VT_BLOB)
		give(o, parameters[1].pointer);
	return return_int(&parameters[1], 42);
}

/* fill returns a string of `count` units `unit`. */
bool fill(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)count;
	uint32_t n = parameters[0].ui4;
	WCHAR_T *text = take(o, n * sizeof *text);
	if (text == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++)
		text[i] = (WCHAR_T)parameters[1].ui4;
	result->vt = VT_PWSTR;
	result->wide.text = text;
	result->wide.length = n;
	return true;
}

static bool complain(struct object *o, variant_t *parameters, long scode)
{
	static const WCHAR_T source[] = { 'T', 'e', 's', 't', 0 };
	WCHAR_T text[100];
	uint32_t n = parameters[0].wide.length;
	if (parameters[0].vt != VT_PWSTR || n >= 100)
		return false;
	memcpy(text, parameters[0].wide.text, n * sizeof *text);
	text[n] = 0;
	return o->connection->vtable->AddError(o->connection, 1006, source, text, scode);
}

bool log_error(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)count;
	result->vt = VT_BOOL;
	result->b = complain(o, parameters, 0);
	return true;
}

bool raise_error(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)count;
	result->vt = VT_BOOL;
	result->b = complain(o, parameters, -5);
	return true;
}

bool external_event(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	WCHAR_T source[16], message[16], data[16];
	wide_to(source, 16, "Источник");
	wide_to(message, 16, "Событие");
	wide_to(data, 16, "Данные");
	result->vt = VT_BOOL;
	result->b = o->connection->vtable->ExternalEvent(o->connection, source, message, data);
	return true;
}

/* remarks calls what is left of IAddInDefBase and returns the depth of the event buffer. */
bool remarks(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	struct connection *c = o->connection;
	WCHAR_T name[16], *text = NULL;
	variant_t value = { .vt = VT_EMPTY };
	long code = 0;
	wide_to(name, 16, "Имя");
	c->vtable->Read(c, name, &value, &code, &text);
	c->vtable->Write(c, name, &value);
	c->vtable->RegisterProfileAs(c, name);
	c->vtable->SetEventBufferDepth(c, 100);
	c->vtable->CleanEventBuffer(c);
	c->vtable->SetStatusLine(c, name);
	c->vtable->ResetStatusLine(c);
	return return_int(result, (int)c->vtable->GetEventBufferDepth(c));
}

/* interface does what a C++ static_cast from IInterface* compiles to. */
static void *interface(struct object *o, int which)
{
	char *p = o->connection->vtable->GetInterface(o->connection, which);
#ifdef _WIN32
	if (p != NULL)
		p -= sizeof(void *);
#endif
	return p;
}

struct platform_info {
	const struct {
		const struct app_info *(METHOD *GetPlatformInfo)(struct platform_info *);
	} *vtable;
};

bool platform_version(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	char text[100];
	struct platform_info *info = interface(o, 1);
	if (info == NULL)
		return return_text(o, result, "");
	const struct app_info *app = info->vtable->GetPlatformInfo(info);
	narrow_to(text, 90, app->version);
	char *end = text + length_of(text);
	*end++ = '/';
	*end++ = (char)('0' + app->application);
	*end = 0;
	return return_text(o, result, text);
}

struct msg_box {
	const struct {
		bool(METHOD *Confirm)(struct msg_box *, const WCHAR_T *, variant_t *);
		bool(METHOD *Alert)(struct msg_box *, const WCHAR_T *);
	} *vtable;
};

bool ask(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	struct msg_box *box = interface(o, 0);
	variant_t answer = { .vt = VT_EMPTY };
	WCHAR_T text[16];
	wide_to(text, 16, "Продолжить?");
	bool asked = box->vtable->Confirm(box, text, &answer);
	return return_int(result, asked * 2 + box->vtable->Alert(box, text));
}

struct attached_info {
	const struct {
		int(METHOD *GetAttachedInfo)(struct attached_info *);
	} *vtable;
};

bool attached(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	struct attached_info *info = interface(o, 2);
	return return_int(result, info == NULL ? -1 : info->vtable->GetAttachedInfo(info));
}

#ifdef _WIN32
void *__attribute__((stdcall)) CreateThread(void *, size_t, void *, void *, unsigned long, unsigned long *);
unsigned long __attribute__((stdcall)) WaitForSingleObject(void *, unsigned long);

static unsigned long __attribute__((stdcall)) body(void *o)
{
	variant_t ignored;
	external_event(o, &ignored, NULL, 0);
	give(o, take(o, 100));
	return 0;
}

static bool run_thread(struct object *o)
{
	void *thread = CreateThread(NULL, 0, (void *)body, o, 0, NULL);
	return thread != NULL && WaitForSingleObject(thread, 10000) == 0;
}
#else
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
int pthread_join(unsigned long, void **);

static void *body(void *o)
{
	variant_t ignored;
	external_event(o, &ignored, NULL, 0);
	give(o, take(o, 100));
	return NULL;
}

static bool run_thread(struct object *o)
{
	unsigned long thread;
	return pthread_create(&thread, NULL, body, o) == 0 && pthread_join(thread, NULL) == 0;
}
#endif

/* from_thread calls the platform from a thread that the host knows nothing about. */
bool from_thread(struct object *o, variant_t *result, variant_t *parameters, long count)
{
	(void)parameters, (void)count;
	result->vt = VT_BOOL;
	result->b = run_thread(o);
	return true;
}
