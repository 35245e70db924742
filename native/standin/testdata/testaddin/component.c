/* Exports, vtables and names. */
#include "testaddin.h"

#define OWNER(table) ((struct object *)((char *)this - (table) * sizeof(void *)))

static int level; /* told by SetPlatformCapabilities */
static int alive; /* objects not destroyed */

static void destroy(struct object *o)
{
	if (o->kind == CLASS_LATE) {
		void *p = take(o, 8); /* out of life on purpose */
		if (p != NULL)
			give(o, p);
	}
	__atomic_fetch_sub(&alive, 1, __ATOMIC_RELAXED);
	free(o);
}

static void note(struct object *o, char letter) { o->order[length_of(o->order)] = letter; }

#ifdef _WIN32
#define DEFINE_DESTRUCTOR(table) \
	static void *DESTRUCTOR delete_##table(void *this, unsigned flags) \
	{ \
		if (flags & 1) \
			destroy(OWNER(table)); \
		return this; \
	}
#define DESTRUCTOR_SLOTS(table) { (void *)delete_##table }
#define NO_DESTRUCTOR_SLOTS { NULL }
#else
#define DEFINE_DESTRUCTOR(table) \
	static void complete_##table(void *this) { (void)this; } \
	static void delete_##table(void *this) { destroy(OWNER(table)); }
#define DESTRUCTOR_SLOTS(table) { (void *)complete_##table, (void *)delete_##table }
#define NO_DESTRUCTOR_SLOTS { NULL, NULL }
#endif

DEFINE_DESTRUCTOR(0)
DEFINE_DESTRUCTOR(1)
DEFINE_DESTRUCTOR(2)
DEFINE_DESTRUCTOR(3)

/* IInitDoneBase */

static bool METHOD Init(void *this, void *connection)
{
	OWNER(0)->connection = connection;
	note(OWNER(0), 'I');
	return OWNER(0)->kind != CLASS_REFUSES;
}

static bool METHOD setMemManager(void *this, void *memory)
{
	OWNER(0)->memory = memory;
	note(OWNER(0), 'M');
	return true;
}

static long METHOD GetInfo(void *this)
{
	(void)this;
	return 2000;
}

static void METHOD Done(void *this) { (void)this; }

/* ILanguageExtenderBase */

static bool METHOD RegisterExtensionAs(void *this, WCHAR_T **name)
{
	struct object *o = OWNER(1);
	*name = wide(o, "TestExtension", NULL);
	if (o->kind == CLASS_BAD_NAME)
		(*name)[13] = 'X';
	return *name != NULL;
}

enum { PROP_TEXT, PROP_CALLS, PROP_SECRET, PROP_LOCALE, PROP_LANGUAGE, PROP_LEVEL, PROP_ORDER, PROP_ALIVE, PROPS };
static const struct {
	const char *english, *russian;
	bool readable, writable;
} properties[PROPS] = {
	[PROP_TEXT] = { "Text", "Текст", true, true },         [PROP_CALLS] = { "Calls", "Вызовы", true, false },
	[PROP_SECRET] = { "Secret", "Секрет", false, true },   [PROP_LOCALE] = { "Locale", "Локаль", true, false },
	[PROP_LANGUAGE] = { "Language", "Язык", true, false }, [PROP_LEVEL] = { "Level", "Уровень", true, false },
	[PROP_ORDER] = { "Order", "Порядок", true, false },    [PROP_ALIVE] = { "Alive", "Живые", true, false },
};

static long METHOD GetNProps(void *this)
{
	(void)this;
	return PROPS;
}

static long METHOD FindProp(void *this, const WCHAR_T *name)
{
	(void)this;
	for (long i = 0; i < PROPS; i++)
		if (same_name(name, properties[i].english) || same_name(name, properties[i].russian))
			return i;
	return -1;
}

static const WCHAR_T *METHOD GetPropName(void *this, long i, long alias)
{
	if (i < 0 || i >= PROPS || alias < 0 || alias > 1)
		return NULL;
	return wide(OWNER(1), alias == 0 ? properties[i].english : properties[i].russian, NULL);
}

static bool METHOD GetPropVal(void *this, long i, variant_t *value)
{
	struct object *o = OWNER(1);
	switch (i) {
	case PROP_TEXT:
		return return_text(o, value, o->text);
	case PROP_CALLS:
		return return_int(value, o->calls);
	case PROP_LOCALE:
		return return_text(o, value, o->locale);
	case PROP_LANGUAGE:
		return return_text(o, value, o->language);
	case PROP_LEVEL:
		return return_int(value, level);
	case PROP_ORDER:
		return return_text(o, value, o->order);
	case PROP_ALIVE:
		return return_int(value, __atomic_load_n(&alive, __ATOMIC_RELAXED));
	}
	return false;
}

static bool METHOD SetPropVal(void *this, long i, variant_t *value)
{
	WCHAR_T text[100];
	if (i != PROP_TEXT || value->vt != VT_PWSTR || value->wide.length >= 100)
		return false;
	memcpy(text, value->wide.text, value->wide.length * sizeof *text);
	text[value->wide.length] = 0;
	narrow_to(OWNER(1)->text, sizeof OWNER(1)->text, text);
	return true;
}

/* The upper bits of the register stay dirty, as some compilers leave them for a C++ bool. */
static unsigned METHOD IsPropReadable(void *this, long i)
{
	(void)this;
	return 0xABCDEF00u | (i >= 0 && i < PROPS && properties[i].readable);
}

static bool METHOD IsPropWritable(void *this, long i)
{
	(void)this;
	return i >= 0 && i < PROPS && properties[i].writable;
}

static long METHOD GetNMethods(void *this)
{
	(void)this;
	return method_count;
}

