/* The ABI of 1C:Enterprise's Native API, written down a second time and on purpose independently of the host:
 * what the host believes about layouts and slots is checked by talking to this add-in.
 *
 * Freestanding headers only, so that `gcc -m32` compiles it on a machine without 32-bit development files. */
#ifndef TESTADDIN_ABI_H
#define TESTADDIN_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint16_t WCHAR_T;

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(_WIN32) && defined(__i386__)
#define METHOD __attribute__((stdcall))
#define DESTRUCTOR __attribute__((thiscall))
#else
#define METHOD
#define DESTRUCTOR
#endif

struct abi_tm {
	int sec, min, hour, mday, mon, year, wday, yday, isdst;
#ifndef _WIN32
	long gmtoff;
	const char *zone;
#endif
};

typedef struct {
	union {
		int8_t i1;
		int16_t i2;
		int32_t i4;
		int64_t i8;
		uint8_t ui1;
		uint16_t ui2;
		uint32_t ui4;
		uint64_t ui8;
		float r4;
		double r8;
		bool b;
		void *pointer;
		uint8_t clsid[16];
		struct abi_tm tm;
		struct {
			void *object;
			uint8_t clsid[16];
		} interface;
		struct {
			char *text;
			uint32_t length;
		} narrow;
		struct {
			WCHAR_T *text;
			uint32_t length;
		} wide;
	};
	uint32_t elements;
	uint16_t vt;
} variant_t;

enum {
	VT_EMPTY, VT_NULL, VT_I2, VT_I4, VT_R4, VT_R8, VT_DATE, VT_TM, VT_PSTR, VT_INTERFACE, VT_ERROR, VT_BOOL, VT_VARIANT,
	VT_I1, VT_UI1, VT_UI2, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT, VT_HRESULT, VT_PWSTR, VT_BLOB, VT_CLSID
};

/* Destructor slots come first: one in the MSVC ABI, two in the Itanium one. */
#ifdef _WIN32
#define DESTRUCTORS 1
#else
#define DESTRUCTORS 2
#endif

struct memory_manager;
struct memory_manager_vtable {
	void *destructors[DESTRUCTORS];
	bool(METHOD *AllocMemory)(struct memory_manager *, void **, unsigned long);
	void(METHOD *FreeMemory)(struct memory_manager *, void **);
};
struct memory_manager {
	const struct memory_manager_vtable *vtable;
};

struct connection;
struct connection_vtable {
	void *destructors[DESTRUCTORS];
	bool(METHOD *AddError)(struct connection *, unsigned short, const WCHAR_T *, const WCHAR_T *, long);
	bool(METHOD *Read)(struct connection *, WCHAR_T *, variant_t *, long *, WCHAR_T **);
	bool(METHOD *Write)(struct connection *, WCHAR_T *, variant_t *);
	bool(METHOD *RegisterProfileAs)(struct connection *, WCHAR_T *);
	bool(METHOD *SetEventBufferDepth)(struct connection *, long);
	long(METHOD *GetEventBufferDepth)(struct connection *);
	bool(METHOD *ExternalEvent)(struct connection *, WCHAR_T *, WCHAR_T *, WCHAR_T *);
	void(METHOD *CleanEventBuffer)(struct connection *);
	bool(METHOD *SetStatusLine)(struct connection *, WCHAR_T *);
	void(METHOD *ResetStatusLine)(struct connection *);
	void *(METHOD *GetInterface)(struct connection *, int);
};
struct connection {
	const struct connection_vtable *vtable;
};

struct app_info {
	const WCHAR_T *version;
	const WCHAR_T *user_agent;
	int application;
};

#endif
