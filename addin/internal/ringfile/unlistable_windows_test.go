package ringfile

import (
	"testing"

	"golang.org/x/sys/windows"
)

// unlistable is a folder that is there and cannot be listed: somebody has opened it and
// shares it with nobody.
func unlistable(t *testing.T) string {
	t.Helper()
	path := t.TempDir()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = windows.CloseHandle(handle) })
	return path
}
