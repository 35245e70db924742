package doctor

import (
	"runtime"

	"sentry1c/manifest/binary"
)

func machine() string { return runtime.GOARCH }

func (r *Report) examineMachine() {}

func (r *Report) examineFolder(string) {}

// examineNeeds: what a release needs is a part of every macOS; only the signature may be spoilt.
func (r *Report) examineNeeds(name string, library *binary.Library) bool {
	if !library.Signed {
		r.bad("%s has no valid signature: macOS ends the process that loads it.", "%s не имеет правильной подписи: macOS завершит процесс, который её загрузит.", name)
	}
	return library.Signed
}
