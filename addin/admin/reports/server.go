package reports

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/internal/guard"
)

// Server receives reports.
//
// # Threads
//
// Requests run on goroutines of package net/http, which end in it; the worker has one of
// its own.
type Server struct {
	feed    *addin.Feed
	bases   []Base // the object of base i is i+1
	tracker *tracker
	figures figures
	bodies  *store
	// reading bounds how many reports are in memory at once.
	reading chan struct{}
}

const (
	// atOnce is how many reports are read and made events of at once, maxConnections how
	// many clients are listened to.
	atOnce         = 4
	maxConnections = 2000
	// answerPatience is how long the worker may take for one report.
	answerPatience = time.Minute
	startPatience  = 10 * time.Second
	stopPatience   = 10 * time.Second
	// flushPatience is how long the stop waits for what is still to be sent: it stays in
	// the spool.
	flushPatience = 2 * time.Second
)

// New makes a server of bases. spoolRoot is where events and long bodies lie; "" is the
// user's own. Close ends it.
func New(bases []Base, spoolRoot string) (*Server, error) {
	if spoolRoot != "" {
		full, err := filepath.Abs(spoolRoot) // the option takes no other
		if err != nil {
			return nil, fmt.Errorf("reports: find the folder of the spool: %w", err)
		}
		spoolRoot = full
	}
	bodies, err := openStore(spoolRoot)
	if err != nil {
		return nil, err
	}
	s := &Server{bases: bases, tracker: newTracker(), figures: newFigures(), bodies: bodies, reading: make(chan struct{}, atOnce)}
	s.feed = addin.StartFeed()
	ctx, cancel := context.WithTimeout(context.Background(), startPatience)
	defer cancel()
	for i := range s.bases {
		if err := s.begin(ctx, i, spoolRoot); err != nil {
			s.feed.Stop()
			return nil, err
		}
	}
	return s, nil
}

// begin initialises the object of a base.
func (s *Server) begin(ctx context.Context, i int, spoolRoot string) error {
	b, object := &s.bases[i], uint32(i+1)
	answer, err := s.feed.Do(ctx, addin.FeedCall{Object: object, Method: "Init", Args: []any{b.DSN, b.init(spoolRoot)}})
	if err != nil {
		return fmt.Errorf("reports: base %s: %w", b.Name, err)
	}
	if !answer.Truth {
		why, err := s.feed.Do(ctx, addin.FeedCall{Object: object, Method: "LastError", Args: []any{0}})
		if err != nil {
			return fmt.Errorf("reports: base %s: %w", b.Name, err)
		}
		return fmt.Errorf("reports: base %s: %s", b.Name, why.Text)
	}
	return nil
}

// Close lets what is on its way be sent for a moment, and ends the worker. The rest is
// sent by the next server with this spool.
func (s *Server) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), flushPatience)
	defer cancel()
	for i := range s.bases {
		// What is not sent in time stays.
		_, _ = s.feed.Do(ctx, addin.FeedCall{Object: uint32(i + 1), Method: "Flush", Args: []any{int(flushPatience.Milliseconds())}})
	}
	s.feed.Stop()
}

// Serve answers requests until the context ends; then those that have begun are finished.
// With a certificate and its key it speaks TLS.
func (s *Server) Serve(ctx context.Context, listener net.Listener, cert, key string) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		// What clients do wrong is counted, and not written by anybody who asks.
		ErrorLog: log.New(discard{}, "", 0),
	}
	listener = newLimited(listener, maxConnections)
	ended := make(chan error, 1)
	guard.Go("reports", func() {
		if cert != "" {
			ended <- server.ServeTLS(listener, cert, key)
		} else {
			ended <- server.Serve(listener)
		}
	}, nil)
	select {
	case err := <-ended:
		return fmt.Errorf("reports: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.Background(), stopPatience)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		_ = server.Close() // a client that is too slow will come again
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("reports: %w", err)
	}
	return nil
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if panicked := guard.Run("reports", func() { s.serve(w, r) }); panicked != nil {
		s.refuse(w, http.StatusInternalServerError, refusedPanic, "a mistake of the receiver: this report cannot be read")
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimRight(r.URL.Path, "/")
	switch path {
	case "/health":
		s.health(w, r)
		return
	case "/metrics":
		s.metrics(w, r)
		return
	}
	method, what := http.MethodGet, s.look
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		switch {
		case strings.EqualFold(path[i:], "/getInfo") && r.Method != http.MethodGet:
			path, method, what = path[:i], http.MethodPost, s.getInfo
		case strings.EqualFold(path[i:], "/getInfo"):
			path = path[:i]
		case strings.EqualFold(path[i:], "/pushReport"):
			path, method, what = path[:i], http.MethodPost, s.pushReport
		}
	}
	i, ok := s.find(path)
	switch {
	case !ok:
		s.refuse(w, http.StatusNotFound, refusedPath, "there is no base at this address: the address in the settings of the base is the one that the receiver printed, with the prefix of the configuration")
	case r.Method != method && (r.Method != http.MethodHead || method != http.MethodGet):
		w.Header().Set("Allow", method)
		s.refuse(w, http.StatusMethodNotAllowed, refusedMethod, "the method "+method+" is expected here")
	default:
		what(w, r, i)
	}
}

// find returns the base of a path. Its secret is not guessed by how long that takes.
func (s *Server) find(path string) (found int, ok bool) {
	for i := range s.bases {
		if subtle.ConstantTimeCompare([]byte(s.bases[i].path()), []byte(path)) == 1 {
			found, ok = i, true
		}
	}
	return found, ok
}

// refuse answers with an error and counts it.
func (s *Server) refuse(w http.ResponseWriter, status int, reason refusal, text string) {
	s.figures.refuse(reason)
	writeJSON(w, status, map[string]string{"error": text})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic("BUG: reports: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // who has gone hears no answer
}
