package killtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"sentry1c/native/standin"
)

// order is what a child is told to do.
type order struct {
	Library, DSN, Spool, Name string
	// Captures is how many each of Threads makes; none: the child only sends what
	// others left, until its input ends.
	Captures, Threads int
	// Pause is between two captures, in microseconds.
	Pause int
	// Options are added to those of Init.
	Options map[string]any
	// Params are those of each capture, JSON; Narrow passes them as a string of bytes.
	Params string
	Narrow bool
	// Burst is how many messages come first, as fast as can be, that nobody asks about.
	Burst int
	// Mounts are made first, in a file system that only the child sees.
	Mounts []mount
	// Same is the text of every error; empty numbers them.
	Same string
	// Report prints, at the end, what the first thread was told (told).
	Report bool
	// Padding is how many letters follow the text of every error.
	Padding int
	// Mixed makes a call of another kind after each capture.
	Mixed bool
	// Heavy sets a context of 60 KB before each capture.
	Heavy bool
	// Linger is how long the child stays after its captures, in milliseconds.
	Linger int
}

// ready is what a child prints that only sends.
const ready = "ready\n"

const orderVariable = "SENTRY1C_KILLTEST"

// child carries out its order and ends as 1C ends.
func child(text string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	for _, m := range o.Mounts {
		if err := m.make(); err != nil {
			return err
		}
	}
	memoryAtStart = memoryInUse()
	library, err := standin.Open(o.Library)
	if err != nil {
		return err
	}
	failed := make(chan error, o.Threads)
	var threads, capturing sync.WaitGroup
	capturing.Add(o.Threads)
	for thread := range o.Threads {
		threads.Go(func() {
			runtime.LockOSThread()
			if err := o.capture(library, thread, &capturing); err != nil {
				failed <- err
			}
		})
	}
	threads.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	if o.Captures == 0 {
		object, err := o.object(library)
		if err != nil {
			return err
		}
		if _, err := os.Stdout.WriteString(ready); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
			return err
		}
		var t told
		if err := t.print(object); err != nil {
			return err
		}
		if err := object.Close(); err != nil {
			return err
		}
	}
	time.Sleep(time.Duration(o.Linger) * time.Millisecond)
	return standin.Exit(0)
}

func (o order) object(library *standin.Library) (*standin.Object, error) {
	object, err := library.New("Sentry", standin.WithLocale("en_US"), standin.WithLanguage("en"))
	if err != nil {
		return nil, err
	}
	given := map[string]any{"spoolPath": o.Spool, "release": "killtest@1"}
	if o.Mixed {
		given["tracesSampleRate"] = 1
	}
	maps.Copy(given, o.Options)
	options, err := json.Marshal(given)
	if err != nil {
		return nil, err
	}
	if ok, err := object.Bool("Init", o.DSN, string(options)); err != nil || !ok {
		problem, _ := object.Get("LastError")
		return nil, fmt.Errorf("Init: %v %v", err, problem)
	}
	return object, nil
}

// capture reports errors from one thread, each with a tag and an action of its own. Who prints
// what it was told does so when all threads have reported theirs.
func (o order) capture(library *standin.Library, thread int, capturing *sync.WaitGroup) error {
	captured := sync.OnceFunc(capturing.Done)
	defer captured()
	object, err := o.object(library)
	if err != nil {
		return err
	}
	var t told
	if t.AfterInit, err = lastError(object); err != nil {
		return err
	}
	who := fmt.Sprintf("%s-%d", o.Name, thread)
	if _, err := object.Bool("SetTag", "who", who); err != nil {
		return err
	}
	for range o.Burst {
		if _, err := object.Text("CaptureMessage", "before"); err != nil {
			return err
		}
	}
	var params any = o.Params
	if o.Narrow {
		params = standin.PStr(o.Params)
	}
	for k := range o.Captures {
		if _, err := object.Bool("SetTag", "number", fmt.Sprint(k)); err != nil {
			return err
		}
		if o.Heavy {
			if _, err := object.Bool("SetContext", "heavy", `{"text":"`+strings.Repeat("x", 30_000)+`"}`); err != nil {
				return err
			}
		}
		if _, err := object.Bool("AddBreadcrumb", fmt.Sprint("action ", k)); err != nil {
			return err
		}
		text := o.Same
		if text == "" {
			text = fmt.Sprintf("{ОбщийМодуль.Проверка.Модуль(%d)}: Ошибка %s", k+1, who) + strings.Repeat("я", o.Padding)
		}
		start := time.Now()
		id, err := object.Text("CaptureException", text, params)
		t.Longest = max(t.Longest, time.Since(start))
		if err != nil {
			return err
		}
		if id != "" {
			t.IDs++
		}
		if id != "" && o.Same == "" {
			// One write, so that a line is there whole or not at all.
			if _, err := os.Stdout.WriteString(fmt.Sprintf("%s %s %d\n", id, who, k)); err != nil {
				return err
			}
		}
		if o.Mixed {
			known, err := o.other(object, who, k)
			if err == nil && known != "" {
				_, err = os.Stdout.WriteString(fmt.Sprintf("%s %s %d\n", known, who, k))
			}
			if err != nil {
				return err
			}
		}
		if o.Pause > 0 {
			time.Sleep(time.Duration(o.Pause) * time.Microsecond)
		}
	}
	if !o.Report || thread != 0 {
		return nil
	}
	captured()
	capturing.Wait()
	return t.print(object)
}

// told is what a child was told.
type told struct {
	AfterInit, AfterCaptures string
	IDs                      int           // how many calls returned one
	Longest                  time.Duration // of all captures
	Flushed                  bool
	Statistics               string
	Asked                    int   // how often for the statistics
	Added                    int64 // bytes of memory since the library was loaded
}

func lastError(object *standin.Object) (string, error) {
	value, err := object.Get("LastError")
	text, _ := value.(string)
	return text, err
}

func (t *told) print(object *standin.Object) (err error) {
	if t.AfterCaptures, err = lastError(object); err != nil {
		return err
	}
	t.Added = memoryInUse() - memoryAtStart
	if t.Flushed, err = object.Bool("Flush", 20000); err != nil {
		return err
	}
	// While there is a backlog the figures are some moments old. The question itself is in
	// the journal when it is answered.
	for attempt := 0; attempt < 6000; attempt++ {
		value, err := object.Get("Statistics")
		if err != nil {
			return err
		}
		t.Statistics, _ = value.(string)
		t.Asked++
		var s struct {
			Busy    bool
			Journal struct{ Used *int }
		}
		if json.Unmarshal([]byte(t.Statistics), &s) == nil && !s.Busy && s.Journal.Used != nil && *s.Journal.Used < 64<<10 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if t.AfterCaptures == "" { // nobody had time to say it before
		if t.AfterCaptures, err = lastError(object); err != nil {
			return err
		}
	}
	line, err := json.Marshal(t)
	if err != nil {
		return err
	}
	_, err = os.Stdout.WriteString(string(line) + "\n")
	return err
}
