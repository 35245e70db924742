package reports

import (
	"fmt"
	"testing"
	"time"
)

func TestTracker(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	tr := newTracker()
	for i := range 3 {
		if number, wanted := tr.ask("erp", "H", 3, now); number != "" || !wanted {
			t.Fatalf("question %d: %q, %v", i, number, wanted)
		}
	}
	tr.taken("erp", "H", "0f9b1f6025c44c0f9a6b5f2a0f4f7c11", now)
	for range 4 {
		if number, wanted := tr.ask("erp", "H", 3, now); number != "0F9B1F60" || wanted {
			t.Fatalf("one more than wanted: %q, %v", number, wanted)
		}
	}
	if _, wanted := tr.ask("erp", "other", 3, now); !wanted {
		t.Error("another error is not wanted")
	}
	if number, wanted := tr.ask("trade", "H", 3, now); number != "" || !wanted {
		t.Error("bases are not told apart")
	}
	if _, wanted := tr.ask("erp", "H", 0, now); !wanted {
		t.Error("without a limit it is not wanted")
	}
	if n := tr.refusedOf("erp"); n != 4 {
		t.Errorf("%d were not asked for, want 4", n)
	}
	if n := tr.takeRepeats("erp", "H"); n != 4 {
		t.Errorf("%d repeats, want 4", n)
	}
	if n := tr.takeRepeats("erp", "H"); n != 0 {
		t.Errorf("%d repeats, want none", n)
	}
	if number, wanted := tr.ask("erp", "H", 3, now.Add(window)); number != "0F9B1F60" || !wanted {
		t.Errorf("a minute later: %q, %v", number, wanted)
	}
	if number, _ := tr.ask("erp", "H", 3, now.Add(window+remembered)); number != "" {
		t.Errorf("an hour later it is still %q", number)
	}
	if !tr.again("0f9b1f6025c44c0f9a6b5f2a0f4f7c11", now) || tr.again("0f9b1f6025c44c0f9a6b5f2a0f4f7c11", now.Add(remembered)) {
		t.Error("a report that comes again is known for an hour")
	}
	if number, wanted := tr.ask("erp", "", 1, now); number != "" || !wanted {
		t.Error("an error without a hash is limited")
	}
}

// TestTracker_bounded: what anybody sends does not fill the memory.
func TestTracker_bounded(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	tr := newTracker()
	for i := range 5 * maxTracked {
		if i%1000 == 0 {
			now = now.Add(time.Second)
		}
		tr.ask("erp", fmt.Sprint(i), 3, now)
		tr.taken("erp", fmt.Sprint(i), fmt.Sprintf("%032x", i), now)
	}
	if len(tr.errors) > maxTracked || len(tr.reports) > maxTracked {
		t.Errorf("%d errors and %d reports are known", len(tr.errors), len(tr.reports))
	}
	if !tr.again(fmt.Sprintf("%032x", 5*maxTracked-1), now) {
		t.Error("the last report is forgotten")
	}
}
