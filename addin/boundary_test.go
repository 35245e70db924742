package addin

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/tracing"
)

// native is the C side of the boundary. What both sides know is stated once in each, and
// compared here; the bytes of records are compared where they are read (package record).
const native = "../native"

var (
	buildFacts   = sync.OnceValues(compileFacts)
	errNoCHere   = fmt.Errorf("the C of this system is built with the add-in only")
	notThisFiles = []string{"_windows.c", "_darwin.c", "mask_linux.c"}
)

// compileFacts builds ctest/testdata/facts.c with all files of the boundary.
func compileFacts() (program string, err error) {
	if runtime.GOOS == "windows" {
		return "", errNoCHere
	}
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	sources, err := filepath.Glob(filepath.Join(native, "*.c"))
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "addin-facts-*") // for all tests
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, "facts")
	data := filepath.Join(native, "ctest", "testdata")
	arguments := []string{"-std=c11", "-D_GNU_SOURCE", "-I" + native, "-I" + data, filepath.Join(data, "facts.c"), "-lpthread", "-o", program}
	for _, source := range sources {
		if !slices.ContainsFunc(notThisFiles, func(end string) bool { return strings.HasSuffix(source, end) }) {
			arguments = append(arguments, source)
		}
	}
	if output, err := exec.Command(cc, arguments...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cc, err, output)
	}
	return program, nil
}

// facts runs the program and returns the lines that it prints.
func facts(t *testing.T, input string, arguments ...string) []string {
	t.Helper()
	program, err := buildFacts()
	if err == errNoCHere {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, arguments...)
	command.Stdin, command.Stderr = strings.NewReader(input), os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("facts %q: %v", arguments, err)
	}
	return strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
}

const run = "0123456789abcdef"

// wantFacts are the numbers and names as Go knows them.
func wantFacts() map[string]string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	initMethod := &Methods[slices.IndexFunc(Methods, func(m Method) bool { return m.Begins })]
	most := int64(1) << 40
	for most > 0 && !acceptsBuffer(most) {
		most >>= 1
	}
	if strconv.IntSize < 64 {
		most = 256 << 20 // more is taken for this
	}
	return map[string]string{
		"PROBLEM_NONE":            number(problemNone),
		"PROBLEM_NOT_INITIALIZED": number(problemNotInitialized),
		"PROBLEM_OFF":             number(problemOff),
		"PROBLEM_CLOSED":          number(problemClosed),
		"PROBLEM_DONE":            number(problemDone),
		"PROBLEM_NO_ROOM":         number(problemNoRoom),
		"PROBLEM_NO_ANSWER":       number(problemNoAnswer),
		"PROBLEM_NO_SLOT":         number(problemNoSlot),
		"PROBLEM_NO_METHOD":       number(problemNoMethod),
		"PROBLEM_NO_MEMORY":       number(problemNoMemory),

		"MAX_ARGUMENTS": number(MaxParams),
		// What an object begins with is known by all parameters before the key of its scope.
		"ACCEPTED_ARGUMENTS": number(int64(slices.IndexFunc(initMethod.Params, func(p Param) bool { return p.Name.En == "ScopeKey" }))),
		"PUBLISHED_FRESH":    number(int64(freshFor)),

		"GROWTH_MOST":         number(most),
		"GROWTH_LARGEST_RING": number(ringfile.MaxBytes),

		"NAME_RING":         strconv.Quote(strings.TrimPrefix(ringfile.Name(run), run)),
		"NAME_FURTHER_RING": `".%u.ring"`, // TestBoundary_names reads it
		"NAME_NEW":          `".new"`,     // likewise
		"NAME_OWNER":        strconv.Quote(spool.OwnerFile),
		"NAME_SIDE_DIGITS":  number(int64(len(filepath.Base(root.Side("dir", 1))))),
	}
}

func acceptsBuffer(bytes int64) bool {
	_, _, ok := options.Parse(fmt.Sprintf(`{"bufferMaxBytes":%d}`, bytes), func(string) (string, bool) { return "", false })
	return ok
}

func TestBoundary_facts(t *testing.T) {
	want, found := wantFacts(), map[string]bool{}
	for _, line := range facts(t, "") {
		name, value, _ := strings.Cut(line, " ")
		found[name] = true
		if want[name] != value {
			t.Errorf("%s is %s in C, %s in Go", name, value, want[name])
		}
	}
	for name := range want {
		if !found[name] {
			t.Errorf("%s is not printed", name)
		}
	}
}

