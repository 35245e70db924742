package abitest

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/kit/built"
	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

const errorText = "{ОбщийМодуль.Продажи.Модуль(42)}: Ошибка при вызове метода контекста (Записать)"

// neutral fails unless calls do nothing and LastError says why.
func neutral(t *testing.T, o *standin.Object, why string) {
	t.Helper()
	if enabled, err := o.Get("Enabled"); err != nil || enabled != false {
		t.Errorf("Enabled = %v, %v", enabled, err)
	}
	if got := text(t, o, "CaptureException", errorText); got != "" {
		t.Errorf("CaptureException = %q, want nothing", got)
	}
	if got := property(t, o, "LastError"); !strings.Contains(got, why) {
		t.Errorf("LastError = %q, want %q", got, why)
	}
	if truth(t, o, "SetTag", "a", "b") {
		t.Error("SetTag said yes")
	}
	if got := property(t, o, "ПоследняяОшибка"); !strings.Contains(got, why) {
		t.Errorf("ПоследняяОшибка = %q, want %q", got, why)
	}
	if truth(t, o, "Flush", 100) {
		t.Error("Flush said yes")
	}
	property(t, o, "LastError")
}

func TestStates(t *testing.T) {
	server := serve(t)
	o := create(t, open(t))
	neutral(t, o, "call Init with the DSN")
	if truth(t, o, "Init", "nonsense") {
		t.Error("Init of nonsense said yes")
	}
	neutral(t, o, "it begins with")
	if truth(t, o, "Init", "") {
		t.Error("Init of nothing said yes")
	}
	if got := property(t, o, "LastError"); got != "" {
		t.Errorf("LastError after an empty DSN = %q", got)
	}
	neutral(t, o, "sending is off")
	initialise(t, o, server.DSN(), "")
	if enabled, _ := o.Get("Включен"); enabled != true {
		t.Error("not enabled after Init")
	}
	if got := property(t, o, "LastEventID"); got != "" {
		t.Errorf("LastEventID = %q before any", got)
	}
	id := text(t, o, "CaptureException", errorText)
	if got := property(t, o, "ПоследнийИдентификатор"); got != id || len(id) != 32 {
		t.Errorf("LastEventID = %q, want %q", got, id)
	}
	flush(t, o, server)
	if !truth(t, o, "Close") {
		t.Error("Close said no")
	}
	neutral(t, o, "the component was closed")
	initialise(t, o, server.DSN(), `{"release":"2"}`)
	text(t, o, "CaptureException", errorText)
	if got := len(flush(t, o, server)); got != 2 {
		t.Errorf("%d events arrived, want 2", got)
	}
}

func TestStates_callsAfterDone(t *testing.T) {
	server := serve(t)
	lib := open(t)
	o, err := lib.New("Sentry")
	if err != nil {
		t.Fatal(err)
	}
	initialise(t, o, server.DSN(), "")
	if err := o.Done(); err != nil {
		t.Fatal(err)
	}
	index := o.FindMethod("CaptureMessage")
	params := array(t, o, "m")
	v, ok, err := o.CallAsFunc(standin.RawCall{Method: index, Params: params, Count: 1})
	if err != nil || !ok || v.VT != standin.VTEmpty {
		t.Errorf("CallAsFunc after Done = %v, %v, %v, want EMPTY: the host's memory is not ours any more", v, ok, err)
	}
	params.Free()
	if err := o.Destroy(); err != nil {
		t.Error(err)
	}
}

