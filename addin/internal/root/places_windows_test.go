package root

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/windows"
)

// TestRingFolders_foreign: a folder that another user made is no place for rings. The owner of a folder
// cannot be changed under Wine, so who is trusted is looked at by itself.
func TestRingFolders_foreign(t *testing.T) {
	base := t.TempDir()
	rings := filepath.Join(base, "sentry1c-rings")
	getenv := func(name string) (string, bool) { return base, name == "LOCALAPPDATA" }
	if !slices.Contains(RingFolders(getenv), rings) {
		t.Fatal("a folder that is not there is no place for rings")
	}
	if err := os.Mkdir(rings, 0o700); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(RingFolders(getenv), rings) {
		t.Error("the user's own folder is no place for rings")
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil || !isTrusted(user.User.Sid) {
		t.Errorf("this user is not trusted, %v", err)
	}
	for kind, trusted := range map[windows.WELL_KNOWN_SID_TYPE]bool{
		windows.WinBuiltinAdministratorsSid: true, windows.WinLocalSystemSid: true,
		windows.WinBuiltinGuestsSid: false, windows.WinWorldSid: false, windows.WinLocalServiceSid: false,
	} {
		sid, err := windows.CreateWellKnownSid(kind)
		if err != nil {
			t.Fatal(err)
		}
		if isTrusted(sid) != trusted {
			t.Errorf("%v: trusted %v, want %v", sid, !trusted, trusted)
		}
	}
}
