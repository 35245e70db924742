package event

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
	"sentry1c/addin/internal/tracing"
)

// TransactionID is the id of the event that a transaction becomes: of what began it, so
// that it is the same whoever finishes it.
func TransactionID(tx *tracing.Transaction) string {
	sum := sha256.Sum256(append(append([]byte("event "), tx.Trace.ID[:]...), tx.Root().ID[:]...))
	return hex.EncodeToString(sum[:16])
}

// maxSpansBytes is what Sentry takes of spans in one transaction: 800 KiB.
const maxSpansBytes = 800 << 10

// TransactionEnvelope returns the envelope of a finished transaction, and how many spans do
// not fit into it.
func (e *Event) TransactionEnvelope(tx *tracing.Transaction, id string) (content []byte, cut int) {
	root := tx.Root()
	e.ID, e.Timestamp, e.Transaction = id, root.End, tx.Name
	e.Traced = TraceFields(tx, root)
	spans, cut := encodeSpans(tx)
	e.Rest = rawjson.Object{
		{Name: "type", Raw: []byte(`"transaction"`)},
		{Name: "start_timestamp", Raw: rawjson.String(root.Start.UTC().Format(envelope.TimeFormat))},
		{Name: "transaction_info", Raw: []byte(`{"source":"custom"}`)},
		{Name: "spans", Raw: spans},
	}
	if len(tx.Measurements) > 0 {
		e.Rest.Set("measurements", encodeMeasurements(tx.Measurements))
	}
	body := e.Encode(nil, nil)
	out := envelope.Header{EventID: id, SDKName: sdk.Name, SDKVersion: sdk.Version, Trace: EncodeContext(tx.Trace.Context)}.Append(nil)
	return envelope.Item{Type: "transaction"}.Append(out, body), cut
}

// encodeSpans gives the spans below the root, and how many were cut off.
func encodeSpans(tx *tracing.Transaction) (list []byte, cut int) {
	b := []byte{'['}
	for i, s := range tx.Spans[1:] {
		var span rawjson.Object
		span.Set("trace_id", rawjson.String(tx.Trace.ID.String()))
		span.Set("span_id", rawjson.String(s.ID.String()))
		span.Set("parent_span_id", rawjson.String(s.Parent.String()))
		if s.Op != "" {
			span.Set("op", rawjson.String(s.Op))
		}
		if s.Description != "" {
			span.Set("description", rawjson.String(s.Description))
		}
		span.Set("status", rawjson.String(s.Status))
		span.Set("start_timestamp", rawjson.String(s.Start.UTC().Format(envelope.TimeFormat)))
		span.Set("timestamp", rawjson.String(s.End.UTC().Format(envelope.TimeFormat)))
		span.Set("origin", []byte(`"manual"`))
		if len(s.Data) > 0 {
			span.Set("data", encodeData(s.Data))
		}
		one := rawjson.AppendObject(nil, span)
		if len(b)+len(one) > maxSpansBytes {
			cut = len(tx.Spans) - 1 - i
			break
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, one...)
	}
	return append(b, ']'), cut
}

func encodeData(data []tracing.Datum) []byte {
	var f rawjson.Object
	for _, d := range data {
		f = append(f, rawjson.Member{Name: d.Key, Raw: d.Raw})
	}
	return rawjson.AppendObject(nil, f)
}

func encodeMeasurements(measurements []tracing.Measurement) []byte {
	var all rawjson.Object
	for _, m := range measurements {
		value := []byte(strconv.FormatFloat(m.Value, 'g', -1, 64))
		one := rawjson.Object{{Name: "value", Raw: value}}
		if m.Unit != "" {
			one.Set("unit", rawjson.String(m.Unit))
		}
		all.Set(m.Name, rawjson.AppendObject(nil, one))
	}
	return rawjson.AppendObject(nil, all)
}

// EncodeContext encodes a dynamic sampling context, nil if there is none.
func EncodeContext(members []tracing.Member) []byte {
	if len(members) == 0 {
		return nil
	}
	var f rawjson.Object
	for _, m := range members {
		f.Set(m.Key, rawjson.String(m.Value))
	}
	return rawjson.AppendObject(nil, f)
}

// TraceFields are the context trace of what happens in a span.
func TraceFields(tx *tracing.Transaction, s *tracing.Span) rawjson.Object {
	f := rawjson.Object{{Name: "trace_id", Raw: rawjson.String(tx.Trace.ID.String())}, {Name: "span_id", Raw: rawjson.String(s.ID.String())}}
	if s.Parent != (tracing.SpanID{}) {
		f.Set("parent_span_id", rawjson.String(s.Parent.String()))
	}
	if s.Op != "" {
		f.Set("op", rawjson.String(s.Op))
	}
	if s.Finished() {
		f.Set("status", rawjson.String(s.Status))
		f.Set("origin", []byte(`"manual"`))
		if len(s.Data) > 0 {
			f.Set("data", encodeData(s.Data))
		}
	}
	return f
}