static long METHOD FindMethod(void *this, const WCHAR_T *name)
{
	(void)this;
	for (long i = 0; i < method_count; i++)
		if (same_name(name, methods[i].english) || same_name(name, methods[i].russian))
			return i;
	return -1;
}

static bool known(long i) { return i >= 0 && i < method_count; }

static const WCHAR_T *METHOD GetMethodName(void *this, long i, long alias)
{
	if (!known(i) || alias < 0 || alias > 1)
		return NULL;
	return wide(OWNER(1), alias == 0 ? methods[i].english : methods[i].russian, NULL);
}

static long METHOD GetNParams(void *this, long i)
{
	(void)this;
	return known(i) ? methods[i].parameters : 0;
}

static bool METHOD GetParamDefValue(void *this, long i, long parameter, variant_t *value)
{
	value->vt = VT_EMPTY;
	if (known(i) && methods[i].call == join && parameter == 1)
		return return_text(OWNER(1), value, "-");
	if (known(i) && methods[i].call == join && parameter == 2)
		return return_int(value, 7);
	return true;
}

static bool METHOD HasRetVal(void *this, long i)
{
	(void)this;
	return known(i) && methods[i].function;
}

static bool METHOD CallAsProc(void *this, long i, variant_t *parameters, long count)
{
	variant_t dropped = { .vt = VT_EMPTY };
	struct object *o = OWNER(1);
	__atomic_fetch_add(&o->calls, 1, __ATOMIC_RELAXED);
	if (!known(i) || count < methods[i].parameters || (parameters == NULL && count > 0))
		return false;
	bool ok = methods[i].call(o, &dropped, parameters, count);
	if (dropped.vt == VT_PWSTR)
		give(o, dropped.wide.text);
	return ok;
}

static bool METHOD CallAsFunc(void *this, long i, variant_t *result, variant_t *parameters, long count)
{
	struct object *o = OWNER(1);
	__atomic_fetch_add(&o->calls, 1, __ATOMIC_RELAXED);
	if (!known(i) || result == NULL || count < methods[i].parameters || (parameters == NULL && count > 0))
		return false;
	return methods[i].call(o, result, parameters, count);
}

/* LocaleBase, UserLanguageBase */

static void METHOD SetLocale(void *this, const WCHAR_T *name) { narrow_to(OWNER(2)->locale, sizeof OWNER(2)->locale, name); }

static void METHOD SetUserInterfaceLanguageCode(void *this, const WCHAR_T *code)
{
	narrow_to(OWNER(3)->language, sizeof OWNER(3)->language, code);
}

struct table {
	void *destructors[DESTRUCTORS];
	void *slots[16];
};

#define INIT_DONE { (void *)Init, (void *)setMemManager, (void *)GetInfo, (void *)Done }
#define LANGUAGE_EXTENDER \
	{ (void *)RegisterExtensionAs, (void *)GetNProps, (void *)FindProp, (void *)GetPropName, (void *)GetPropVal, (void *)SetPropVal, \
	  (void *)IsPropReadable, (void *)IsPropWritable, (void *)GetNMethods, (void *)FindMethod, (void *)GetMethodName, \
	  (void *)GetNParams, (void *)GetParamDefValue, (void *)HasRetVal, (void *)CallAsProc, (void *)CallAsFunc }

static const struct table tables[TABLES] = {
	{ DESTRUCTOR_SLOTS(0), INIT_DONE },
	{ DESTRUCTOR_SLOTS(1), LANGUAGE_EXTENDER },
	{ DESTRUCTOR_SLOTS(2), { (void *)SetLocale } },
	{ DESTRUCTOR_SLOTS(3), { (void *)SetUserInterfaceLanguageCode } },
};
static const struct table tables_without_destructors[TABLES] = {
	{ NO_DESTRUCTOR_SLOTS, INIT_DONE },
	{ NO_DESTRUCTOR_SLOTS, LANGUAGE_EXTENDER },
	{ NO_DESTRUCTOR_SLOTS, { (void *)SetLocale } },
	{ NO_DESTRUCTOR_SLOTS, { (void *)SetUserInterfaceLanguageCode } },
};

/* Exports */

static const char *const classes[CLASS_KINDS] = { "Test", "Refuses", "NoDestructors", "Late", "BadName" };

EXPORT const WCHAR_T *GetClassNames(void)
{
	static WCHAR_T names[80];
	wide_to(names, 80, "Test|Refuses|NoDestructors|Late|BadName");
	return names;
}

#ifndef WITHOUT_GET_CLASS_OBJECT
EXPORT
#endif
long GetClassObject(const WCHAR_T *name, struct object **out)
{
	for (int kind = 0; kind < CLASS_KINDS; kind++) {
		if (!same_name(name, classes[kind]))
			continue;
		struct object *o = malloc(sizeof *o);
		if (o == NULL)
			return 0;
		memset(o, 0, sizeof *o);
		o->kind = (enum class_kind)kind;
		__atomic_fetch_add(&alive, 1, __ATOMIC_RELAXED);
		for (int i = 0; i < TABLES; i++)
			o->vtables[i] = kind == CLASS_NO_DESTRUCTORS ? &tables_without_destructors[i] : &tables[i];
		*out = o;
		return 1;
	}
	return 0;
}

EXPORT long DestroyObject(struct object **out)
{
	if (out == NULL || *out == NULL)
		return -1;
	destroy(*out);
	*out = NULL;
	return 0;
}

#ifndef WITHOUT_OPTIONAL
EXPORT int SetPlatformCapabilities(int capabilities)
{
	level = capabilities;
	return 3;
}

EXPORT int GetAttachType(void) { return 3; }
#endif
