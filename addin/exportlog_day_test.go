package addin

import (
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/memory"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/build/kit/race"
)

// logDay is a day of a log that is replayed through ExportLog, in windows of five
// minutes, at most dayChunk rows a call as the job hands them over.
type logDay struct {
	worker *Worker
	host   *host
	calls  uint64

	rows, events, sessions int
	// took is the time in calls, and peak the largest heap after one.
	took time.Duration
	peak uint64
}

const (
	dayWindows = 24 * 12
	dayChunk   = 500
)

func newLogDay(tb testing.TB, options string) *logDay {
	d := &logDay{host: &host{answers: map[uint32]chan Answer{}, sides: map[uint32][]byte{}}}
	d.worker = New(d.host)
	d.worker.roundTripper = silence{}
	folders(tb, d.worker)
	if !d.call(tb, 0, testDSN, options).Truth {
		tb.Fatal("Init said no")
	}
	return d
}

func (d *logDay) call(tb testing.TB, method uint16, args ...any) Answer {
	d.calls++
	reply := uint32(d.calls)
	answer := make(chan Answer, 1)
	d.host.mu.Lock()
	d.host.answers = map[uint32]chan Answer{reply: answer}
	d.host.mu.Unlock()
	entry := recordtest.Call{Object: 1, Reply: reply, Method: method, Sequence: d.calls, At: time.Now(), Args: args}.Encode()
	start := time.Now()
	if err := d.worker.Apply(entry); err != nil {
		tb.Fatal(err)
	}
	d.worker.Keep()
	d.worker.Deliver()
	answered := <-answer
	d.took += time.Since(start)
	d.peak = max(d.peak, heapBytes())
	return answered
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// replay hands over the rows of a day; of a hundred, one is an error with ten rows before
// it, and one begins or ends a session.
func (d *logDay) replay(tb testing.TB, rows int) {
	method, _ := methodNumber("ExportLog")
	begin := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	const layout = "2006-01-02T15:04:05"
	cursor := ""
	export := func(now time.Time, content string) {
		text := fmt.Sprintf(`{"options":{"infobase":"b","now":%q,"lagSeconds":0,"language":"ru"},%s}`, now.Format(layout), content)
		var a exportAnswer
		if err := json.Unmarshal([]byte(d.call(tb, method, text, cursor).Text), &a); err != nil {
			tb.Fatal(err)
		}
		cursor = a.Cursor
		d.events += a.Taken
		d.sessions += a.Sessions
	}
	export(begin, `"begin":true`)
	n := 0
	for w := range dayWindows {
		first, end := true, begin.Add(time.Duration(w+1)*5*time.Minute)
		for left := (w + 1) * rows / dayWindows; n < left; {
			var lines, sessions []string
			for ; n < left && len(lines) < dayChunk; n++ {
				// Seconds of the window, so that rows of a chunk are in their order.
				at := end.Add(-5*time.Minute + time.Duration(1+(n-w*rows/dayWindows)*298/(rows/dayWindows+1))*time.Second).Format(layout)
				lines = append(lines, dayRow(n, at))
				if n%100 == 50 {
					sessions = append(sessions, daySession(n/100, at))
				}
			}
			content := fmt.Sprintf(`"rows":[%s],"sessions":[%s],"first":%v`, strings.Join(lines, ","), strings.Join(sessions, ","), first)
			if first = false; n == left {
				content += fmt.Sprintf(`,"end":%q`, end.Add(-time.Second).Format(layout))
			}
			export(end, content)
		}
	}
	d.rows += n
}

func dayRow(n int, at string) string {
	row := fmt.Sprintf(`{"date":%q,"level":"Информация","event":"_$Data$_.Update","comment":"","metadata":"Документ.ЗаказКлиента","user":"0d5f1b7a-6a52-11ec-9f2e-0050569e1c%02x",`+
		`"application":"1CV8C","session":%d,"connection":%d,"transaction":"01.03.2026 10:00:00 (%d)","status":"committed"`, at, n%256, 1+n%800, 1+n%900, n)
	if n%100 != 7 {
		return row + "}"
	}
	row = strings.Replace(row, "Информация", "Ошибка", 1)
	row = strings.Replace(row, `"comment":""`, fmt.Sprintf(`"comment":"{ОбщийМодуль.Обмен.Модуль(%d)}: Ошибка при вызове метода контекста (Записать): Не записан заказ %d"`, n%97, n), 1)
	var trail []string
	for i := range 10 {
		trail = append(trail, fmt.Sprintf(`{"date":%q,"level":"Информация","event":"_$Data$_.Post","metadata":"Документ.ЗаказКлиента","session":%d,"transaction":"t%d"}`, at, 1+n%800, i))
	}
	return row + `,"trail":[` + strings.Join(trail, ",") + "]}"
}

// daySession begins a session, and ends it 200 later.
func daySession(i int, at string) string {
	event, number := "Start", 1+i/400*200+i%200
	if i%400 >= 200 {
		event = "Finish"
	}
	return fmt.Sprintf(`{"date":%q,"level":"Информация","event":"_$Session$_.%s","session":%d,"user":"5f1c","application":"1CV8C"}`, at, event, number)
}

func methodNumber(name string) (uint16, bool) {
	for i := range Methods {
		if Methods[i].Name.En == name {
			return uint16(i), true
		}
	}
	return record.MethodProperty, false
}

const dayOptions = `{"release":"УТ@11.5","memoryOnly":true}`

// TestExportLog_day: a day of a log takes time in proportion to its rows, and memory that
// does not grow with them; all of it becomes what it should.
func TestExportLog_day(t *testing.T) {
	run := func(rows int) (d *logDay) {
		d = newLogDay(t, dayOptions)
		d.replay(t, rows)
		if d.events != rows/100 {
			t.Errorf("%d rows became %d events, want %d", rows, d.events, rows/100)
		}
		if d.sessions < rows/100*3/4 {
			t.Errorf("%d rows told %d sessions", rows, d.sessions)
		}
		return d
	}
	if race.Detected {
		run(2_000) // what it measures is itself
		return
	}
	const rows, most = 20_000, 48 << 20
	// Where a worker of an earlier test rests, the collector would be put to sleep.
	memory.Begin()
	defer memory.End()
	// What is not collected yet depends on how much other tests hold.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	ratio, grown := 100.0, int64(math.MaxInt64)
	for range 5 { // other work on the machine may slow one of them down, and the collector
		runtime.GC()
		before := heapBytes()
		one, two := run(rows), run(2*rows)
		ratio = min(ratio, float64(two.took)/float64(one.took))
		grown = min(grown, int64(two.peak)-int64(before))
		if ratio < 3 && grown <= most {
			return
		}
	}
	t.Errorf("twice the rows took %.1f times as long, and %d MB", ratio, grown>>20)
}

// BenchmarkExportLog_day is a day of a log of a million rows: 10,000 errors with what their
// sessions did before, and sessions; the server takes everything at once.
func BenchmarkExportLog_day(b *testing.B) {
	for range b.N {
		runtime.GC()
		before := heapBytes()
		d := newLogDay(b, `{"release":"УТ@11.5"}`)
		d.replay(b, 1_000_000)
		if d.events != 10_000 {
			b.Fatalf("%d events", d.events)
		}
		b.ReportMetric(float64(int64(d.peak)-int64(before))/(1<<20), "peak-MB")
		b.ReportMetric(float64(d.rows)/d.took.Seconds(), "rows/s")
		b.ReportMetric(d.took.Seconds(), "s/day")
	}
}
