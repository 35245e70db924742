package killtest

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"sentry1c/native/host"
)

// order is what a child is told to do.
type order struct {
	Library, DSN, Spool, Name string
	// Captures is how many each of Threads makes; none: the child only sends what
	// others left, until its input ends.
	Captures, Threads int
	// Pause is between two captures, in microseconds.
	Pause int
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
	library, err := host.Open(o.Library)
	if err != nil {
		return err
	}
	failed := make(chan error, o.Threads)
	var threads sync.WaitGroup
	for thread := range o.Threads {
		threads.Go(func() {
			runtime.LockOSThread()
			if err := o.capture(library, thread); err != nil {
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
		if err := object.Close(); err != nil {
			return err
		}
	}
	time.Sleep(time.Duration(o.Linger) * time.Millisecond)
	return host.Exit(0)
}

func (o order) object(library *host.Library) (*host.Object, error) {
	object, err := library.New("Sentry", host.WithLocale("en_US"), host.WithLanguage("en"))
	if err != nil {
		return nil, err
	}
	options, err := json.Marshal(map[string]any{"spoolPath": o.Spool, "release": "killtest@1"})
	if err != nil {
		return nil, err
	}
	if ok, err := object.Bool("Init", o.DSN, string(options)); err != nil || !ok {
		problem, _ := object.Get("LastError")
		return nil, fmt.Errorf("Init: %v %v", err, problem)
	}
	return object, nil
}

// capture reports errors from one thread, each with a tag and an action of its own.
func (o order) capture(library *host.Library, thread int) error {
	object, err := o.object(library)
	if err != nil {
		return err
	}
	who := fmt.Sprintf("%s-%d", o.Name, thread)
	if _, err := object.Bool("SetTag", "who", who); err != nil {
		return err
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
		id, err := object.Text("CaptureException", fmt.Sprintf("{ОбщийМодуль.Проверка.Модуль(%d)}: Ошибка %s", k+1, who))
		if err != nil {
			return err
		}
		if id != "" {
			// One write, so that a line is there whole or not at all.
			if _, err := os.Stdout.WriteString(fmt.Sprintf("%s %s %d\n", id, who, k)); err != nil {
				return err
			}
		}
		time.Sleep(time.Duration(o.Pause) * time.Microsecond)
	}
	return nil
}
