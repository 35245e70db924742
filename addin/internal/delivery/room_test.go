package delivery

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/runlock"
)

// TestRoom: the spool takes a part of what is free, looked at again and again; what lies there
// already stays, however little that is, and what came new waits in memory then.
func TestRoom(t *testing.T) {
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		free := int64(-1)
		s := &server{answer: func(int, string) (*http.Response, error) { return nil, errors.New("down") }}
		d := newSpooled(t, root, s, func(c *Config) {
			c.MaxBytes, c.SpoolMaxBytes = 200, 10_000 // two, and all
			c.FreeDisk = func() int64 { return free }
		})
		number := 0
		comes := func(count int) {
			for range count {
				number++
				d.stage(Error, fmt.Sprintf("%-50d", number), nil)
			}
			d.Admit()
			synctest.Wait()
		}
		comes(1)
		size := d.Statistics().SpooledBytes
		if size <= 200/3 || size > 200/2 {
			t.Fatalf("an envelope has %d bytes", size)
		}
		for _, c := range []struct {
			what                             string
			wait                             time.Duration
			free                             int64
			come, onDisk, inMemory, overflow int
		}{
			{"it is not known how much is free", 0, -1, 5, 6, 0, 0},
			{"too soon to look again", 0, 1, 1, 7, 0, 0},
			{"the disk is full", measureEvery, 1, 0, 7, 0, 0},
			{"what comes then waits in memory", 0, 1, 1, 7, 1, 0},
			{"there is room again, but no more for each", measureEvery, 4*diskShare*size - 7*size, 1, 7, 2, 0},
			{"for one", measureEvery, 8*diskShare*size - 7*size, 1, 8, 2, 0},
			{"for many", measureEvery, 1 << 30, 3, 11, 2, 0},
			{"full to the last byte", measureEvery, 0, 2, 11, 2, 2}, // MaxBytes
		} {
			time.Sleep(c.wait)
			free = c.free
			comes(c.come)
			st := d.Statistics()
			if overflow := int(st.Dropped[QueueOverflow]); st.Spooled != c.onDisk || st.Queued-st.Spooled != c.inMemory || overflow != c.overflow || st.Dropped[CacheOverflow] != 0 || envelopes(t, root) != c.onDisk {
				t.Errorf("%s: %d on the disk, %d in memory, dropped %v, %d files; want %d, %d, %d", c.what, st.Spooled, st.Queued-st.Spooled, st.Dropped, envelopes(t, root), c.onDisk, c.inMemory, c.overflow)
			}
		}
		time.Sleep(2 * time.Second)
		stop(d.Delivery)
		d.lock.Release()

		// So it does for the next process, which finds the disk full.
		next := newSpooled(t, root, s, func(c *Config) {
			c.SpoolMaxBytes, c.FreeDisk = 10_000, func() int64 { return 1 }
		})
		claim, err := runlock.Claim(next.spool.Orphans()[0])
		if err != nil || claim == nil {
			t.Fatal(claim, err)
		}
		defer claim.Release()
		left, err := next.spool.Find(claim)
		if err == nil {
			left.Entries, err = left.Take()
		}
		if err != nil {
			t.Fatal(err)
		}
		next.Adopt(left.Entries)
		if st := next.Statistics(); st.Spooled != 11 || st.Dropped[CacheOverflow] != 0 {
			t.Errorf("of 11 left %d wait, dropped %v", st.Spooled, st.Dropped)
		}
		stop(next.Delivery)
	})
}
