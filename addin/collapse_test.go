package addin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/build/kit/receiver"
)

// balance fails unless everything that was recorded or adopted is accounted for.
func balance(t *testing.T, s statisticsJSON) {
	t.Helper()
	dropped := uint64(0)
	for _, count := range s.Dropped {
		dropped += count
	}
	if s.Recorded+s.Adopted != s.Sent+uint64(s.Queued)+uint64(s.InFlight)+dropped {
		t.Errorf("recorded %d + adopted %d are not sent %d + queued %d + in flight %d + dropped %v",
			s.Recorded, s.Adopted, s.Sent, s.Queued, s.InFlight, s.Dropped)
	}
}

// TestCollapse: of 1,000 repeats in a minute three are sent as they are, and one that
// stands for the rest; other errors are not held up by them.
func TestCollapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, `{"maxEventsPerMinute": 3}`)
		f.call(1, "SetTag", "repeats", "mine")
		for i := range 1000 {
			// Numbers in the text do not make another error of it.
			f.call(1, "CaptureException", fmt.Sprintf("{ОбщийМодуль.А.Модуль(7)}: Не найден заказ %d", i))
			if i == 500 {
				f.call(1, "CaptureException", "{ОбщийМодуль.Б.Модуль(1)}: Другая ошибка")
			}
		}
		synctest.Wait()
		s := f.statistics(1)
		balance(t, s)
		if s.Sent != 4 || s.Queued != 1 || s.Dropped["backpressure"] != 996 {
			t.Errorf("sent %d, queued %d, dropped %v; want 4, 1, 996", s.Sent, s.Queued, s.Dropped)
		}
		time.Sleep(client.CollapseWindow)
		f.worker.Deliver() // woken by the timer
		synctest.Wait()
		events := f.events()
		if len(events) != 5 {
			t.Fatalf("%d events, want 5", len(events))
		}
		want(t, events[4], "997", "tags", "repeats")
		want(t, events[0], "mine", "tags", "repeats")
		balance(t, f.statistics(1))

		// A new minute begins anew, and Flush does not wait for its end.
		for range 10 {
			f.call(1, "CaptureMessage", "одно и то же")
		}
		if events = f.events(); len(events) != 9 {
			t.Fatalf("%d events, want 9", len(events))
		}
		if !slices.ContainsFunc(events[5:], func(e receiver.Event) bool { return e.Text("tags", "repeats") == "7" }) {
			t.Error("no event stands for seven")
		}
		balance(t, f.statistics(1))
	})
}

// TestCollapse_killed: what stands for the repeats is in the spool before the minute is
// over, with their number.
func TestCollapse_killed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, `{"maxEventsPerMinute": 1}`)
		f.host.woken = make(chan struct{}, 1)
		for range 100 {
			f.call(1, "CaptureMessage", "одно и то же")
		}
		select {
		case <-f.host.woken: // by what was answered
		default:
		}
		time.Sleep(time.Second) // much less than the minute
		select {
		case <-f.host.woken:
		default:
			t.Fatal("the worker was not woken")
		}
		f.worker.Keep()
		files := f.spooled()
		if len(files) != 1 {
			t.Fatalf("%d files, want 1", len(files))
		}
		want(t, files[0], "99", "tags", "repeats")
	})
}

// TestCollapse_unwritable: a number that could not be written is written later, although it grows
// no more.
func TestCollapse_unwritable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, `{"maxEventsPerMinute": 1}`)
		f.host.woken = make(chan struct{}, 1)
		for range 2 {
			f.call(1, "CaptureMessage", "одно и то же")
		}
		synctest.Wait() // the first is sent
		project := filepath.Dir(f.worker.spools()[0].Dir())
		must(errors.Join(os.Rename(project, project+"-aside"), os.WriteFile(project, nil, 0o600)))
		for range 98 {
			f.call(1, "CaptureMessage", "одно и то же")
		}
		time.Sleep(time.Second)
		f.worker.Keep()
		synctest.Wait() // nobody tries to make the folder now
		must(errors.Join(os.Remove(project), os.Rename(project+"-aside", project)))
		select {
		case <-f.host.woken: // by what came
		default:
		}
		time.Sleep(2 * time.Second)
		select {
		case <-f.host.woken:
		default:
			t.Error("the worker was not woken")
		}
		f.worker.Keep()
		files := f.spooled()
		if len(files) != 1 {
			t.Fatalf("%d files, want 1", len(files))
		}
		want(t, files[0], "99", "tags", "repeats")
	})
}

// TestCollapse_killedOfTwo: the numbers of two errors that came one after the other are there
// as soon as that of one.
func TestCollapse_killedOfTwo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, `{"maxEventsPerMinute": 1}`)
		f.host.woken = make(chan struct{}, 1)
		for _, text := range []string{"одно", "другое"} {
			for range 100 {
				f.call(1, "CaptureMessage", text)
			}
			time.Sleep(20 * time.Millisecond)
		}
		for range 40 { // the worker does what it is woken for
			time.Sleep(5 * time.Millisecond)
			select {
			case <-f.host.woken:
				f.worker.Keep()
				f.worker.Deliver()
			default:
			}
		}
		files := f.spooled()
		if len(files) != 2 {
			t.Fatalf("%d files, want 2", len(files))
		}
		for _, file := range files {
			want(t, file, "99", "tags", "repeats")
		}
	})
}

// TestBalance_batches: a batch that is being gathered counts as recorded when it counts as
// waiting, whoever asks in between.
func TestBalance_batches(t *testing.T) {
	f := ready(t, "")
	for name, args := range map[string][]any{"Log": {"info", "строка"}, "Metric": {"counter", "имя", 1}} {
		method, _ := positionOf(t, name)
		for range client.MaxBatch + 2 {
			f.count++
			call := recordtest.Call{Object: 1, Method: method, Sequence: f.count, At: f.now, Args: args}
			if err := f.worker.Apply(call.Encode()); err != nil {
				t.Fatal(err)
			}
			balance(t, f.statistics(1))
		}
	}
}

// TestCollapse_attachments: the event that stands for repeats has its attachments, as others have.
func TestCollapse_attachments(t *testing.T) {
	f := ready(t, `{"maxEventsPerMinute":1}`)
	f.call(1, "AddAttachment", "a.txt", "text")
	for range 3 {
		f.call(1, "CaptureMessage", "same")
	}
	if events, attachments := len(f.events()), len(f.items("attachment")); events != 2 || attachments != 2 {
		t.Errorf("%d events and %d attachments, want 2 of each", events, attachments)
	}
	balance(t, f.statistics(1))
}
