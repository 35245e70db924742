/*
 * stopped.c: a thread of the host that is stopped in the middle of a call, while its text is
 * copied: here by a page of the text that it may not read yet.
 */
#include "worker.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

enum { OTHERS = 3000, LETTERS = 2000 };

static const uint64_t ms = NANOSECONDS_PER_MILLISECOND;
static uint8_t *pages;
static size_t page;
static atomic_bool stopped, go_on;

static void wait_for_the_others(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    if ((uint8_t *)info->si_addr < pages + page || (uint8_t *)info->si_addr >= pages + 2 * page)
        _exit(3);
    atomic_store(&stopped, true);
    while (!atomic_load(&go_on))
        thread_nap(ms);
    mprotect(pages + page, page, PROT_READ | PROT_WRITE);
}

static journal_counts_t counts(void)
{
    journal_counts_t now;
    journal_counts(&now);
    return now;
}

/* Others go on calling, more than all rings hold, as soon as the worker waits no more. */
static void *others(void *object)
{
    uint64_t start = clock_monotonic();
    while (!atomic_load(&stopped) || counts().abandoned == 0) {
        CHECK(clock_monotonic() - start < 20000 * ms);
        thread_nap(ms);
    }
    tVariant arguments[2] = {wide_value("text"), wide_value("")}, result;
    for (int i = 0; i < OTHERS; i++) {
        CHECK(call(object, CAPTURE, &result, arguments, 2));
        CHECK_EQUAL(strlen(text_of(&result)), 32);
    }
    atomic_store(&go_on, true);
    return NULL;
}

int main(void)
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED);
    memset(pages, 0x11, 2 * page);
    CHECK_EQUAL(mprotect(pages + page, page, PROT_NONE), 0);
    struct sigaction action = {.sa_sigaction = wait_for_the_others, .sa_flags = SA_SIGINFO};
    CHECK_EQUAL(sigaction(SIGSEGV, &action, NULL), 0);

    worker_begin();
    void *first = create(), *second = create();
    CHECK(call_bool(first, ENABLE));
    CHECK(call_bool(second, ENABLE));
    pthread_t other;
    CHECK_EQUAL(pthread_create(&other, NULL, others, second), 0);

    tVariant text = {.vt = VTYPE_PWSTR, .pwstrVal = (WCHAR_T *)(void *)(pages + page - LETTERS), .wstrLen = LETTERS}, result;
    CHECK(call(first, CAPTURE, &result, &text, 1));
    char id[64];
    strcpy(id, text_of(&result));
    CHECK_EQUAL(strlen(id), 32);
    CHECK(counts().late > 0);
    CHECK_EQUAL(counts().abandoned, 0);
    pthread_join(other, NULL);

    CHECK(call_bool(first, ASK)); /* all before it is read */
    CHECK_EQUAL(seen.calls[CAPTURE], OTHERS + 1);
    char last[33];
    for (int i = 0; i < 16; i++)
        snprintf(last + (ptrdiff_t)2 * i, 3, "%02x", seen.last_id[i]);
    CHECK(strcmp(last, id) == 0);
    destroy(first);
    destroy(second);
    worker_end();
    CHECK_EQUAL(counts().damaged, 0);
    puts("stopped: all well");
    return 0;
}
