#include "platform.h"

/* Between 1601-01-01 and 1970-01-01, in the 100 ns units of FILETIME. */
#define UNIX_EPOCH 116444736000000000ll
#define NANOSECONDS_PER_SECOND 1000000000ull

int64_t clock_wall(void)
{
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    int64_t units = ((int64_t)now.dwHighDateTime << 32) | now.dwLowDateTime;
    return (units - UNIX_EPOCH) * 100;
}

uint64_t clock_monotonic(void)
{
    static atomic_uint frequency; /* ticks a second: below 2^32 on every known machine */
    LARGE_INTEGER ticks;
    uint64_t rate = atomic_load_explicit(&frequency, memory_order_relaxed);
    if (rate == 0) {
        LARGE_INTEGER answer;
        QueryPerformanceFrequency(&answer);
        rate = (uint64_t)answer.QuadPart;
        atomic_store_explicit(&frequency, (unsigned)rate, memory_order_relaxed);
    }
    QueryPerformanceCounter(&ticks);
    uint64_t count = (uint64_t)ticks.QuadPart;
    return count / rate * NANOSECONDS_PER_SECOND + count % rate * NANOSECONDS_PER_SECOND / rate;
}

void thread_nap(uint64_t nanoseconds)
{
    if (nanoseconds == 0)
        SwitchToThread();
    else
        Sleep((DWORD)((nanoseconds + NANOSECONDS_PER_MILLISECOND - 1) / NANOSECONDS_PER_MILLISECOND));
}

bool file_create(const path_char_t *path, const void *data, size_t bytes)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    DWORD written = 0;
    bool whole = WriteFile(file, data, (DWORD)bytes, &written, NULL) && written == bytes;
    CloseHandle(file);
    if (!whole)
        DeleteFileW(path);
    return whole;
}

void process_watch(void)
{
}

/* Windows has no forks. */
bool process_is_forked(void)
{
    return false;
}

void file_remove(const path_char_t *path)
{
    DeleteFileW(path);
}

bool folder_remove(const path_char_t *path)
{
    return RemoveDirectoryW(path);
}

bool file_rename(const path_char_t *from, const path_char_t *to)
{
    return MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING);
}

void thread_be_modest(void)
{
    /* A lower priority would starve the worker on a machine whose processors are
     * all busy, and calls of 1C with it. */
}

void *pages_new(size_t bytes)
{
    return VirtualAlloc(NULL, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void event_init(event_t *event)
{
    atomic_init(&event->number, 0);
    atomic_init(&event->sleepers, 0);
    InitializeSRWLock(&event->mutex);
    InitializeConditionVariable(&event->condition);
}

void event_raise(event_t *event)
{
    atomic_fetch_add_explicit(&event->number, 1, memory_order_seq_cst);
    if (atomic_load_explicit(&event->sleepers, memory_order_seq_cst) == 0)
        return;
    AcquireSRWLockExclusive(&event->mutex);
    WakeAllConditionVariable(&event->condition);
    ReleaseSRWLockExclusive(&event->mutex);
}

/* Sleeps once; false if the deadline has passed. */
static bool sleep_once(event_t *event, uint64_t deadline)
{
    DWORD wait = INFINITE;
    if (deadline != EVENT_FOREVER) {
        uint64_t now = clock_monotonic();
        if (now >= deadline)
            return false;
        uint64_t milliseconds = (deadline - now + NANOSECONDS_PER_MILLISECOND - 1) / NANOSECONDS_PER_MILLISECOND;
        wait = milliseconds < INFINITE ? (DWORD)milliseconds : INFINITE - 1;
    }
    SleepConditionVariableSRW(&event->condition, &event->mutex, wait, 0);
    return true;
}

bool event_wait(event_t *event, uint32_t seen, uint64_t deadline)
{
    AcquireSRWLockExclusive(&event->mutex);
    atomic_fetch_add_explicit(&event->sleepers, 1, memory_order_seq_cst);
    while (event_number(event) == seen)
        if (!sleep_once(event, deadline))
            break;
    atomic_fetch_sub_explicit(&event->sleepers, 1, memory_order_relaxed);
    ReleaseSRWLockExclusive(&event->mutex);
    return event_number(event) != seen;
}
