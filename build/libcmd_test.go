package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/manifest"
)

// TestBuildEach: a target is named when it begins, before any of those that take long is done, and the paths come in the
// order of targets.
func TestBuildEach(t *testing.T) {
	targets := manifest.Targets()
	synctest.Test(t, func(t *testing.T) {
		reader, writer := io.Pipe()
		var out strings.Builder
		read := make(chan struct{})
		go func() {
			defer close(read)
			_, _ = io.Copy(&out, reader)
		}()
		err := buildEach(t.Context(), writer, targets, 2, func(_ context.Context, target manifest.Target) (string, error) {
			time.Sleep(time.Minute)
			return "/out/" + target.Suffix, nil
		})
		writer.Close()
		<-read
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Split(strings.TrimSpace(out.String()), "\n")
		if !strings.HasPrefix(said[0], "compiling ") {
			t.Errorf("the first line is %q", said[0])
		}
		rest := out.String()
		for i, target := range targets {
			begins := fmt.Sprintf("compiling %s (%d of %d)\n", target, i+1, len(targets))
			ends := fmt.Sprintf("%s in 1m0s\n/out/%s\n", target, target.Suffix)
			if strings.Count(out.String(), begins) != 1 || strings.Index(out.String(), begins) > strings.Index(out.String(), ends) {
				t.Errorf("%q does not stand before %q:\n%s", begins, ends, out.String())
			}
			_, after, found := strings.Cut(rest, ends)
			if !found {
				t.Errorf("%q does not stand in its order:\n%s", ends, out.String())
			}
			rest = after
		}
	})
}

// TestBuildEach_fails: the first that fails ends the others, those before it and those that have not begun too, however
// many are built at once.
func TestBuildEach_fails(t *testing.T) {
	broken := errors.New("broken")
	targets := manifest.Targets()
	for atOnce := 1; atOnce <= len(targets); atOnce++ {
		for fails := range atOnce { // a later one would not begin before one of those that wait has ended
			synctest.Test(t, func(t *testing.T) {
				err := buildEach(t.Context(), io.Discard, targets, atOnce, func(ctx context.Context, target manifest.Target) (string, error) {
					if target == targets[fails] {
						return "", broken
					}
					<-ctx.Done()
					return "", ctx.Err()
				})
				if !errors.Is(err, broken) {
					t.Errorf("%d at once, the one at index %d fails: %v", atOnce, fails, err)
				}
			})
		}
	}
}
