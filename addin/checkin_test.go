package addin

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// checkIn applies a check-in with an id of its own, as the boundary makes one.
func (f *fixture) checkIn(id byte, slug, status string, more ...any) {
	f.t.Helper()
	f.apply(recordtest.Call{Object: 1, ID: [16]byte{15: id}, Flags: record.FlagIDGiven, Args: append([]any{slug, status}, more...)},
		"CaptureCheckIn")
}

// TestCheckIn_pair: the end of a job says how long it took, even if the caller did not,
// and its id stays out of LastEventID.
func TestCheckIn_pair(t *testing.T) {
	f := ready(t, "")
	f.checkIn(1, "Обмен", "in_progress")
	f.now = f.now.Add(90 * time.Second)
	f.checkIn(1, "Обмен", "OK ")
	f.checkIn(2, "Обмен", "error", nil, 1.5)
	came := f.decoded("check_in")
	if len(came) != 3 {
		t.Fatalf("%d check-ins", len(came))
	}
	for _, c := range came {
		want(t, c, "obmen", "monitor_slug")
		want(t, c, "production", "environment")
		switch c.Text("status") {
		case "in_progress":
			want(t, c, nil, "duration")
			want(t, c, strings.Repeat("0", 31)+"1", "check_in_id")
		case "ok":
			want(t, c, 90.001, "duration")
			want(t, c, strings.Repeat("0", 31)+"1", "check_in_id")
		case "error":
			want(t, c, 1.5, "duration")
		default:
			t.Errorf("status %v", c)
		}
	}
	position, _ := positionOf(t, "CaptureCheckIn")
	if Methods[position].LastID {
		t.Error("the id of a check-in becomes LastEventID")
	}
	balance(t, f.statistics(1))
}

// TestCheckIn_thinning: no more than six a minute, but never the end of a job whose
// start was sent, and other monitors do not count.
func TestCheckIn_thinning(t *testing.T) {
	f := ready(t, "")
	for id := byte(1); id <= 10; id++ {
		f.checkIn(id, "often", "in_progress")
	}
	for id := byte(1); id <= 10; id++ {
		f.checkIn(id, "often", "ok")
	}
	f.checkIn(11, "other", "ok")
	status := map[string]int{}
	for _, c := range f.decoded("check_in") {
		status[c.Text("monitor_slug")+" "+c.Text("status")]++
	}
	if status["often in_progress"] != 3 || status["often ok"] != 3 || status["other ok"] != 1 {
		t.Errorf("came %v", status)
	}
	if s := f.statistics(1); s.Dropped["backpressure"] != 14 {
		t.Errorf("dropped %v", s.Dropped)
	}
	f.now = f.now.Add(61 * time.Second)
	for id := byte(20); id < 30; id++ {
		f.checkIn(id, "often", "ok")
	}
	if n := len(f.items("check_in")); n != 7+6 {
		t.Errorf("%d came, want 6 more", n-7)
	}
	balance(t, f.statistics(1))
}

// TestCheckIn_badInput: what would be another message than was meant is not sent; what
// is wrong beside it is left out.
func TestCheckIn_badInput(t *testing.T) {
	for _, test := range []struct {
		args []any
		told string
		sent bool
	}{
		{nil, "missing", false},
		{[]any{" ", "ok"}, "the name of the monitor is empty", false},
		{[]any{"m"}, "known are in_progress", false},
		{[]any{"m", "готово"}, `unknown word "готово": known are in_progress, ok, error`, false},
		{[]any{"m", "missed"}, "known are in_progress, ok, error", false},
		{[]any{"m", "ok", "no id"}, `"no id" is no id`, true},
		{[]any{"m", "ok", "", -1}, "is no duration", true},
		{[]any{"m", "ok", "", 1e12}, "is no duration", true},
		{[]any{"m", "ok", "", "долго"}, "a number is expected", true},
		{[]any{"m", "ok", "", 1, "x"}, "not JSON", true},
		{[]any{"m", "ok", "", 1, `{}`}, "there is no schedule", true},
		{[]any{"m", "ok", "", 1, `{"schedule":{"type":"cron"}}`}, `unknown word "cron": known are crontab, interval`, true},
		{[]any{"m", "ok", "", 1, `{"schedule":{"type":"crontab","value":"каждый день"}}`}, "five fields", true},
		{[]any{"m", "ok", "", 1, `{"schedule":{"type":"crontab"}}`}, "five fields", true},
		{[]any{"m", "ok", "", 1, `{"schedule":{"type":"interval","value":0,"unit":"day"}}`}, "whole number from 1", true},
		{[]any{"m", "ok", "", 1, `{"schedule":{"type":"interval","value":1,"unit":"second"}}`}, "known are minute, hour", true},
		{[]any{"m", "ok", "", 1, `{"schedule":"@daily","max_runtime":-5}`}, "MonitorConfig.max_runtime: a whole number", true},
		{[]any{"m", "ok", "", 1, `{"schedule":"@daily","timezone":"Москва"}`}, "a time zone such as", true},
		{[]any{"m", "ok", "", 1, `{"schedule":"@daily","margin":1}`}, "unknown key: known are schedule", true},
	} {
		f := ready(t, "")
		f.call(1, "CaptureCheckIn", test.args...)
		if got := f.lastError(1); !strings.Contains(got, test.told) {
			t.Errorf("%v: told %q, want %q", test.args, got, test.told)
		}
		if sent := len(f.items("check_in")) == 1; sent != test.sent {
			t.Errorf("%v: sent = %v", test.args, sent)
		}
		s := f.statistics(1)
		if balance(t, s); (s.Dropped["invalid"] == 1) == test.sent {
			t.Errorf("%v: dropped %v", test.args, s.Dropped)
		}
	}
}

// TestMonitorConfig keeps what is right.
func TestMonitorConfig(t *testing.T) {
	for given, wanted := range map[string]string{
		`{"schedule":"0 3 * * *","max_runtime":0,"checkin_margin":3}`:                      `{"schedule":{"type":"crontab","value":"0 3 * * *"},"checkin_margin":3}`,
		`{"schedule":{"type":"interval","value":2,"unit":"hours"},"timezone":null}`:        `{"schedule":{"type":"interval","value":2,"unit":"hour"}}`,
		`{"schedule":{"type":"crontab","value":"*/5 8-18 * * MON-FRI","odd":1}}`:           `{"schedule":{"type":"crontab","value":"*/5 8-18 * * MON-FRI"}}`,
		`{"schedule":"@hourly","timezone":"Etc/GMT+3","recovery_threshold":2,"owner":"a"}`: `{"schedule":{"type":"crontab","value":"@hourly"},"timezone":"Etc/GMT+3","recovery_threshold":2,"owner":"a"}`,
	} {
		f := ready(t, "")
		f.call(1, "CaptureCheckIn", "m", "ok", "", 1, given)
		got, _ := json.Marshal(f.only("check_in").At("monitor_config"))
		var a, b any
		_ = json.Unmarshal(got, &a)
		if err := json.Unmarshal([]byte(wanted), &b); err != nil {
			t.Fatal(err)
		}
		left, _ := json.Marshal(a)
		right, _ := json.Marshal(b)
		if string(left) != string(right) {
			t.Errorf("%s: %s, want %s", given, left, right)
		}
	}
}
