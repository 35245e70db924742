package symbols

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"sentry1c/build/kit/race"
)

// A benchmark reads the file that SENTRY1C_SYMBOLS names (made from БСП, say), or one
// of as many modules made here. One module has 100,000 lines.

// large is a file of many modules, with source.
func large(tb testing.TB) string {
	tb.Helper()
	if race.Detected {
		tb.Skip("the detector of races makes figures of nothing")
	}
	path := filepath.Join(tb.TempDir(), "symbols")
	largeOnce.Do(func() {
		info := Info{Source: true, Configurations: []Configuration{{Name: "К"}}}
		all := []moduleText{{0, "CommonModule.Большой.Module", numbered(100_000)}}
		text := numbered(500)
		for i := range 2_000 {
			all = append(all, moduleText{0, fmt.Sprintf("CommonModule.М%d.Module", i), text})
		}
		largeData = written(tb, info, all)
	})
	replace(tb, path, largeData)
	return path
}

var (
	largeOnce sync.Once
	largeData []byte
)

// frame is a frame of the benchmarks.
type frame struct {
	module string
	line   int
	source string
}

var largeFrames = []frame{
	{"ОбщийМодуль.М7.Модуль", 252, "Сделать(252);"}, {"ОбщийМодуль.М1999.Модуль", 13, "Сделать(12);"}, {"ОбщийМодуль.М70.Модуль", 400, "Сделать(1);"},
}

var hugeFrame = frame{"ОбщийМодуль.Большой.Модуль", 99_995, "Сделать(99995);"}

func BenchmarkFrame_warm(b *testing.B) {
	r := NewResolver(large(b))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		f := largeFrames[i%len(largeFrames)]
		if got := r.Frame(f.module, "", f.line, f.source); got.State == Missing {
			b.Fatal(r.Problem())
		}
	}
}

// BenchmarkFrame_cold opens the file anew for each frame; the system has it in memory.
func BenchmarkFrame_cold(b *testing.B) {
	path := large(b)
	for i := 0; b.Loop(); i++ {
		f := largeFrames[i%len(largeFrames)]
		if got := NewResolver(path).Frame(f.module, "", f.line, f.source); got.State == Missing {
			b.Fatal("missing")
		}
	}
}

func BenchmarkFrame_coldHuge(b *testing.B) {
	path := large(b)
	for b.Loop() {
		if got := NewResolver(path).Frame(hugeFrame.module, "", hugeFrame.line, hugeFrame.source); got.State != Exact {
			b.Fatal(got)
		}
	}
}

// TestFrame_cost holds the limits: 20 µs warm, 1 ms cold, each the best of several
// tries, since a busy machine only ever makes them worse.
func TestFrame_cost(t *testing.T) {
	path := os.Getenv("SENTRY1C_SYMBOLS")
	frames := []frame{{"ОбщийМодуль.ОбщегоНазначения.Модуль", 5000, "Возврат Результат;"}, {"ОбщийМодуль.УправлениеДоступомСлужебный.Модуль", 40000, "Возврат Результат;"}}
	if path == "" {
		path, frames = large(t), append(slices.Clone(largeFrames), hugeFrame)
	}
	for _, f := range frames {
		warm, cold := time.Hour, time.Hour
		for range 20 {
			r := NewResolver(path)
			start := time.Now()
			if got := r.Frame(f.module, "", f.line, f.source); got.State == Missing {
				t.Fatalf("%s: %v", f.module, r.Problem())
			}
			cold = min(cold, time.Since(start))
			start = time.Now()
			r.Frame(f.module, "", f.line, f.source)
			warm = min(warm, time.Since(start))
		}
		t.Logf("%s: cold %v, warm %v", f.module, cold, warm)
		limit := time.Millisecond
		if f == hugeFrame {
			limit *= 4 // half of it here, and modules of 100,000 lines are rare
		}
		if cold > limit || warm > 20*time.Microsecond {
			t.Errorf("%s: cold %v, warm %v", f.module, cold, warm)
		}
	}
}

// TestResolver_memory: whatever is asked, a resolver holds no more than its cache and
// the directory.
func TestResolver_memory(t *testing.T) {
	path := large(t)
	before := heap()
	r := NewResolver(path)
	for i := range 2_000 {
		r.Frame(fmt.Sprintf("ОбщийМодуль.М%d.Модуль", i), "", 252, "Сделать(252);")
	}
	if n := heap() - before; n > cacheSize+2<<20 {
		t.Errorf("the resolver holds %d bytes", n)
	}
	if r.file.cache.Size() > cacheSize || r.file.cache.Size() < cacheSize/2 {
		t.Errorf("the cache holds %d bytes of %d", r.file.cache.Size(), cacheSize)
	}
	if n := 8*len(r.file.keys) + maxDescription; n > 2<<20 {
		t.Errorf("the directory takes %d bytes", n)
	}
}

// heap is what the program holds.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what pools keep lives for one
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestFile_readsLittle: a frame reads a few kilobytes of a file of megabytes.
func TestFile_readsLittle(t *testing.T) {
	data, err := os.ReadFile(large(t))
	if err != nil {
		t.Fatal(err)
	}
	in := &counting{ReaderAt: bytes.NewReader(data)}
	f, err := Open(in, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := f.frame("CommonModule.М7.Module", "", 252, "Сделать(252);"); err != nil || r.State != Exact {
		t.Fatal(r, err)
	}
	if in.bytes > 64<<10 || len(data) < 1<<20 {
		t.Errorf("%d bytes of %d were read", in.bytes, len(data))
	}
}

type counting struct {
	io.ReaderAt
	bytes int
}

func (c *counting) ReadAt(b []byte, offset int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, offset)
	c.bytes += n
	return n, err
}
