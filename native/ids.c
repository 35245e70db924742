#include "ids.h"
#include "platform.h"

#include <string.h>

/* xoshiro256++ (Blackman, Vigna; public domain): 2^256-1 values before it
 * repeats. Ids need to differ, not to be secret. */
static uint64_t generator[4]; /* guarded by ids_lock */
static lock_t ids_lock;

void ids_init(const uint8_t seed[32])
{
    memcpy(generator, seed, sizeof generator);
    if ((generator[0] | generator[1] | generator[2] | generator[3]) == 0)
        generator[0] = 1; /* the one state that it never leaves */
}

static uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static uint64_t next_word(void)
{
    uint64_t result = rotate(generator[0] + generator[3], 23) + generator[0];
    uint64_t shifted = generator[1] << 17;
    generator[2] ^= generator[0];
    generator[3] ^= generator[1];
    generator[1] ^= generator[2];
    generator[0] ^= generator[3];
    generator[2] ^= shifted;
    generator[3] = rotate(generator[3], 45);
    return result;
}

static void draw(uint8_t *bytes, uint32_t words)
{
    /* No deadline: the section is a handful of additions and never fails. */
    while (!lock_take(&ids_lock, UINT64_MAX / 2))
        ;
    for (uint32_t i = 0; i < words; i++) {
        uint64_t word = next_word();
        memcpy(bytes + i * sizeof word, &word, sizeof word);
    }
    lock_drop(&ids_lock);
}

void id_new(uint8_t id[ID_BYTES])
{
    draw(id, 2);
    id[6] = (uint8_t)((id[6] & 0x0F) | 0x40);
    id[8] = (uint8_t)((id[8] & 0x3F) | 0x80);
}

void span_id_new(uint8_t id[SPAN_ID_BYTES])
{
    draw(id, 1);
    id[0] |= 1;
}

static int digit_of(WCHAR_T c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool id_parse(const WCHAR_T *text, uint32_t length, uint8_t id[ID_BYTES])
{
    enum { UUID_LENGTH = ID_LONGEST - 2 };
    if (length == ID_LONGEST && text[0] == '{' && text[length - 1] == '}') {
        text++;
        length -= 2;
    }
    if (length != UUID_LENGTH && length != ID_DIGITS)
        return false;
    uint8_t bytes[ID_BYTES] = {0};
    uint32_t digits = 0;
    uint8_t all = 0;
    for (uint32_t i = 0; i < length; i++) {
        if (length == UUID_LENGTH && (i == 8 || i == 13 || i == 18 || i == 23)) {
            if (text[i] != '-')
                return false;
            continue;
        }
        int digit = digit_of(text[i]);
        if (digit < 0)
            return false;
        bytes[digits / 2] = (uint8_t)(bytes[digits / 2] << 4 | digit);
        all |= (uint8_t)digit;
        digits++;
    }
    if (all == 0)
        return false;
    memcpy(id, bytes, sizeof bytes);
    return true;
}

bool span_id_parse(const WCHAR_T *text, uint32_t length, uint8_t id[SPAN_ID_BYTES])
{
    if (length != SPAN_ID_DIGITS)
        return false;
    uint8_t all = 0;
    for (size_t i = 0; i < SPAN_ID_BYTES; i++) {
        int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        id[i] = (uint8_t)(high << 4 | low);
        all |= id[i];
    }
    return all != 0;
}

void span_id_of(const uint8_t trace[ID_BYTES], uint8_t id[SPAN_ID_BYTES])
{
    for (int i = 0; i < SPAN_ID_BYTES; i++)
        id[i] = trace[i] ^ trace[SPAN_ID_BYTES + i];
    id[SPAN_ID_BYTES - 1] |= 1;
}

void hex_write(const uint8_t *bytes, uint32_t count, WCHAR_T *text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = (WCHAR_T)digits[bytes[i] >> 4];
        text[2 * i + 1] = (WCHAR_T)digits[bytes[i] & 15];
    }
}
