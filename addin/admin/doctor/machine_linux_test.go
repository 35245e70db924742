package doctor

import (
	"testing"

	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

// TestExamineNeeds_missing: a system without libraries of 32 bits is one thing to know, not
// one for each library.
func TestExamineNeeds_missing(t *testing.T) {
	other := manifest.I386
	if machineArchitectures()[0] == other {
		t.Skip("the machine is one of 32 bits")
	}
	was := libraryDirs[other]
	libraryDirs[other] = []string{t.TempDir()}
	defer func() { libraryDirs[other] = was }()
	r := &Report{}
	r.examineNeeds("a.so", &binary.Library{Arch: other, Needs: []binary.Need{{Library: "libc.so.6"}, {Library: "libpthread.so.0"}, {Library: "libdl.so.2"}}})
	if len(r.Findings) != 1 || r.Findings[0].Verdict != Note {
		t.Errorf("%+v", r.Findings)
	}
}
