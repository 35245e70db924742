package addin

import (
	"encoding/binary"
	"testing"
	"time"

	"sentry1c/addin/internal/record/recordtest"
)

// oldRuns is a source of runs that were recorded before.
type oldRuns struct {
	left [][]byte
	rest chan struct{}
}

func (r *oldRuns) Begin()       {}
func (r *oldRuns) Seen() uint32 { return 0 }
func (r *oldRuns) Take() ([]byte, SourceState) {
	if len(r.left) == 0 {
		return nil, SourceEmpty
	}
	return r.left[0], SourceRun
}
func (r *oldRuns) Release() { r.left = r.left[1:] }
func (r *oldRuns) Wait(uint32, time.Duration) {
	select {
	case r.rest <- struct{}{}:
	default:
	}
	select {}
}

// encoded is the record of a call of object 1.
func (f *fixture) encoded(name string, args ...any) []byte {
	f.t.Helper()
	method, _ := positionOf(f.t, name)
	f.count++
	f.now = f.now.Add(time.Millisecond)
	c := recordtest.Call{Object: 1, Method: method, Sequence: f.count, At: f.now, Args: args}
	binary.BigEndian.PutUint64(c.ID[8:], f.count)
	return c.Encode()
}

// works lets the worker live with runs of records until it has nothing to do.
func (f *fixture) works(left ...[]byte) {
	f.t.Helper()
	source := &oldRuns{left: left, rest: make(chan struct{}, 1)}
	l := &loop{source: source, worker: f.worker}
	l.start()
	select {
	case <-source.rest:
	case <-time.After(10 * time.Second):
		f.t.Fatal("the worker has not come to rest")
	}
}

// TestLoop_damaged: a run whose rest cannot be read is counted, and later events say what they may lack.
func TestLoop_damaged(t *testing.T) {
	f := ready(t, "")
	tag := f.encoded("SetTag", "a", "1")
	copy(tag, "XXXX")
	f.works(append(f.encoded("CaptureMessage", "first"), tag...), f.encoded("CaptureMessage", "second"))
	for text, lacks := range map[string]bool{"first": false, "second": true} {
		if came, told := f.lacks("event", text); !came || told != lacks {
			t.Errorf("%s: came %v, tells that something could not be read: %v", text, came, told)
		}
	}
	if s := f.statistics(1); s.Recovered.Damaged != 1 || s.Recovered.Failed == "" {
		t.Errorf("%+v", s.Recovered)
	}
}

// TestLoop_oddMoments: a moment that no JSON can have ends neither the state nor what comes behind it.
func TestLoop_oddMoments(t *testing.T) {
	f := ready(t, withTraces)
	before := f.statistics(1).Panics // of the whole process
	f.call(1, "StartTransaction", "Обмен", "task")
	f.call(1, "StartSpan", "", "op", "", `{"start":"9999-12-31T23:59:59Z","durationMs":86400000}`)
	run := f.encoded("SetTag", "password", "secret") // a snapshot is taken
	f.works(append(run, f.encoded("CaptureMessage", "behind it")...))
	if came, _ := f.lacks("event", "behind it"); !came {
		t.Error("the event behind it has not come")
	}
	if s := f.statistics(1); s.Panics != before {
		t.Errorf("%d panics, %s", s.Panics-before, s.LastPanic)
	}
}

// TestLoop_statePanics: nor does an object that cannot be kept for another reason; the next process
// says that it lacks something.
func TestLoop_statePanics(t *testing.T) {
	f := ready(t, withTraces)
	before := f.statistics(1).Panics
	f.call(1, "StartTransaction", "Обмен", "task")
	f.worker.objects[1].transactions[0].Root().Start = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	run := f.encoded("SetTag", "password", "secret")
	f.works(append(run, f.encoded("CaptureMessage", "behind it")...))
	if came, told := f.lacks("event", "behind it"); !came || told {
		t.Errorf("came %v, tells that its scope lacks something: %v", came, told)
	}
	f.leave("CaptureMessage", "left")
	f.die()
	next := f.heir()
	next.recovers()
	if came, told := next.lacks("event", "left"); !came || !told {
		t.Errorf("after a kill: came %v, tells that its scope lacks something: %v", came, told)
	}
	if s := f.statistics(1); s.Panics == before {
		t.Error("no panic was counted")
	}
}
