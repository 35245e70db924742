#include "record.h"
#include "journal.h"

#include <string.h>

uint32_t record_budget(uint32_t count)
{
    /* Room for every argument to be at least a number or a reference. */
    uint32_t fixed = (uint32_t)sizeof(record_t) + count * (uint32_t)(sizeof(argument_t) + 2 * sizeof(side_t));
    return journal_record_limit() - fixed;
}

bool record_call(object_t *object, const call_t *call)
{
    record_t header = {
        .size = sizeof header,
        .object = object->number,
        .client = atomic_load_explicit(&object->client, memory_order_relaxed),
        .reply = call->reply,
        .method = call->method,
        .flags = call->flags,
        .count = (uint16_t)call->count,
    };
    memcpy(header.id, call->id, sizeof header.id);
    if (atomic_load_explicit(&object->scope_incomplete, memory_order_relaxed))
        header.flags |= RECORD_FLAG_SCOPE_INCOMPLETE;
    for (uint32_t i = 0; i < call->count; i++)
        header.size += argument_size(&call->arguments[i]);

    claimed_t claimed;
    do {
        if (!journal_reserve(atomic_load(&object->ring), &header, call->how, call->deadline, &claimed)) {
            for (uint32_t i = 0; i < call->count; i++)
                argument_drop(&call->arguments[i]);
            if (call->scope)
                atomic_store_explicit(&object->scope_incomplete, true, memory_order_relaxed);
            return false;
        }
        uint8_t *at = (uint8_t *)(claimed.record + 1);
        for (uint32_t i = 0; i < call->count; i++)
            at = argument_write(&call->arguments[i], at);
    } while (!journal_commit(&claimed, call->wake));
    return true;
}
