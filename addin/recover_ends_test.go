package addin

import (
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// TestRecover_ends: a dead run's last record ended an object, which had a transaction and a session
// open: both are told of, whatever key they were gathered under, and however often the log of
// states holds the object.
func TestRecover_ends(t *testing.T) {
	const options = `{"release":"1","tracesSampleRate":1}`
	for _, key := range []string{"", "k"} {
		for _, snapshots := range []int{0, 1, 3} {
			for name, end := range map[string]func(f *fixture){
				"nothing": func(*fixture) {},
				"destroyed": func(f *fixture) {
					f.count++
					f.write(recordtest.Call{Object: 1, Method: record.MethodDestroyed, Sequence: f.count, At: f.now}.Encode())
				},
				"closed":      func(f *fixture) { f.leave("Close", 0) },
				"off":         func(f *fixture) { f.leave("Init", "off") },
				"another DSN": func(f *fixture) { f.leave("Init", testDSN+"1", options) },
			} {
				f := newFixture(t)
				if !f.bool(1, "Init", testDSN, options, key) {
					t.Fatal(f.lastError(1))
				}
				f.call(1, "StartSession")
				f.call(1, "StartTransaction", "Обмен", "task")
				for range snapshots {
					f.worker.keepSnapshot(f.worker.objects[1])
					f.worker.Keep()
				}
				if begins, ends := f.sessions(); len(begins) != 1 || len(ends) != 0 {
					t.Fatalf("%d sessions began, %d ended", len(begins), len(ends))
				}
				end(f)
				f.die()
				next := f.heir()
				next.recoversWith(options)
				_, ends := next.sessions()
				if transactions := len(next.items("transaction")); transactions != 1 || len(ends) != 1 {
					t.Errorf("key %q, %d snapshots, %s: %d transactions, %d ends of sessions, want one of each", key, snapshots, name, transactions, len(ends))
				}
			}
		}
	}
}
