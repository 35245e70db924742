package container

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestDeflate_roundTrip(t *testing.T) {
	for _, size := range []int{0, 1, 1000, 1 << 20} {
		in := bytes.Repeat([]byte("abcd"), size/4+1)[:size]
		out, err := Inflate(Deflate(in), int64(size))
		if err != nil || !bytes.Equal(in, out) {
			t.Errorf("%d bytes: %d came back, %v", size, len(out), err)
		}
	}
	if out, err := Inflate(Deflate([]byte("abc")), math.MaxInt64); err != nil || string(out) != "abc" {
		t.Errorf("without a limit: %q, %v", out, err)
	}
}

func TestInflate_bomb(t *testing.T) {
	bomb := Deflate(make([]byte, 10<<20))
	out, err := Inflate(bomb, 1<<20)
	if !errors.Is(err, errTooLarge) || out != nil {
		t.Errorf("%d packed bytes: %d came out, %v", len(bomb), len(out), err)
	}
	if _, err := Inflate(Deflate([]byte("ab")), 1); !errors.Is(err, errTooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
}

func TestInflate_broken(t *testing.T) {
	good := Deflate([]byte("some text"))
	for want, b := range map[string][]byte{
		"EOF":            good[:len(good)-1],
		"follow the end": append(bytes.Clone(good), 0),
		"corrupt":        {0xFF, 0xFF},
	} {
		if _, err := Inflate(b, 1<<20); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("% x: %v, want an error with %q", b, err, want)
		}
	}
}
