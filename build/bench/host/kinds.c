/* kinds.c: the calls for all that is no error: spans, logs, metrics and check-ins. */
#include "host.h"

#include <stdlib.h>

/* As many as one transaction takes; see the limit of spans in the reference. */
static const size_t SPANS = 600, TRANSACTIONS = 20;

/* Steps of a transaction: StartSpan and the FinishSpan of the same one are a sample. */
static void spans(void)
{
    uint32_t *samples = malloc(SPANS * TRANSACTIONS * sizeof *samples);
    void *object = objects[0];
    long start = method(object, "StartTransaction"), step = method(object, "StartSpan"),
         finish = method(object, "FinishSpan");
    tVariant name[2] = {value("Документ.ЗаказПокупателя.Проведение"), value("key_operation")};
    for (size_t i = 0; i < TRANSACTIONS; i++) {
        tVariant root[1] = {call(object, start, name, 2)};
        if (root[0].vt != VTYPE_PWSTR || root[0].wstrLen == 0)
            fail("no transaction is begun");
        tVariant below[3] = {root[0], value("db.query"), value("ВЫБРАТЬ Остатки")};
        for (size_t j = 0; j < SPANS; j++) {
            uint64_t before = now();
            tVariant span[1] = {call(object, step, below, 3)};
            tVariant nothing = call(object, finish, span, 1);
            samples[i * SPANS + j] = (uint32_t)(now() - before);
            drop(&nothing);
            drop(&span[0]);
        }
        call(object, finish, root, 1);
        drop(&root[0]);
        drop(&below[1]);
        drop(&below[2]);
        settle(object);
    }
    drop(&name[0]);
    drop(&name[1]);
    print("StartSpan + FinishSpan hot", server, 1, samples, SPANS * TRANSACTIONS);
    free(samples);
}

void measure_kinds(void)
{
    spans();
    tVariant line[3] = {value("info"), value("Обмен с сайтом: загружено заказов 15"),
                        value("{\"exchange\":\"Сайт\",\"orders\":15}")};
    hot("Log hot", "Log", line, 3, 1, 600, 20, false);
    tVariant metric[5] = {value("distribution"), value("exchange.duration"), {.vt = VTYPE_R8, .dblVal = 15.5},
                          value("millisecond"), value("{\"exchange\":\"Сайт\"}")};
    hot("Metric hot", "Metric", metric, 5, 1, 600, 20, false);
    tVariant check_in[2] = {value("obmen-s-saytom"), value("in_progress")};
    hot("CaptureCheckIn hot", "CaptureCheckIn", check_in, 2, 1, 600, 20, false);
}
