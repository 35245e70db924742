package cli

import "testing"

// TestElsewhere: who runs as the user of 1C's server is not told to run as somebody else.
func TestElsewhere(t *testing.T) {
	for user, told := range map[string]bool{"root": true, "usr1cv8": false, `SRV\USR1CV8`: false, `NT AUTHORITY\SYSTEM`: true, "": true, "usr1cv83": true} {
		for _, language := range []string{"en", "ru"} {
			if got := Elsewhere(language, user); (got != "") != told {
				t.Errorf("Elsewhere(%q, %q) = %q", language, user, got)
			}
		}
	}
}
