//go:build unix

package addin

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestRecover_twoNames: the files of a dead run are taken over once, also where clients know their folder
// by different names.
func TestRecover_twoNames(t *testing.T) {
	f := ready(t, "")
	f.server.status = 503
	f.call(1, "CaptureMessage", "stored")
	f.leave("CaptureMessage", "left")
	f.die()
	next := f.heir()
	next.bool(1, "Init", testDSN, "")
	next.bool(2, "Init", testDSN, `{"spoolPath":`+strconv.Quote(folder(t))+`}`)
	one, other := filepath.Dir(next.worker.objects[1].client.Spool().Dir()), filepath.Dir(next.worker.objects[2].client.Spool().Dir())
	entries, err := os.ReadDir(other)
	must(err)
	for _, e := range entries {
		must(os.Rename(filepath.Join(other, e.Name()), filepath.Join(one, e.Name())))
	}
	must(os.Remove(other))
	must(os.Symlink(one, other))
	s := next.recovers()
	next.settle()
	dropped := s.Dropped
	for reason, n := range next.statistics(2).Dropped {
		dropped[reason] += n
	}
	if n := len(next.events()); n != 2 || len(dropped) != 0 {
		t.Errorf("%d events, dropped %v", n, dropped)
	}
}

// TestRecover_masksLink: what the log lacks is hidden as well if the next process has another name for the root.
func TestRecover_masksLink(t *testing.T) {
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	must(os.Symlink(real, link))
	at := func(dir, more string) string {
		text, _ := json.Marshal(dir)
		return `{"spoolPath":` + string(text) + more + `}`
	}
	for _, how := range []string{"full", "gone"} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, at(link, ""))
		f.bool(2, "Init", testDSN, at(link, ""))
		if how == "full" {
			f.worker.life.Run.Log.Limit = 0
			f.call(2, "SetTag", "a", "1")
		}
		f.bool(1, "Init", testDSN, at(link, `,"maskPatterns":["PIN-\\d+"]`))
		if how == "gone" {
			must(os.Remove(f.worker.life.Run.Log.Path()))
		}
		last := f.after(true, at(real, ""), of(f, 1, "CaptureMessage", "left PIN-1234"))
		last.hides(how, 1)
	}
}
