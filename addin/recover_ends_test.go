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

// TestRecover_endsAgain: the heir is killed when it has told how a transaction ended, before it could note that: the
// next one finds by its name that it was told, whatever was the last record of its object.
func TestRecover_endsAgain(t *testing.T) {
	const options = `{"release":"1","tracesSampleRate":1}`
	f := newFixture(t)
	f.bool(1, "Init", testDSN, options)
	f.call(1, "StartTransaction", "Обмен", "task")
	f.leave("CaptureMessage", "left 1")
	next, claim := f.claimed()
	r := next.recovery(claim)
	steps(r)
	r.endsBegin()
	r.worker.state = nil // it is killed before that is written
	r.endTransactions()
	r.close()
	claim.Release()
	next.die()
	last := next.heir()
	last.recoversWith(options)
	last.settle()
	if n := len(last.payloads("transaction")); n != 1 {
		t.Errorf("%d transactions came, want 1", n)
	}
}

// TestRecover_endsCompacted: of several objects each open transaction is told of, though the log of states has no
// record of theirs but what they had become.
func TestRecover_endsCompacted(t *testing.T) {
	const options = `{"release":"1","tracesSampleRate":1}`
	f := newFixture(t)
	for object := range uint32(3) {
		f.bool(object+1, "Init", testDSN, options)
		f.call(object+1, "StartTransaction", "Обмен", "task")
	}
	f.worker.compactState()
	f.die()
	next := f.heir()
	next.recoversWith(options)
	next.settle()
	if n := len(next.payloads("transaction")); n != 3 {
		t.Errorf("%d transactions came, want 3", n)
	}
}