func TestLife_variants(t *testing.T) {
	server := serve(t)
	lib := open(t)
	for name, options := range map[string][]standin.ObjectOption{
		"usual":                   nil,
		"Init before the manager": {standin.WithInitFirst()},
		"Russian":                 {standin.WithLocale("ru_RU"), standin.WithLanguage("ru")},
		"locale of Windows":       {standin.WithLocale("rus_RUS")},
		"isolated":                {standin.WithIsolated()},
		"guard pages":             {standin.WithGuardPages()},
	} {
		t.Run(name, func(t *testing.T) {
			o := create(t, lib, options...)
			initialise(t, o, server.DSN(), "")
			text(t, o, "CaptureMessage", name)
			if !truth(t, o, "Flush", 20000) {
				t.Error("not sent")
			}
		})
	}
	t.Run("without a memory manager", func(t *testing.T) {
		o, err := lib.New("Sentry", standin.WithoutMemoryManager())
		if err != nil {
			t.Fatal(err)
		}
		if v, err := o.Call("CaptureMessage", "m", "info", "", ""); err != nil || v != nil {
			t.Errorf("CaptureMessage = %v, %v", v, err)
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("delete through each table", func(t *testing.T) {
		for table := range 4 {
			o, err := lib.New("Sentry")
			if err != nil {
				t.Fatal(err)
			}
			initialise(t, o, server.DSN(), "")
			if err := o.Delete(table); err != nil {
				t.Errorf("table %d: %v", table, err)
			}
		}
	})
	t.Run("the host has no memory", func(t *testing.T) {
		o := create(t, lib)
		initialise(t, o, server.DSN(), "")
		o.SetAllocFilter(func(int, int) bool { return false })
		if v, err := o.Call("CaptureMessage", "m", "info", "", ""); err != nil || v != nil {
			t.Errorf("CaptureMessage = %v, %v", v, err)
		}
		o.SetAllocFilter(nil)
		if got := property(t, o, "LastError"); !strings.Contains(got, "no memory for the result") {
			t.Errorf("LastError = %q", got)
		}
		truth(t, o, "Flush", 20000)
	})
}

func TestLibrary_closedAndOpenedAgain(t *testing.T) {
	server := serve(t)
	for range 3 {
		lib, err := standin.Open(built.Library(t))
		if err != nil {
			t.Fatal(err)
		}
		o, err := lib.New("Sentry")
		if err != nil {
			t.Fatal(err)
		}
		initialise(t, o, server.DSN(), "")
		text(t, o, "CaptureMessage", "m")
		if !truth(t, o, "Close", 20000) {
			t.Error("Close said no")
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	}
	if !server.Wait(3, 10*time.Second) {
		t.Errorf("%d envelopes arrived, want 3", len(server.Envelopes()))
	}
}

func TestObjects_threeHundred(t *testing.T) {
	server := serve(t)
	lib := open(t)
	var objects []*standin.Object
	for range 300 {
		o := create(t, lib)
		initialise(t, o, server.DSN(), `{"release":"1"}`)
		objects = append(objects, o)
	}
	if got := property(t, objects[0], "Statistics"); !strings.Contains(got, `"clients":`) {
		t.Errorf("Statistics = %s", got)
	}
	for i, o := range objects {
		if i%3 == 0 {
			text(t, o, "CaptureMessage", "m")
		}
	}
	for _, o := range objects {
		if !truth(t, o, "Flush", 20000) {
			t.Fatal("not all was sent")
		}
	}
	if got := len(server.Events()); got != 100 {
		t.Errorf("%d events arrived, want 100", got)
	}
}

// TestHammer: threads make, use and destroy objects, and others share one.
func TestHammer(t *testing.T) {
	const threads, rounds, calls = 16, 5, 20
	server := serve(t)
	lib := open(t)
	shared := create(t, lib)
	initialise(t, shared, server.DSN(), "")
	var mu sync.Mutex
	ids := map[string]bool{}
	capture := func(o *standin.Object) {
		id, err := o.Text("CaptureException", errorText, `{"tags":{"a":"b"}}`)
		if err != nil || len(id) != 32 {
			t.Errorf("CaptureException = %q, %v", id, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if ids[id] {
			t.Errorf("id %s was given twice", id)
		}
		ids[id] = true
	}
	var wg sync.WaitGroup
	for range threads {
		wg.Go(func() {
			for range rounds {
				o, err := lib.New("Sentry")
				if err != nil {
					t.Error(err)
					return
				}
				if ok, err := o.Bool("Init", server.DSN(), ""); !ok || err != nil {
					t.Errorf("Init = %v, %v", ok, err)
				}
				for range calls {
					if _, err := o.Bool("AddBreadcrumb", "действие", "ui"); err != nil {
						t.Error(err)
					}
					capture(o)
					capture(shared)
				}
				if ok, err := o.Bool("Flush", 60000); !ok || err != nil {
					t.Errorf("Flush = %v, %v", ok, err)
				}
				if err := o.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	events := flush(t, shared, server)
	if len(events) != len(ids) || len(ids) != threads*rounds*calls*2 {
		t.Errorf("%d events arrived, %d ids were given, want %d", len(events), len(ids), threads*rounds*calls*2)
	}
	for id := range ids {
		if events[id] == nil {
			t.Errorf("event %s did not arrive", id)
			break
		}
	}
}

// TestFlush_withoutTime: a host that does not want to wait is told whether anything is
// left to send. A busy machine may need more than one try to bring the answer in time.
func TestFlush_withoutTime(t *testing.T) {
	o, server := started(t, "")
	answers := func(timeout int) {
		t.Helper()
		for range 50 {
			if truth(t, o, "Flush", timeout) {
				return
			}
		}
		t.Errorf("Flush(%d) with nothing to send", timeout)
	}
	answers(0)
	text(t, o, "CaptureException", errorText)
	flush(t, o, server)
	answers(0)
	answers(-5)
}

// TestDeadlines: whatever the server does, calls return in time. The property is
// held with room here; make bench prints the figures.
func TestDeadlines(t *testing.T) {
	silent := make(chan struct{})
	server, err := receiver.NewWith(func(http.ResponseWriter, *receiver.Envelope) bool {
		<-silent
		return false
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	defer close(silent)
	lib := open(t)
	for name, dsn := range map[string]string{
		"never answers": server.DSN(),
		"refuses":       "http://key@127.0.0.1:1/1",
		"no such host":  "http://key@no-such-host.invalid/1",
	} {
		t.Run(name, func(t *testing.T) {
			o := create(t, lib)
			initialise(t, o, dsn, "")
			start := time.Now()
			for range 100 {
				text(t, o, "CaptureException", errorText)
			}
			if took := time.Since(start); took > time.Second {
				t.Errorf("100 captures took %v", took)
			}
			for _, method := range []string{"Flush", "Close"} {
				start := time.Now()
				if truth(t, o, method, 300) {
					t.Errorf("%s said that all was sent", method)
				}
				if took := time.Since(start); took > 2300*time.Millisecond {
					t.Errorf("%s(300) took %v", method, took)
				}
				if v := property(t, o, "LastError"); v != "" {
					t.Errorf("LastError after %s(300) = %v", method, v)
				}
			}
		})
	}
}
