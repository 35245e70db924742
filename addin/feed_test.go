package addin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/build/kit/receiver"
)

// spoolFiles are the envelopes in a root.
func spoolFiles(t *testing.T, root string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "v1", "*", "*", "*.envelope"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// startFeed is a feed whose object 1 sends to a DSN.
func startFeed(t *testing.T, dsn, options string) *Feed {
	t.Helper()
	f := StartFeed()
	t.Cleanup(f.Stop)
	if answer, err := f.Do(t.Context(), FeedCall{Object: 1, Method: "Init", Args: []any{dsn, options}}); err != nil || !answer.Truth {
		told, _ := f.Do(t.Context(), FeedCall{Object: 1, Method: "LastError", Args: []any{0}})
		t.Fatalf("Init: %v, %s", err, told.Text)
	}
	return f
}

// TestFeed: what is answered with true lies in the spool, and the next process sends it.
func TestFeed(t *testing.T) {
	var up atomic.Bool
	server, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return up.Load()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	root := folder(t)
	options := fmt.Sprintf(`{"spoolPath":%q}`, root)
	f := startFeed(t, server.DSN(), options)
	const events = 5
	for i := range events {
		id := [16]byte{15: byte(i + 1)}
		answer, err := f.Do(t.Context(),
			FeedCall{Object: 1, Method: "PushScope"},
			FeedCall{Object: 1, Method: "SetTag", Args: []any{"n", fmt.Sprint(i)}},
			FeedCall{Object: 1, Method: "AddAttachment", Args: []any{"a.txt", []byte("text")}},
			FeedCall{Object: 1, Method: "CaptureException", ID: id, Args: []any{errorText}},
		)
		if err != nil || !answer.Truth {
			t.Fatalf("event %d: %+v, %v", i, answer, err)
		}
		if n := len(spoolFiles(t, root)); n != 2*(i+1) {
			t.Fatalf("%d files after event %d, want %d", n, i, 2*(i+1))
		}
		if _, err := f.Do(t.Context(), FeedCall{Object: 1, Method: "PopScope"}, FeedCall{Object: 1, Method: "LastError", Args: []any{0}}); err != nil {
			t.Fatal(err)
		}
	}
	f.Stop()
	if _, err := f.Do(t.Context(), FeedCall{Object: 1, Method: "CaptureException", Args: []any{"x"}}); !errors.Is(err, ErrFeedStopped) {
		t.Errorf("after Stop: %v", err)
	}
	up.Store(true)
	startFeed(t, server.DSN(), options)
	for range 1000 {
		if len(spoolFiles(t, root)) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	came := server.Events()
	if len(came) != events {
		t.Fatalf("%d events came, want %d", len(came), events)
	}
	for _, e := range came {
		if e.At("contexts", "os") != nil || e.At("contexts", "device") != nil {
			t.Errorf("the event tells of this machine: %v", e.At("contexts"))
		}
	}
}

// TestFeed_diskless: what cannot be written is not said to be safe.
func TestFeed_diskless(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the file in the way is made for Unix")
	}
	file := filepath.Join(folder(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := startFeed(t, "http://key@127.0.0.1:1/42", fmt.Sprintf(`{"spoolPath":%q}`, filepath.Join(file, "below")))
	answer, err := f.Do(t.Context(), FeedCall{Object: 1, Method: "CaptureException", Args: []any{errorText}})
	if err != nil || answer.Truth {
		t.Errorf("a spool that cannot be: %+v, %v", answer, err)
	}
}

func TestFeed_refuses(t *testing.T) {
	f := StartFeed()
	defer f.Stop()
	if _, err := f.Do(t.Context(), FeedCall{Object: 1, Method: "Nonsense"}); err == nil {
		t.Error("a method that is not there was taken")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Do(ended, FeedCall{Object: 1, Method: "Statistics", Args: []any{0}}); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