// inC are constants of the headers that Go knows nothing of, by how they begin.
var inC = []string{
	"ADDIN_", "VTYPE_", "BASE_", "APP_CAPABILITIES_", "CAN_ATTACH_", // the platform's (native/standin has its own)
	"ID_", "SPAN_ID_", // the syntax is compared by what it accepts
	"STATE_", "SLOT_", "DROP_", "CLAIM_", "RING_", "MAX_SLOTS", "MAX_HOLES", "REPLY_SLOTS", "MAX_SIDE_FOLDER",
	"ACCEPTED_LIMIT", "GROWTH_LIMIT", "SIDE_TOTAL_LIMIT", // its own rooms and how long it is patient
	"GROWTH_KEPT", "GROWTH_LAST_KEPT", "GROWTH_LEAVES", "GROWTH_PATIENCE", "ROOM_PATIENCE", "PRODUCER_",
	"EVENT_FOREVER", "NANOSECONDS_PER_MILLISECOND", "WIN32_LEAN_AND_MEAN", "PATH_SEPARATOR",
}

// TestBoundary_constants: whoever adds a constant to a header says who else knows it.
func TestBoundary_constants(t *testing.T) {
	define := regexp.MustCompile(`(?m)^#define ([A-Z][A-Z0-9_]+)\b[^(\n]`)
	enum := regexp.MustCompile(`(?s)enum \{(.*?)\}`)
	comment := regexp.MustCompile(`(?s)/\*.*?\*/`)
	word := regexp.MustCompile(`\b[A-Z][A-Z0-9_]+\b`)
	byName := read(t, "*.go") // of cgo: the compiler compares
	want := wantFacts()
	headers, err := filepath.Glob(filepath.Join(native, "*.h"))
	if err != nil || len(headers) == 0 {
		t.Fatal(headers, err)
	}
	count := 0
	for _, header := range headers {
		if filepath.Base(header) == "format.h" {
			continue // package record compares it
		}
		content := comment.ReplaceAllString(read(t, filepath.Base(header)), "")
		var names []string
		for _, match := range define.FindAllStringSubmatch(content, -1) {
			names = append(names, match[1])
		}
		for _, match := range enum.FindAllStringSubmatch(content, -1) {
			for part := range strings.SplitSeq(match[1], ",") {
				if name := word.FindString(part); name != "" {
					names = append(names, name)
				}
			}
		}
		for _, name := range names {
			count++
			_, compared := want[name]
			if !compared && !regexp.MustCompile(`C\.`+name+`\b`).MatchString(byName) &&
				!slices.ContainsFunc(inC, func(start string) bool { return strings.HasPrefix(name, start) }) {
				t.Errorf("%s has %s: compare it with what Go knows, or say that Go knows nothing of it", filepath.Base(header), name)
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d constants were found", count)
	}
}

// read is the text of some files of the boundary.
func read(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(native, pattern))
	if err != nil || len(files) == 0 {
		t.Fatal(pattern, files, err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// TestBoundary_names: Go knows the files that C makes beside a ring.
func TestBoundary_names(t *testing.T) {
	named := map[string]string{}
	for _, line := range facts(t, "") {
		name, value, _ := strings.Cut(line, " ")
		if text, err := strconv.Unquote(value); err == nil {
			named[name] = text
		}
	}
	further := run + strings.Replace(named["NAME_FURTHER_RING"], "%u", "7", 1)
	if of, number, ok := ringfile.Of(further); !ok || of != run || number != 7 {
		t.Errorf("%s is taken for ring %d of %q", further, number, of)
	}
	dir := t.TempDir()
	for _, name := range []string{ringfile.Name(run), further, further + named["NAME_NEW"]} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ringfile.Remove(dir, run)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("what C makes stays: %v %v", left, err)
	}
}

// TestBoundary_ids: both sides take the same texts for ids.
func TestBoundary_ids(t *testing.T) {
	const digits = "0123456789abcdefABCDEF0123456789"
	const uuid = "01234567-89ab-cdef-ABCD-EF0123456789"
	texts := []string{
		digits, uuid, "{" + uuid + "}", "{" + uuid, uuid + "}", "{" + digits + "}", "(" + uuid + ")", "urn:uuid:" + uuid,
		digits[:31], digits + "0", digits[:31] + "g", strings.ReplaceAll(uuid, "-", " "), "0" + uuid[:8] + uuid[9:], uuid[:35],
		strings.Repeat("0", 32), "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}",
		digits[:16], strings.Repeat("0", 16), strings.ToUpper(digits[:16]), digits[:15], digits[:17], digits[:15] + "x", "-" + digits[:15],
		"", "-", "{}", "------------------------------------",
	}
	lines := facts(t, strings.Join(texts, "\n")+"\n", "ids")
	if len(lines) != len(texts) {
		t.Fatalf("%d answers to %d texts", len(lines), len(texts))
	}
	for i, text := range texts {
		id, ok := parseID(text)
		if !ok {
			id = "-"
		}
		span := "-"
		if parsed, err := tracing.ParseSpanID(text); err == nil {
			span = parsed.String()
		}
		if want := id + " " + span; lines[i] != want {
			t.Errorf("%q is %q in C, %q in Go", text, lines[i], want)
		}
	}
}

// TestBoundary_spanOfTrace: both sides know the span that stands for a trace.
func TestBoundary_spanOfTrace(t *testing.T) {
	var texts, want []string
	for i := range 20 {
		trace := [16]byte{15: byte(i + 1)}
		if i > 3 {
			rand.Read(trace[:])
		}
		span := spanOfTrace(trace)
		texts, want = append(texts, hex.EncodeToString(trace[:])), append(want, hex.EncodeToString(span[:]))
	}
	if got := facts(t, strings.Join(texts, "\n")+"\n", "spans"); !slices.Equal(got, want) {
		t.Errorf("of %q: %q in C, %q in Go", texts, got, want)
	}
}

// TestBoundary_side: Go finds a long value by its number.
func TestBoundary_side(t *testing.T) {
	dir := t.TempDir()
	number, err := strconv.ParseUint(facts(t, "", "side", dir)[0], 10, 32)
	if err != nil || number < 10 {
		t.Fatal(number, err)
	}
	if content, err := os.ReadFile(root.Side(dir, uint32(number))); string(content) != "long" {
		t.Errorf("value %d is %q: %v", number, content, err)
	}
}

// TestBoundary_owner: C takes away the folder that Go made for envelopes, and leaves it
// its owner if it is not empty.
func TestBoundary_owner(t *testing.T) {
	for _, empty := range []bool{true, false} {
		base := t.TempDir()
		locks, err := spool.LocksDir(base)
		if err != nil {
			t.Fatal(err)
		}
		lock, err := runlock.New(locks)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(lock.Release)
		s, err := spool.Open(base, testDSN, lock, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{}
		if !empty {
			want = []string{"envelope", spool.OwnerFile}
			if err := os.WriteFile(filepath.Join(s.Dir(), want[0]), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		facts(t, "", "leave", s.Dir())
		left := []string{}
		entries, _ := os.ReadDir(s.Dir())
		for _, entry := range entries {
			left = append(left, entry.Name())
		}
		if !slices.Equal(left, want) {
			t.Errorf("empty %v: %q stays, want %q", empty, left, want)
		}
		if beside, err := os.ReadDir(filepath.Dir(s.Dir())); err != nil || len(beside) > 1 || empty && len(beside) > 0 {
			t.Errorf("empty %v: %v stays beside it: %v", empty, beside, err)
		}
	}
}

// TestBoundary_ring: Go makes the file of a ring, C writes into it and is killed, Go reads
// the records.
func TestBoundary_ring(t *testing.T) {
	locks := t.TempDir()
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	path, err := ringfile.Create(t.TempDir(), lock.ID, lock.Path(), 4<<20)
	if err != nil {
		t.Fatal(err)
	}
	facts(t, "", "ring", path)
	ring, err := ringfile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	content, err := ring.Next(1 << 10)
	if err != nil {
		t.Fatal(err)
	}
	entry, rest, ok, err := record.Next(content)
	if err != nil || !ok || len(rest) > 0 || entry.Object != 77 || entry.Method != record.MethodCreated {
		t.Errorf("%+v %v %v, %d bytes follow", entry, ok, err, len(rest))
	}
}
