// Package receiver is a small Sentry server for trials and tests on one machine:
// it takes envelopes as strictly as the strictest of the real servers, and keeps
// what came so that it can be shown or compared.
package receiver

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Envelope is one envelope that came.
type Envelope struct {
	// At is when it came, Wire how many bytes it had on the wire.
	At   time.Time
	Wire int
	// Request are the headers of the request.
	Request http.Header
	// Header is the envelope's first line.
	Header map[string]any
	Items  []Item
}

// Item is one item of an envelope.
type Item struct {
	Header  map[string]any
	Payload []byte
}

// Type is the item's type.
func (i Item) Type() string {
	name, _ := i.Header["type"].(string)
	return name
}

// Event is a payload of type event.
type Event map[string]any

// At returns the value behind keys and list positions, nil if there is none.
func (e Event) At(path ...any) any {
	var value any = map[string]any(e)
	for _, step := range path {
		switch at := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[at]
		case int:
			list, _ := value.([]any)
			if at < 0 {
				at += len(list)
			}
			if at < 0 || at >= len(list) {
				return nil
			}
			value = list[at]
		}
	}
	return value
}

// Text is At as a text; "" if there is none.
func (e Event) Text(path ...any) string {
	text, _ := e.At(path...).(string)
	return text
}

// Handler answers a request instead of the server; the envelope is kept only if it
// says so.
type Handler func(w http.ResponseWriter, e *Envelope) (keep bool)

// Server receives on a port of loopback that the system chose.
type Server struct {
	handler  Handler
	listener net.Listener
	server   *http.Server

	mu        sync.Mutex
	changed   chan struct{}
	envelopes []Envelope
	refused   []string
}

// Key and Project are what the server's DSN names.
const (
	Key     = "0123456789abcdef0123456789abcdef"
	Project = "42"
)

// New starts a server that takes everything. Close ends it.
func New() (*Server, error) { return NewWith(nil) }

// NewWith starts a server whose answers are the handler's; nil takes everything.
func NewWith(handler Handler) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("receiver: listen: %w", err)
	}
	s := &Server{handler: handler, listener: listener, changed: make(chan struct{})}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// Ends when Close closes the listener.
		_ = s.server.Serve(listener)
	}()
	return s, nil
}

// Close ends the server and the connections to it.
func (s *Server) Close() { _ = s.server.Close() }

// DSN is the address to give to Init.
func (s *Server) DSN() string {
	return "http://" + Key + "@" + s.listener.Addr().String() + "/" + Project
}

// ServeHTTP takes a request that came some other way.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	envelope, status, err := read(r)
	if err != nil {
		s.mu.Lock()
		s.refused = append(s.refused, err.Error())
		s.mu.Unlock()
		w.Header().Set("X-Sentry-Error", err.Error())
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"detail": err.Error()})
		return
	}
	if s.handler != nil && !s.handler(w, envelope) {
		return
	}
	s.mu.Lock()
	s.envelopes = append(s.envelopes, *envelope)
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
	if s.handler == nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"id": envelope.Header["event_id"]})
	}
}

// read takes a request apart; the status goes with the error.
func read(r *http.Request) (*Envelope, int, error) {
	if r.Method != http.MethodPost || r.URL.Path != "/api/"+Project+"/envelope/" {
		return nil, http.StatusNotFound, fmt.Errorf("receiver: %s %s is not the endpoint of project %s", r.Method, r.URL.Path, Project)
	}
	auth := r.Header.Get("X-Sentry-Auth")
	if !strings.HasPrefix(auth, "Sentry ") || !strings.Contains(auth, "sentry_version=7") || !strings.Contains(auth, "sentry_key="+Key) {
		return nil, http.StatusForbidden, errors.New("receiver: no or a wrong X-Sentry-Auth header")
	}
	if r.Header.Get("Content-Type") != "application/x-sentry-envelope" {
		return nil, http.StatusBadRequest, fmt.Errorf("receiver: content type %q", r.Header.Get("Content-Type"))
	}
	wire, err := io.ReadAll(io.LimitReader(r.Body, 20<<20))
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("receiver: read body: %w", err)
	}
	body := wire
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(bytes.NewReader(wire))
		if err != nil {
			return nil, http.StatusBadRequest, fmt.Errorf("receiver: unzip: %w", err)
		}
		if body, err = io.ReadAll(io.LimitReader(unzipped, 100<<20)); err != nil {
			return nil, http.StatusBadRequest, fmt.Errorf("receiver: unzip: %w", err)
		}
	}
	envelope, err := Parse(body)
	if err != nil {
		return nil, http.StatusBadRequest, err
	}
	envelope.At, envelope.Wire, envelope.Request = time.Now(), len(wire), r.Header.Clone()
	if err := envelope.check(); err != nil {
		return nil, http.StatusBadRequest, err
	}
	return envelope, 0, nil
}

// Envelopes returns what came so far.
func (s *Server) Envelopes() []Envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Envelope(nil), s.envelopes...)
}

// Refused returns why requests were refused.
func (s *Server) Refused() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.refused...)
}

// Events returns the events that came so far, in the order of their arrival.
func (s *Server) Events() []Event {
	var events []Event
	for _, envelope := range s.Envelopes() {
		for _, item := range envelope.Items {
			if item.Type() != "event" {
				continue
			}
			var event Event
			if json.Unmarshal(item.Payload, &event) == nil {
				events = append(events, event)
			}
		}
	}
	return events
}

// Wait waits until count envelopes have come, at most timeout, and reports whether
// they have.
func (s *Server) Wait(count int, timeout time.Duration) bool {
	deadline := time.After(timeout)
	for {
		s.mu.Lock()
		have, changed := len(s.envelopes), s.changed
		s.mu.Unlock()
		if have >= count {
			return true
		}
		select {
		case <-changed:
		case <-deadline:
			return false
		}
	}
}
