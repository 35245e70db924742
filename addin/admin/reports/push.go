package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/report"
)

// pushed is the answer to a report that is safe.
type pushed struct {
	// ID is that of the event, and IDs are all if the request brought several reports.
	ID  string   `json:"id"`
	IDs []string `json:"ids,omitempty"`
}

// pushReport takes the reports of a request.
func (s *Server) pushReport(w http.ResponseWriter, r *http.Request, i int) {
	if r.ContentLength > report.MaxBody {
		s.refuse(w, http.StatusRequestEntityTooLarge, refusedLarge, "a body of more than 33554432 bytes")
		return
	}
	b, err := s.bodies.receive(w, r)
	if err != nil {
		s.refuseBody(w, err)
		return
	}
	defer b.close()
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-r.Context().Done():
		s.refuseBody(w, errSlow)
		return
	}
	all, err := report.Read(b, b.size, r.Header.Get("Content-Type"))
	if err != nil {
		s.refuseBody(w, err)
		return
	}
	var answer pushed
	for _, one := range all {
		id, err := s.take(r.Context(), i, one)
		if err != nil {
			w.Header().Set("Retry-After", "60")
			s.refuse(w, http.StatusServiceUnavailable, refusedUnsafe, "the report could not be stored: "+err.Error())
			return
		}
		answer.IDs = append(answer.IDs, id)
	}
	answer.ID = answer.IDs[0]
	if len(answer.IDs) == 1 {
		answer.IDs = nil
	}
	writeJSON(w, http.StatusOK, answer)
}

// refuseBody answers why a body was not taken.
func (s *Server) refuseBody(w http.ResponseWriter, err error) {
	w.Header().Set("Connection", "close")
	switch {
	case errors.Is(err, errBusy):
		w.Header().Set("Retry-After", "60")
		s.refuse(w, http.StatusServiceUnavailable, refusedBusy, err.Error())
	case errors.Is(err, report.ErrLarge):
		s.refuse(w, http.StatusRequestEntityTooLarge, refusedLarge, err.Error())
	case errors.Is(err, report.ErrNoReport), errors.Is(err, report.ErrDamaged):
		s.refuse(w, http.StatusBadRequest, refusedDamaged, err.Error())
	default:
		s.refuse(w, http.StatusRequestTimeout, refusedSlow, errSlow.Error())
	}
}

var errMemoryOnly = errors.New("the spool cannot be written")

// take makes an event of a report and returns its id when it is safe. A report that comes
// again is the same event.
func (s *Server) take(ctx context.Context, i int, r *report.Report) (id string, err error) {
	b := &s.bases[i]
	raw := eventID(b, r)
	id = hex.EncodeToString(raw[:])
	if s.tracker.again(id, time.Now()) {
		s.figures.repeat(b.Name)
		return id, nil
	}
	// Who has sent it whole may go; the event is made all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerPatience)
	defer cancel()
	calls := calls(uint32(i+1), b, r, raw, s.tracker.takeRepeats(b.Name, r.Hash()))
	answer, err := s.feed.Do(ctx, calls...)
	if err == nil && !answer.Truth {
		err = errMemoryOnly
	}
	s.figures.unsafe.Store(err != nil)
	if len(r.Files) > 0 {
		// The memory is not kept until the next report comes.
		_, _ = s.feed.Do(ctx, addin.FeedCall{Object: uint32(i + 1), Method: "ClearAttachments"}, addin.FeedCall{Object: uint32(i + 1), Method: "LastError", Args: []any{0}})
	}
	if err != nil {
		return "", err
	}
	s.figures.receive(b.Name)
	s.tracker.taken(b.Name, r.Hash(), id, time.Now())
	return id, nil
}

// eventID is the report's own id, else made of what tells it apart: who sends it again
// sends the same event.
func eventID(b *Base, r *report.Report) (id [16]byte) {
	if own, err := hex.DecodeString(strings.ReplaceAll(r.ID, "-", "")); err == nil && len(own) == len(id) && [16]byte(own) != id {
		return [16]byte(own)
	}
	sum := sha256.Sum256(append([]byte(b.Name+"\x00"), r.Identity()...))
	return [16]byte(sum[:16])
}

// calls are what 1C would call to report the same: the files, what the user says, and the
// error. The error comes last: its answer is that of all.
func calls(object uint32, b *Base, r *report.Report, id [16]byte, repeats int) []addin.FeedCall {
	list := []addin.FeedCall{{Object: object, Method: "ClearAttachments"}}
	for _, f := range r.Files {
		if f.Kind == report.Screenshot && b.NoScreenshots {
			continue
		}
		kind := names.ContentType(f.Name)
		if f.Kind == report.Minidump {
			kind = event.Minidump
		}
		list = append(list, addin.FeedCall{Object: object, Method: "AddAttachment", Args: []any{f.Name, f.Content, kind}})
	}
	if r.UserDescription != "" {
		name := ""
		if b.personal() {
			name = r.Client.UserName
		}
		list = append(list, addin.FeedCall{Object: object, Method: "CaptureFeedback", Args: []any{r.UserDescription, name, "", hex.EncodeToString(id[:])}})
	}
	settings := report.Settings{Infobase: b.Name, Environment: b.Environment, Release: b.Release, Trace: hex.EncodeToString(id[:]), Repeats: repeats}
	capture := addin.FeedCall{Object: object, ID: id}
	text := r.Text()
	switch {
	case r.IsNative():
		capture.Method, capture.Args = "CaptureEvent", []any{r.Event(settings)}
	case text != "":
		capture.Method, capture.Args = "CaptureException", []any{text, r.Params(settings)}
	default:
		// A person wanted to tell something, or the report has no error that is known.
		text = r.UserDescription
		if text == "" {
			text = "Отчёт об ошибке без текста"
		}
		capture.Method, capture.Args = "CaptureMessage", []any{text, "error", r.Params(settings)}
	}
	return append(list, capture)
}
