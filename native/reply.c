#include "reply.h"

#include <stdlib.h>
#include <string.h>

/* A reference holds the number of the slot in its low byte, from 1, and above it
 * how many times the slot was lent before. */
#define SLOT_BITS 8
#define SLOT_MASK ((1u << SLOT_BITS) - 1)

typedef struct {
    lock_t lock; /* guards all but the event */
    bool lent;
    bool answered;
    uint32_t reference;
    answer_t answer;
    event_t event;
} slot_t;

static slot_t slots[REPLY_SLOTS];
static atomic_uint next_slot;

#define SLOT_FOREVER (UINT64_MAX / 2)

static void slot_take(slot_t *slot)
{
    while (!lock_take(&slot->lock, SLOT_FOREVER))
        ;
}

void reply_init(void)
{
    for (uint32_t i = 0; i < REPLY_SLOTS; i++) {
        slots[i].reference = i + 1;
        event_init(&slots[i].event);
    }
}

static slot_t *slot_of(uint32_t reference)
{
    uint32_t number = reference & SLOT_MASK;
    return number == 0 ? NULL : &slots[number - 1];
}

uint32_t reply_open(void)
{
    uint32_t first = atomic_fetch_add_explicit(&next_slot, 1, memory_order_relaxed);
    for (uint32_t i = 0; i < REPLY_SLOTS; i++) {
        slot_t *slot = &slots[(first + i) % REPLY_SLOTS];
        if (!lock_take(&slot->lock, 0))
            continue;
        uint32_t reference = 0;
        if (!slot->lent) {
            slot->lent = true;
            slot->answered = false;
            slot->reference += 1u << SLOT_BITS;
            reference = slot->reference;
        }
        lock_drop(&slot->lock);
        if (reference != 0)
            return reference;
    }
    return 0;
}

const answer_t *reply_wait(uint32_t reference, uint64_t deadline)
{
    slot_t *slot = slot_of(reference);
    for (;;) {
        uint32_t seen = event_number(&slot->event);
        slot_take(slot);
        bool answered = slot->answered;
        lock_drop(&slot->lock);
        if (answered)
            return &slot->answer;
        if (!event_wait(&slot->event, seen, deadline))
            return NULL;
    }
}

void reply_close(uint32_t reference)
{
    slot_t *slot = slot_of(reference);
    slot_take(slot);
    free(slot->answer.text);
    memset(&slot->answer, 0, sizeof slot->answer);
    slot->answered = false;
    slot->lent = false;
    lock_drop(&slot->lock);
}

bool reply_answer(uint32_t reference, const answer_t *answer)
{
    slot_t *slot = slot_of(reference);
    if (slot == NULL)
        return false;
    WCHAR_T *text = NULL;
    if (answer->kind == ARGUMENT_TEXT && answer->length > 0) {
        text = malloc((size_t)answer->length * sizeof *text);
        if (text == NULL)
            return false;
        memcpy(text, answer->text, (size_t)answer->length * sizeof *text);
    }
    slot_take(slot);
    bool awaited = slot->lent && !slot->answered && slot->reference == reference;
    if (awaited) {
        slot->answer = *answer;
        slot->answer.text = text;
        slot->answered = true;
    }
    lock_drop(&slot->lock);
    if (awaited)
        event_raise(&slot->event);
    else
        free(text);
    return awaited;
}
