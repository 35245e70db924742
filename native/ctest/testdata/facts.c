/*
 * facts.c: what package addin must know as the boundary does, for a test in Go. Without
 * arguments it prints the numbers and names; a word tells it to do one thing.
 *
 *   ids          reads lines, and prints the id and the id of a span that each is, or -
 *   spans        reads ids of traces, and prints the span that stands for each
 *   side FOLDER  puts a long value into a folder and prints its number
 *   leave FOLDER ends as a process does that has a folder of envelopes
 *   ring FILE    writes a record into the file of a ring, and is killed
 */
#include "atexit.h"
#include "bridge.h"
#include "check.h"
#include "files.h"
#include "ids.h"
#include "object.h"
#include "record.h"
#include "side.h"

#include <string.h>
#include <unistd.h>

#define NUMBER(name) printf(#name " %lld\n", (long long)(name))
#define TEXT(name) printf(#name " \"%s\"\n", name)

static void print_facts(void)
{
    NUMBER(PROBLEM_NONE);
    NUMBER(PROBLEM_NOT_INITIALIZED);
    NUMBER(PROBLEM_OFF);
    NUMBER(PROBLEM_CLOSED);
    NUMBER(PROBLEM_DONE);
    NUMBER(PROBLEM_NO_ROOM);
    NUMBER(PROBLEM_NO_ANSWER);
    NUMBER(PROBLEM_NO_SLOT);
    NUMBER(PROBLEM_NO_METHOD);
    NUMBER(PROBLEM_NO_MEMORY);
    NUMBER(MAX_ARGUMENTS);
    NUMBER(ACCEPTED_ARGUMENTS);
    NUMBER(PUBLISHED_FRESH);
    NUMBER(GROWTH_MOST);
    NUMBER(GROWTH_LARGEST_RING);
    TEXT(NAME_RING);
    TEXT(NAME_FURTHER_RING);
    TEXT(NAME_NEW);
    TEXT(NAME_OWNER);
    NUMBER(NAME_SIDE_DIGITS);
}

static void print_hex(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        printf("%02x", bytes[i]);
}

/* A line of Latin letters as the host gives it; its length. */
static uint32_t read_line(WCHAR_T line[256])
{
    char bytes[256];
    if (fgets(bytes, sizeof bytes, stdin) == NULL)
        exit(0);
    uint32_t length = (uint32_t)strcspn(bytes, "\n");
    for (uint32_t i = 0; i < length; i++)
        line[i] = (uint8_t)bytes[i];
    return length;
}

static void print_ids(void)
{
    for (;;) {
        WCHAR_T line[256];
        uint32_t length = read_line(line);
        uint8_t id[ID_BYTES], span[SPAN_ID_BYTES];
        if (id_parse(line, length, id))
            print_hex(id, sizeof id);
        else
            printf("-");
        printf(" ");
        if (span_id_parse(line, length, span))
            print_hex(span, sizeof span);
        else
            printf("-");
        printf("\n");
    }
}

static void print_spans(void)
{
    for (;;) {
        WCHAR_T line[256];
        uint32_t length = read_line(line);
        uint8_t id[ID_BYTES], span[SPAN_ID_BYTES];
        CHECK(id_parse(line, length, id));
        span_id_of(id, span);
        print_hex(span, sizeof span);
        printf("\n");
    }
}

static void put_side(const char *folder)
{
    bool in_file = true;
    CHECK(side_set_folder(folder));
    for (int i = 0; i < 10; i++)
        CHECK(side_put("", 0, &in_file) != 0); /* so that the number has a letter */
    printf("%u\n", side_put("long", 4, &in_file));
    CHECK(in_file);
}

static void write_ring(const char *path)
{
    CHECK(journal_init());
    uint8_t *file = file_map(path, RINGFILE_RECORDS_AT + RING_BYTES);
    CHECK(file != NULL && journal_set_durable(file, RING_BYTES, path));
    static object_t object;
    object.number = 77;
    atomic_store(&object.ring, RING_DURABLE);
    call_t call = {.method = RECORD_METHOD_CREATED};
    CHECK(record_call(&object, &call));
    _exit(0);
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
    if (strcmp(what, "ids") == 0)
        print_ids();
    else if (strcmp(what, "spans") == 0)
        print_spans();
    else if (strcmp(what, "side") == 0)
        put_side(arguments[2]);
    else if (strcmp(what, "leave") == 0)
        CHECK(journal_init() && atexit_remove(arguments[2], EXIT_OWNED_FOLDER));
    else if (strcmp(what, "ring") == 0)
        write_ring(arguments[2]);
    else
        print_facts();
    return 0;
}
