package delivery

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"sentry1c/addin/internal/spool"
)

// TestWaitingIn: envelopes are counted by category, and by whether their run has ended.
func TestWaitingIn(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 11, 30, 10, minute, 0, 0, time.UTC) }
	of := func(c Category, created time.Time, size int64) spool.Entry {
		return spool.Entry{Key: spool.Key{Class: slices.Index(byImportance[:], c), Created: created}, Size: size}
	}
	project := spool.ProjectSurvey{Folders: []spool.Folder{
		{Name: "ended", Entries: []spool.Entry{of(Error, at(5), 10), of(Session, at(3), 20)}},
		{Name: "lives", Entries: []spool.Entry{of(Error, at(4), 30)}},
		{Name: "empty"},
	}}
	got := WaitingIn(project, func(f spool.Folder) bool {
		if f.Name == "empty" {
			t.Error("asked about a folder in which nothing waits")
		}
		return f.Name == "ended"
	})
	want := Waiting{Count: map[string]int{"error": 2, "session": 1}, Bytes: 60, Oldest: at(3), Orphans: 2}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, not %+v", got, want)
	}
	if empty := WaitingIn(spool.ProjectSurvey{}, nil); !empty.Oldest.IsZero() || empty.Bytes != 0 || len(empty.Count) != 0 {
		t.Errorf("of nothing: %+v", empty)
	}
}
