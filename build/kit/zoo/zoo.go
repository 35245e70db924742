// Package zoo has servers that behave as servers on the way to Sentry do: those that
// are down, slow or overloaded, those that limit, and those that are not Sentry at all.
//
// Tests send through them; `go run ./build zoo NAME` lets a person do it.
package zoo

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"sentry1c/build/kit/receiver"
)

// Kind is a kind of server.
type Kind struct {
	// Name is what it is called by, and Help says what it does.
	Name, Help string

	answer func(s *Server, w http.ResponseWriter, n int) // n counts requests from 1
	serve  func(s *Server, listener net.Listener)        // instead of answer, for what is no HTTP
	https  bool
	most   int64 // bytes of a request that come through; 0 is any
}

// Kinds are all there are.
var Kinds = []Kind{
	{Name: "well", Help: "takes everything", answer: take},
	{Name: "black-hole", Help: "takes the connection and never answers", answer: never},
	{Name: "slow-drip", Help: "answers a byte a second", answer: drip},
	{Name: "one-byte", Help: "answers 200 with a body of one byte", answer: func(_ *Server, w http.ResponseWriter, _ int) { _, _ = w.Write([]byte("{")) }},
	{Name: "reset", Help: "answers 200 and resets the connection in the middle of the body", answer: reset},
	{Name: "429", Help: "answers 429 without a header", answer: limit("", "")},
	{Name: "429-float", Help: "answers 429 with Retry-After: 0.5, then takes everything", answer: limit("Retry-After", "0.5")},
	{Name: "429-category", Help: "answers 429 that limits errors for a minute", answer: limit("X-Sentry-Rate-Limits", "60:error:project")},
	{Name: "200-limits", Help: "takes everything and limits errors for a minute", answer: takeAndLimit},
	{Name: "429-zero", Help: "answers 429 with Retry-After: 0", answer: limitAlways("Retry-After", "0")},
	{Name: "429-past", Help: "answers 429 until a moment that is over", answer: limitAlways("Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT")},
	{Name: "429-moment", Help: "answers 429 that limits for a millisecond", answer: limitAlways("X-Sentry-Rate-Limits", "0.001")},
	{Name: "413", Help: "answers 413 as Sentry does: too large", answer: refuse(http.StatusRequestEntityTooLarge)},
	{Name: "413-proxy", Help: "answers 413 as a proxy does, without asking a server", answer: page(http.StatusRequestEntityTooLarge)},
	{Name: "400-proxy", Help: "answers 400 as a proxy does, without asking a server", answer: page(http.StatusBadRequest)},
	{Name: "500", Help: "answers 500 to everything, as to a payload that breaks it", answer: status(http.StatusInternalServerError)},
	{Name: "401", Help: "answers 401: the key is wrong", answer: status(http.StatusUnauthorized)},
	{Name: "502-then-well", Help: "answers 502 three times, then takes everything", answer: badGateway},
	{Name: "tls-failure", Help: "ends every TLS handshake", serve: tlsFailure, https: true},
	{Name: "wrong-certificate", Help: "has a certificate that nobody trusts", answer: take, https: true},
	{Name: "proxy-1mb", Help: "resets the connection after 1 MB, as some proxies do", answer: take, most: 1 << 20},
	{Name: "redirect", Help: "redirects to a login page", answer: redirect},
	{Name: "login-page", Help: "answers 200 with a page for a person", answer: loginPage},
	{Name: "closed", Help: "nobody listens", serve: func(_ *Server, listener net.Listener) { listener.Close() }},
}

// Find returns the kind of a name.
func Find(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}

// Server is a running server. Close ends it.
type Server struct {
	kind     Kind
	listener net.Listener
	server   *http.Server
	closed   chan struct{}
	taken    *receiver.Server // keeps what was taken

	mu       sync.Mutex
	requests int
}

// Start starts a server on a port that the system chooses.
func (k Kind) Start() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("zoo: start %s: %w", k.Name, err)
	}
	taken, err := receiver.New()
	if err != nil {
		listener.Close()
		return nil, err
	}
	s := &Server{kind: k, listener: listener, taken: taken, closed: make(chan struct{})}
	if k.serve != nil {
		go k.serve(s, listener)
		return s, nil
	}
	s.server = &http.Server{Handler: http.HandlerFunc(s.handle), ReadHeaderTimeout: time.Minute}
	go s.run()
	return s, nil
}

// DSN is the address to give to Init.
func (s *Server) DSN() string {
	scheme := "http"
	if s.kind.https {
		scheme = "https"
	}
	return fmt.Sprintf("%s://%s@%s/%s", scheme, receiver.Key, s.listener.Addr(), receiver.Project)
}

// Requests is how many requests came, or connections where no request can come.
func (s *Server) Requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

func (s *Server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	return s.requests
}

// Events are the events that were taken.
func (s *Server) Events() []receiver.Event { return s.taken.Events() }

// Close ends the server and its connections.
func (s *Server) Close() {
	close(s.closed)
	if s.server != nil {
		_ = s.server.Close()
	}
	_ = s.listener.Close()
	s.taken.Close()
}
