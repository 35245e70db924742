#include "utf16.h"

uint32_t utf16_length(const WCHAR_T *text)
{
    uint32_t length = 0;
    while (text[length] != 0)
        length++;
    return length;
}

static WCHAR_T fold(WCHAR_T c)
{
    if (c >= 'A' && c <= 'Z')
        return (WCHAR_T)(c + ('a' - 'A'));
    if (c >= 0x0410 && c <= 0x042F) /* А…Я */
        return (WCHAR_T)(c + 0x20);
    if (c >= 0x0400 && c <= 0x040F) /* Ё and the letters of other Cyrillic alphabets */
        return (WCHAR_T)(c + 0x50);
    return c;
}

bool utf16_same_name(const WCHAR_T *a, const WCHAR_T *b)
{
    while (*a != 0 && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return fold(*a) == fold(*b);
}

bool utf16_contains(const WCHAR_T *text, uint32_t length, const WCHAR_T *word)
{
    uint32_t size = utf16_length(word);
    WCHAR_T small = word[0], large = (WCHAR_T)(small >= 'a' && small <= 'z' ? small - ('a' - 'A') : small);
    for (uint32_t i = 0; i + size <= length; i++) {
        if (text[i] != small && text[i] != large)
            continue;
        uint32_t same = 1;
        while (same < size && fold(text[i + same]) == word[same])
            same++;
        if (same == size)
            return true;
    }
    return false;
}
