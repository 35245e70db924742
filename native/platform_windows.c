#include "platform.h"

#include <stdlib.h>

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
    return file_create_long(path, data, bytes, bytes);
}

static bool write_all(HANDLE file, const void *data, size_t bytes)
{
    DWORD written = 0;
    return WriteFile(file, data, (DWORD)bytes, &written, NULL) && written == bytes;
}

bool file_create_long(const path_char_t *path, const void *data, size_t bytes, size_t total)
{
    static uint8_t zeros[64 << 10]; /* never written to: it takes no room in the library */
    /* A file marked as temporary stays in memory as long as the system can. */
    DWORD kind = total > bytes ? FILE_ATTRIBUTE_TEMPORARY : FILE_ATTRIBUTE_NORMAL;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, kind, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    bool whole = write_all(file, data, bytes);
    for (size_t piece, left = total - bytes; whole && left > 0; left -= piece) {
        piece = left < sizeof zeros ? left : sizeof zeros;
        whole = write_all(file, zeros, piece);
    }
    CloseHandle(file);
    if (!whole)
        DeleteFileW(path);
    return whole;
}

void *file_map(const path_char_t *path, size_t bytes)
{
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_ATTRIBUTE_TEMPORARY, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    void *pages = NULL;
    HANDLE mapping = CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 0, NULL);
    if (mapping != NULL) {
        pages = MapViewOfFile(mapping, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, bytes);
        CloseHandle(mapping);
    }
    CloseHandle(file); /* the view keeps the file */
    if (pages != NULL)
        pages_touch(pages, bytes);
    return pages;
}

uint64_t file_room(const path_char_t *path)
{
    path_char_t *folder = path_new(path, path_folder_length(path), "");
    ULARGE_INTEGER room = {0};
    if (folder == NULL || !GetDiskFreeSpaceExW(folder, &room, NULL, NULL))
        room.QuadPart = 0;
    free(folder);
    return room.QuadPart;
}

uint64_t address_room(void)
{
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
    return GlobalMemoryStatusEx(&memory) ? memory.ullAvailVirtual : UINT64_MAX;
}

static DWORD WINAPI begin_thread(void *run)
{
    ((void (*)(void))(uintptr_t)run)();
    return 0;
}

bool thread_start(void (*run)(void))
{
    enum { STACK = 256 << 10 };
    HANDLE thread =
        CreateThread(NULL, STACK, begin_thread, (void *)(uintptr_t)run, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (thread == NULL)
        return false;
    CloseHandle(thread);
    return true;
}

void process_watch(void)
{
}

/* Windows has no forks. */
bool process_is_forked(void)
{
    return false;
}

void process_holds(int file)
{
    (void)file;
}

void process_lets_go(int file)
{
    (void)file;
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

void pages_free(void *pages, size_t bytes)
{
    (void)bytes;
    VirtualFree(pages, 0, MEM_RELEASE);
}

void file_unmap(void *pages, size_t bytes)
{
    (void)bytes;
    UnmapViewOfFile(pages);
}
