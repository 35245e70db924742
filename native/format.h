/*
 * format.h: how a call lies in the journal.
 *
 * A record must be readable by another process, of another bitness and perhaps
 * of a newer version of the add-in, after the one that wrote it was killed. So
 * it holds no pointer, everything is little-endian and of fixed width, and a
 * value keeps its type. Package addin/internal/record reads the same format; a
 * test there compares its constants with the ones below by name.
 *
 * Method numbers are positions in the table of package addin, which only grows.
 */
#ifndef SENTRY1C_FORMAT_H
#define SENTRY1C_FORMAT_H

#include <stdint.h>

#define JOURNAL_FORMAT_VERSION 1

/* Every record starts and ends at a multiple of this many bytes; positions in
 * the ring are counted in these units, so that 32 bits are enough for them. */
#define RECORD_ALIGN 8

/* First word of a record. Any other value means damage. */
#define RECORD_RESERVED 0x31525331u  /* the header is there, the arguments are being copied */
#define RECORD_COMMITTED 0x31435331u /* whole */
#define RECORD_PAD 0x31505331u       /* no record: what was read, or where none had room */

typedef struct {
    uint32_t state;    /* one of the RECORD_ words, written last */
    uint32_t size;     /* bytes with this header, a multiple of RECORD_ALIGN */
    uint64_t sequence; /* 1, 2, 3… in the order of the calls, over all rings of a process */
    uint32_t object;   /* number of the object, never used twice in a process */
    uint32_t client;   /* number of the client that the object had; 0 = none */
    int64_t wall;      /* nanoseconds since 1970-01-01 UTC */
    uint64_t monotonic;/* nanoseconds since some moment in the life of the machine */
    uint8_t id[16];    /* the id that the call returned; a span id fills the first 8 bytes */
    uint32_t reply;    /* the reply slot where somebody waits; 0 = nobody */
    uint16_t method;   /* position in the table of methods, or one of the RECORD_METHOD_ numbers */
    uint16_t flags;    /* RECORD_FLAG_ bits */
    uint16_t count;    /* number of arguments that follow */
    uint16_t reserved0;
    uint32_t reserved1;
} record_t;

_Static_assert(sizeof(record_t) == 72, "records have the same layout on every machine");

/* Something before this record was dropped that belonged to the scope of its object. */
#define RECORD_FLAG_SCOPE_INCOMPLETE 1
/* The id was given by the caller, not made here. */
#define RECORD_FLAG_ID_GIVEN 2

/* What is recorded besides methods. A property that is answered by the worker
 * has the number RECORD_METHOD_PROPERTY + its position. */
#define RECORD_METHOD_PROPERTY 0x8000
#define RECORD_METHOD_CREATED 0xFF00
#define RECORD_METHOD_DESTROYED 0xFF01
#define RECORD_METHOD_LOCALE 0xFF02   /* argument: the locale, as text */
#define RECORD_METHOD_LANGUAGE 0xFF03 /* argument: the language code, as text */
#define RECORD_METHOD_DONE 0xFF04
#define RECORD_METHOD_SNAPSHOT 0xFF05 /* argument: what package addin knows of the object, as bytes */
#define RECORD_METHOD_INTERPRETED 0xFF06 /* argument: which records were interpreted, as bytes */

/* An argument: this header, then `bytes` bytes, then zeros up to RECORD_ALIGN. */
typedef struct {
    uint8_t kind; /* one of the ARGUMENT_ numbers */
    uint8_t reserved0;
    uint16_t reserved1;
    uint32_t bytes;
} argument_t;

_Static_assert(sizeof(argument_t) == 8, "arguments have the same layout on every machine");

#define ARGUMENT_EMPTY 0    /* left out, or Неопределено: no bytes */
#define ARGUMENT_NULL 1     /* Null: no bytes */
#define ARGUMENT_BOOL 2     /* uint32: 0 or 1 */
#define ARGUMENT_INTEGER 3  /* int64 */
#define ARGUMENT_NUMBER 4   /* float64 */
#define ARGUMENT_TIME 5     /* six int32: year, month, day, hour, minute, second of the host's local time */
#define ARGUMENT_OLE_DATE 6 /* float64: days since 1899-12-30, local time */
#define ARGUMENT_TEXT 7     /* UTF-16LE, unpaired surrogates and NULs as the host gave them */
#define ARGUMENT_CUT_TEXT 8 /* cut_text_t, then UTF-16LE: the start and the end of a text that was too long */
#define ARGUMENT_BYTES 9    /* binary data */
#define ARGUMENT_ANSI 10    /* text in the 8-bit code page of the host */
#define ARGUMENT_SIDE 11    /* side_t: the value lies beside the ring */
#define ARGUMENT_BAD 12     /* bad_t: what came cannot be recorded */

typedef struct {
    uint32_t head;    /* code units before the cut */
    uint32_t removed; /* code units left out */
} cut_text_t;

typedef struct {
    uint32_t number; /* of the side block, unique in the process */
    uint32_t bytes;
    uint8_t kind;    /* ARGUMENT_TEXT, ARGUMENT_BYTES or ARGUMENT_ANSI */
    uint8_t in_file; /* 1: in the file of this number, 0: in the memory of the process */
    uint8_t reserved[6];
} side_t;

typedef struct {
    uint32_t reason; /* one of the BAD_ numbers */
    uint32_t detail; /* the type that came, or the length in bytes */
} bad_t;

#define BAD_TYPE 1    /* a type that 1C cannot pass, `detail` is the VTYPE */
#define BAD_POINTER 2 /* no memory behind a length, `detail` is the length */
#define BAD_LENGTH 3  /* longer than ARGUMENT_LIMIT, `detail` is the length */
#define BAD_MEMORY 4  /* no memory for a side block, `detail` is the length */

/*
 * The file of a ring that outlives its process: a page that belongs to package
 * addin/internal/ringfile, with the ring's own header (ring_header_t) in it, and
 * then the records. A run has one, RUN.ring, and in a burst more of them,
 * RUN.NUMBER.ring, whose first page is a copy of the first one's but for the ring's
 * header: together they hold the run's records, in the order of their sequences.
 */
#define RINGFILE_HEADER_AT 64
#define RINGFILE_RECORDS_AT 4096

/* Text longer than this many bytes of UTF-16 is cut in the middle. */
#define TEXT_LIMIT (256u << 10)
/* JSON and binary data longer than this go to a side block. */
#define INLINE_LIMIT (64u << 10)
/* JSON and binary data longer than this are refused. */
#define ARGUMENT_LIMIT (20u << 20)

#endif
