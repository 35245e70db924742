/* Compiled only: proves the host's layout table against a real compiler and the real struct tm of a target.
 * -DSIZE, -DLENGTH, -DELEMENTS, -DVT, -DTM carry the row of the table. */
#include <stddef.h>
#include <stdint.h>
#include <time.h>

typedef uint16_t WCHAR_T;

struct id {
	uint32_t data1;
	uint16_t data2, data3;
	uint8_t data4[8];
};

struct variant {
	union {
		int8_t i8Val;
		int64_t llVal;
		float fltVal;
		double dblVal;
		_Bool bVal;
		double date;
		struct id IDVal;
		struct variant *pvarVal;
		struct tm tmVal;
		struct {
			void *pInterfaceVal;
			struct id InterfaceID;
		} interface;
		struct {
			char *pstrVal;
			uint32_t strLen;
		} narrow;
		struct {
			WCHAR_T *pwstrVal;
			uint32_t wstrLen;
		} wide;
	} u;
	uint32_t cbElements;
	uint16_t vt;
};

_Static_assert(sizeof(struct variant) == SIZE, "size");
_Static_assert(offsetof(struct variant, u.narrow.strLen) == LENGTH, "strLen");
_Static_assert(offsetof(struct variant, u.wide.wstrLen) == LENGTH, "wstrLen");
_Static_assert(offsetof(struct variant, cbElements) == ELEMENTS, "cbElements");
_Static_assert(offsetof(struct variant, vt) == VT, "vt");
_Static_assert(sizeof(struct tm) == TM, "struct tm");
_Static_assert(offsetof(struct tm, tm_isdst) == 32, "tm_isdst");
