//go:build dist

package disttest

import (
	"testing"

	"sentry1c/manifest"
)

// TestKill ends processes at random moments, as native/killtest does on this machine: under Wine with TerminateProcess. The journal
// is a mapped temporary file there; spool, locks and the delivery to a receiver are the real ones.
func TestKill(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		if p.loaded {
			t.Skip("its tests start themselves again")
		}
		program := compileTests(t, target, "./native/killtest")
		run(t, p, program, "native/killtest", []string{"SENTRY1C_LIBRARY=" + p.path(libraryOf(t, target))})
	})
}
