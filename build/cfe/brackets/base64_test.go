package brackets

import (
	"bytes"
	"strings"
	"testing"
)

func TestBase64_lines(t *testing.T) {
	for size, want := range map[int]string{
		0:  "#base64:",
		1:  "#base64:AA==",
		47: "#base64:" + strings.Repeat("A", 63) + "=\r\r\n",
		48: "#base64:" + strings.Repeat("A", 64) + "\r\r\n",
		49: "#base64:" + strings.Repeat("A", 64) + "\r\r\nAA==",
		96: "#base64:" + strings.Repeat("A", 64) + "\r\r\n" + strings.Repeat("A", 64) + "\r\r\n",
	} {
		if got := Base64(make([]byte, size)); got.Text != want {
			t.Errorf("%d bytes: %q, want %q", size, got.Text, want)
		}
	}
}

func TestBase64_roundTrip(t *testing.T) {
	for size := range 200 {
		data := bytes.Repeat([]byte{0xFB, 0, 7}, size)[:size]
		text := Print(L(N(1), L(Base64(data))))
		v, err := ParseOne(text)
		if err != nil {
			t.Fatal(err)
		}
		token, _ := v.At(1, 0)
		got, err := token.Bytes()
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes: %x, %v", size, got, err)
		}
		if Print(v) != text {
			t.Fatalf("%d bytes: the text changed", size)
		}
	}
}

func TestBytes_broken(t *testing.T) {
	for _, v := range []Value{T("QUJD"), S("#base64:QUJD"), T("#base64:Q"), T("#base64:QU D"), L()} {
		if got, err := v.Bytes(); err == nil {
			t.Errorf("%v: %x", v, got)
		}
	}
}
