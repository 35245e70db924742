package event

// TraceIDs are the ids of a trace and of the span that everything belongs to.
type TraceIDs struct {
	Trace [16]byte
	Span  [8]byte
}
