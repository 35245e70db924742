#include "accepted.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ACCEPTED = 512, MAX_PUBLISHED = 64 };

#define PATIENCE (2 * NANOSECONDS_PER_MILLISECOND)

/* A call as it is compared: its method, then each argument's type, length and bytes. */
typedef struct {
    uint32_t hash, bytes;
    uint8_t *key;
    terms_t terms;
} accepted_t;

typedef struct {
    uint32_t property, client, length;
    uint64_t at; /* 0 = free */
    WCHAR_T *text;
} published_t;

static lock_t accepted_lock; /* guards all below */
static accepted_t accepted[MAX_ACCEPTED];
static uint32_t next_accepted;
static published_t published[MAX_PUBLISHED];

static void put(uint8_t **at, const void *data, size_t bytes)
{
    memcpy(*at, data, bytes);
    *at += bytes;
}

/* The text of an argument; false if it is of a kind that is not remembered. */
static bool text_of(const tVariant *value, const void **data, uint64_t *bytes)
{
    *data = NULL;
    *bytes = 0;
    switch (value->vt) {
    case VTYPE_EMPTY:
        return true;
    case VTYPE_PWSTR:
        *data = value->pwstrVal;
        *bytes = (uint64_t)value->wstrLen * sizeof(WCHAR_T);
        break;
    case VTYPE_PSTR:
        *data = value->pstrVal;
        *bytes = value->strLen;
        break;
    default:
        return false;
    }
    return *data != NULL || *bytes == 0;
}

/* Makes the key of a call; false if it is too long or holds what is no text. */
static bool make_key(uint32_t method, const tVariant *params, uint32_t count, accepted_t *made)
{
    static const tVariant empty = {.vt = VTYPE_EMPTY};
    const void *data[ACCEPTED_ARGUMENTS];
    uint64_t bytes[ACCEPTED_ARGUMENTS], all = sizeof method;
    uint32_t kinds[ACCEPTED_ARGUMENTS];
    for (uint32_t i = 0; i < ACCEPTED_ARGUMENTS; i++) {
        const tVariant *value = i < count ? &params[i] : &empty;
        if (!text_of(value, &data[i], &bytes[i]))
            return false;
        kinds[i] = value->vt;
        all += sizeof kinds[i] + sizeof bytes[i] + bytes[i];
    }
    if (bytes[0] == 0)
        return false; /* what is left to the worker to find may be another thing the next time */
    if (all > ACCEPTED_LIMIT || (made->key = malloc((size_t)all)) == NULL)
        return false;
    uint8_t *at = made->key;
    put(&at, &method, sizeof method);
    for (uint32_t i = 0; i < ACCEPTED_ARGUMENTS; i++) {
        put(&at, &kinds[i], sizeof kinds[i]);
        put(&at, &bytes[i], sizeof bytes[i]);
        if (bytes[i] != 0)
            put(&at, data[i], (size_t)bytes[i]);
    }
    made->bytes = (uint32_t)all;
    made->hash = 2166136261u; /* FNV-1a */
    for (uint32_t i = 0; i < made->bytes; i++)
        made->hash = (made->hash ^ made->key[i]) * 16777619u;
    return true;
}

/* Under the lock. */
static accepted_t *find(const accepted_t *wanted)
{
    for (uint32_t i = 0; i < MAX_ACCEPTED; i++) {
        accepted_t *have = &accepted[i];
        if (have->key != NULL && have->hash == wanted->hash && have->bytes == wanted->bytes &&
            memcmp(have->key, wanted->key, have->bytes) == 0)
            return have;
    }
    return NULL;
}

void accepted_add(uint32_t method, const tVariant *params, uint32_t count, const terms_t *terms)
{
    accepted_t made = {.terms = *terms};
    if (!make_key(method, params, count, &made))
        return;
    if (lock_take(&accepted_lock, PATIENCE)) {
        accepted_t *place = find(&made);
        if (place == NULL) /* the oldest gives way */
            place = &accepted[next_accepted++ % MAX_ACCEPTED];
        accepted_t old = *place;
        *place = made;
        made = old;
        lock_drop(&accepted_lock);
    }
    free(made.key);
}

bool accepted_find(uint32_t method, const tVariant *params, uint32_t count, terms_t *terms)
{
    accepted_t wanted = {0};
    if (!make_key(method, params, count, &wanted))
        return false;
    bool found = false;
    if (lock_take(&accepted_lock, PATIENCE)) {
        const accepted_t *have = find(&wanted);
        found = have != NULL;
        if (found)
            *terms = have->terms;
        lock_drop(&accepted_lock);
    }
    free(wanted.key);
    return found;
}

void accepted_forget(void)
{
    /* No deadline: who forgets must not be mistaken, and the lock is never held for long. */
    while (!lock_take(&accepted_lock, PATIENCE))
        ;
    for (uint32_t i = 0; i < MAX_ACCEPTED; i++) {
        free(accepted[i].key);
        accepted[i].key = NULL;
    }
    lock_drop(&accepted_lock);
}

/* Under the lock: the place of a property and a client, else the oldest. */
static published_t *place_of(uint32_t property, uint32_t client)
{
    published_t *oldest = &published[0];
    for (uint32_t i = 0; i < MAX_PUBLISHED; i++) {
        published_t *have = &published[i];
        if (have->at != 0 && have->property == property && have->client == client)
            return have;
        if (have->at < oldest->at)
            oldest = have;
    }
    return oldest;
}

void published_set(uint32_t property, uint32_t client, const WCHAR_T *text, uint32_t length)
{
    size_t bytes = (size_t)length * sizeof *text;
    published_t made = {property, client, length, clock_monotonic(), malloc(bytes + sizeof *text)};
    if (made.text == NULL)
        return;
    if (bytes != 0)
        memcpy(made.text, text, bytes);
    if (lock_take(&accepted_lock, PATIENCE)) {
        published_t *place = place_of(property, client);
        published_t old = *place;
        *place = made;
        made = old;
        lock_drop(&accepted_lock);
    }
    free(made.text);
}

WCHAR_T *published_get(uint32_t property, uint32_t client, uint32_t *length)
{
    WCHAR_T *copy = NULL;
    if (!lock_take(&accepted_lock, PATIENCE))
        return NULL;
    const published_t *have = place_of(property, client);
    if (have->at != 0 && have->property == property && have->client == client &&
        clock_monotonic() - have->at <= PUBLISHED_FRESH) {
        size_t bytes = (size_t)have->length * sizeof *copy;
        copy = malloc(bytes + sizeof *copy);
        if (copy != NULL && bytes != 0)
            memcpy(copy, have->text, bytes);
        *length = have->length;
    }
    lock_drop(&accepted_lock);
    return copy;
}
