package cfe

import (
	"strings"
	"testing"

	"sentry1c/build/cfe/container"
)

const rootID = "7d2a06bc-1184-4a3a-8be3-0a5ee4a9d9c5"

func TestConfigInfo_text(t *testing.T) {
	info := configInfo{Mode: 80317, Root: rootID}
	got := info.text([]container.Entry{{Name: "b", Data: []byte("abc")}, {Name: "a"}})
	want := "\uFEFF{0,\r\n{216,0,\r\n{80317,0}\r\n}\r\n},\r\n{2," + rootID + ",},\r\n{2,\"a\",2jmj7l5rSw0yVb/vlWAYkK/YBwk=,\"b\",qZk+NkcGgWq6PiVxeFDCbJzQ2J0=}"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	back, err := parseConfigInfo(got)
	if err != nil || back.Mode != 80317 || back.Root != rootID || back.Block != "" || len(back.Hashes) != 2 || back.Hashes[1].Name != "b" {
		t.Errorf("read back %+v, %v", back, err)
	}
}

// Newer platforms write more into the first list, and all but a few write the
// block of unknown meaning.
func TestParseConfigInfo_others(t *testing.T) {
	text := "\uFEFF{0,\r\n{217,0,\r\n{80316,1,\r\n{2d9df22e-f6e5-47d3-9e0f-0d0c2a4e7ab1}\r\n}\r\n}\r\n},\r\n{2," + rootID + ",QUJD\r\r\nRA==},\r\n{0}"
	info, err := parseConfigInfo(text)
	if err != nil || info.Mode != 80316 || info.Block != "QUJD\r\r\nRA==" || len(info.Hashes) != 0 {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestParseConfigInfo_broken(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "three lists expected",
		"{":                              "not closed",
		"{0},{2,x,},{0}":                 "no compatibility mode",
		"{0,{216,0,{1,0}}},{2},{0}":      "no root object",
		`{0,{216,0,{1,0}}},{2,"x",},{0}`: "no root object",
		"{0,{216,0,{1,0}}},{2,x,},{1}":   "does not have the hashes it counts",
		"{0,{216,0,{1,0}}},{2,x,},{-1}":  "does not have the hashes it counts",
		"{0,{216,0,{1,0}}},{2,x,},{}":    "does not have the hashes it counts",
	} {
		if _, err := parseConfigInfo(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", text, err, want)
		}
	}
}
