package tracing

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	traceText = "771a43a4192642f0b136d5159a501700"
	spanText  = "99659d76b7cdae94"
)

// TestParseIncoming reads headers as the SDKs of others send them.
func TestParseIncoming(t *testing.T) {
	in, err := ParseIncoming(traceText+"-"+spanText+"-1",
		"other=1,sentry-trace_id="+traceText+", sentry-release=%D0%A3%D0%A2%4011.5;p=1,sentry-sample_rand=0.25,sentry-=x,sentry-release=twice")
	if err != nil {
		t.Fatal(err)
	}
	want := []Member{{"trace_id", traceText}, {"release", "УТ@11.5"}, {"sample_rand", "0.25"}}
	if in.Trace.String() != traceText || in.Parent.String() != spanText || in.Decision != Sampled || !reflect.DeepEqual(in.Context, want) {
		t.Errorf("read %+v", in)
	}
	if in, err := ParseIncoming(" "+traceText+"-"+spanText+" ", ""); err != nil || in.Decision != Deferred || in.Context != nil {
		t.Errorf("without a decision: %+v, %v", in, err)
	}
	if in, err := ParseIncoming(traceText+"-"+spanText+"-0", ""); err != nil || in.Decision != Unsampled {
		t.Errorf("unsampled: %+v, %v", in, err)
	}
	for _, bad := range []string{"", "x", traceText, traceText + "-" + spanText + "-1-1", strings.Repeat("0", 32) + "-" + spanText,
		traceText[:30] + "zz-" + spanText} {
		if _, err := ParseIncoming(bad, ""); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestHeaders: what is written is read as the same.
func TestHeaders(t *testing.T) {
	id := NewTraceID([]byte("seed"))
	span, _ := ParseSpanID(spanText)
	trace := NewTrace(id, nil, About{PublicKey: "key", Release: "УТ@1, 2;3=4%", Environment: "тест", Transaction: "Проведение", Rate: 0.5})
	h := NewHeaders(id, span, Sampled, trace.Context)
	in, err := ParseIncoming(h.SentryTrace, h.Baggage)
	if err != nil || in.Trace != id || in.Parent != span || !reflect.DeepEqual(in.Context, trace.Context) {
		t.Errorf("%+v became %+v, %v", h, in, err)
	}
	if strings.ContainsAny(h.Baggage, " \n\"") {
		t.Errorf("baggage is %q", h.Baggage)
	}
}

// TestSampling: the share of sampled traces is the rate, the decision belongs to the
// trace, and the decision of its head holds.
func TestSampling(t *testing.T) {
	const traces = 20000
	sampled := 0
	for i := range traces {
		id := NewTraceID([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		trace := NewTrace(id, nil, About{Rate: 0.3})
		if again := NewTrace(id, nil, About{Rate: 0.3}); !reflect.DeepEqual(trace, again) {
			t.Fatal("the same trace was decided twice in two ways")
		}
		if trace.Sampled {
			sampled++
		}
	}
	if share := float64(sampled) / traces; math.Abs(share-0.3) > 0.02 {
		t.Errorf("sampled %v, want 0.3", share)
	}
	for decision, want := range map[Decision]bool{Sampled: true, Unsampled: false} {
		in := &Incoming{Trace: NewTraceID(nil), Decision: decision, Context: []Member{{"sample_rand", "0.9"}}}
		if trace := NewTrace(TraceID{}, in, About{Rate: 0.5}); trace.Sampled != want || trace.ID != in.Trace {
			t.Errorf("decision %v gave %+v", decision, trace)
		}
	}
	in := &Incoming{Trace: NewTraceID(nil), Context: []Member{{"sample_rand", "0.4"}}}
	if !NewTrace(TraceID{}, in, About{Rate: 0.5}).Sampled || NewTrace(TraceID{}, in, About{Rate: 0.3}).Sampled {
		t.Error("an open decision is not made by the random number of the head")
	}
	if NewTrace(TraceID{}, &Incoming{Decision: Sampled}, About{}).Sampled {
		t.Error("tracing that is off here is switched on by another")
	}
}

// TestTransaction: steps, their limits, and what ends them.
func TestTransaction(t *testing.T) {
	start := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	trace := NewTrace(NewTraceID(nil), nil, About{Rate: 1})
	tx := NewTransaction("Проведение", "task", SpanID{1}, trace, start)
	child := tx.StartSpan(SpanID{2}, SpanID{1}, "db", "Запрос", start.Add(time.Second))
	child.Set("rows", []byte("5"))
	child.Set("rows", []byte("6"))
	if tx.Active() != child || len(child.Data) != 1 {
		t.Errorf("active is %+v", tx.Active())
	}
	child.Finish(start, "ok")
	if !child.End.Equal(child.Start) || tx.Active() != tx.Root() {
		t.Errorf("a span ended before it began: %+v", child)
	}
	for i := range MaxSpans + 5 {
		tx.StartSpan(SpanID{3, byte(i), byte(i >> 8)}, SpanID{1}, "x", "", start)
	}
	if len(tx.Spans) != MaxSpans+1 || tx.Dropped != 6 {
		t.Errorf("%d spans, %d dropped", len(tx.Spans), tx.Dropped)
	}
	tx.Measure(Measurement{"rows", 1, ""})
	tx.Measure(Measurement{"rows", 2, "none"})
	tx.Finish(start.Add(time.Minute), "ok")
	if tx.Spans[5].Status != DeadlineExceeded || tx.Root().Status != "ok" || len(tx.Measurements) != 1 {
		t.Errorf("ended as %+v", tx.Spans[5])
	}
	// It is kept as JSON for the next process.
	content, err := json.Marshal(tx)
	if err != nil {
		t.Fatal(err)
	}
	var again Transaction
	if err := json.Unmarshal(content, &again); err != nil || !reflect.DeepEqual(&again, tx) {
		t.Errorf("kept and read it is another: %v", err)
	}
}

// FuzzParseIncoming: whatever the headers are, what is read of them can be written and
// read again as the same.
func FuzzParseIncoming(f *testing.F) {
	f.Add(traceText+"-"+spanText+"-1", "sentry-release=a%20b,sentry-trace_id="+traceText)
	f.Add("x", "a=b;c, sentry-x = %zz")
	f.Fuzz(func(t *testing.T, sentryTrace, baggage string) {
		in, err := ParseIncoming(sentryTrace, baggage)
		if err != nil {
			return
		}
		h := NewHeaders(in.Trace, in.Parent, in.Decision, in.Context)
		again, err := ParseIncoming(h.SentryTrace, h.Baggage)
		if err != nil || again.Trace != in.Trace || len(h.Baggage) <= maxBaggage && len(again.Context) != len(in.Context) {
			t.Errorf("%+v became %+v, %v", in, again, err)
		}
	})
}
