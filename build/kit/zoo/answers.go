package zoo

import (
	"bytes"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"time"
)

// quiet keeps handshakes that fail from the standard error.
var quiet = log.New(io.Discard, "", 0)

func (s *Server) run() {
	if !s.kind.https {
		_ = s.server.Serve(s.listener) // ends when Close closes the listener
		return
	}
	// The certificate of httptest is signed by itself.
	pattern := httptest.NewUnstartedServer(nil)
	pattern.StartTLS()
	certificate := pattern.TLS.Certificates
	pattern.Close()
	s.server.ErrorLog = quiet
	_ = s.server.Serve(tls.NewListener(s.listener, &tls.Config{Certificates: certificate}))
}

// handle reads the whole request before anything else, as servers do.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	n := s.count()
	if s.kind.most > 0 && r.ContentLength > s.kind.most {
		_, _ = io.CopyN(io.Discard, r.Body, s.kind.most)
		if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
			resetNow(connection)
		}
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
	if err != nil {
		return
	}
	s.kind.answer(s, &request{w, r, body}, n)
}

// request lets an answer hand the request on to the receiver that keeps it.
type request struct {
	http.ResponseWriter
	sent *http.Request
	body []byte
}

// keep hands the request to the receiver, and answers what it answers.
func keep(s *Server, w http.ResponseWriter) {
	r := w.(*request)
	again := r.sent.Clone(r.sent.Context())
	again.Body = io.NopCloser(bytes.NewReader(r.body))
	s.taken.ServeHTTP(r.ResponseWriter, again)
}

func take(s *Server, w http.ResponseWriter, _ int) { keep(s, w) }

func never(s *Server, _ http.ResponseWriter, _ int) { <-s.closed }

func drip(s *Server, w http.ResponseWriter, _ int) {
	for {
		if _, err := w.Write([]byte(" ")); err != nil {
			return
		}
		w.(*request).ResponseWriter.(http.Flusher).Flush()
		select {
		case <-time.After(time.Second):
		case <-s.closed:
			return
		}
	}
}

// reset sends the start of an answer and then a reset instead of an end.
func reset(_ *Server, w http.ResponseWriter, _ int) {
	connection, _, err := w.(*request).ResponseWriter.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = connection.Write([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":"))
	resetNow(connection)
}

func resetNow(connection net.Conn) {
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	connection.Close()
}

func status(code int) func(*Server, http.ResponseWriter, int) {
	return func(_ *Server, w http.ResponseWriter, _ int) { w.WriteHeader(code) }
}

// refuse answers as Relay does to an envelope that it will never take.
func refuse(code int) func(*Server, http.ResponseWriter, int) {
	return func(_ *Server, w http.ResponseWriter, _ int) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(`{"detail":"envelope exceeded size limits for type 'event'"}`))
	}
}

// page answers with a page for a person.
func page(code int) func(*Server, http.ResponseWriter, int) {
	return func(_ *Server, w http.ResponseWriter, _ int) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(code)
		_, _ = w.Write([]byte("<html>\r\n<head><title>" + http.StatusText(code) + "</title></head>\r\n</html>\r\n"))
	}
}

// limitAlways answers 429 with a header to every request.
func limitAlways(header, value string) func(*Server, http.ResponseWriter, int) {
	return func(_ *Server, w http.ResponseWriter, _ int) {
		w.Header().Set(header, value)
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

// limit answers 429 to the first request; with a Retry-After it takes the others.
func limit(header, value string) func(*Server, http.ResponseWriter, int) {
	return func(s *Server, w http.ResponseWriter, n int) {
		if header == "Retry-After" && n > 1 {
			keep(s, w)
			return
		}
		if header != "" {
			w.Header().Set(header, value)
		}
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func takeAndLimit(s *Server, w http.ResponseWriter, _ int) {
	w.Header().Set("X-Sentry-Rate-Limits", "60:error:project")
	keep(s, w)
}

func badGateway(s *Server, w http.ResponseWriter, n int) {
	if n <= 3 {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	keep(s, w)
}

func redirect(_ *Server, w http.ResponseWriter, _ int) {
	w.Header().Set("Location", "/login")
	w.WriteHeader(http.StatusFound)
}

func loginPage(_ *Server, w http.ResponseWriter, _ int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!DOCTYPE html><title>Sign in</title>"))
}

// tlsFailure closes every connection as soon as the client has said hello.
func tlsFailure(s *Server, listener net.Listener) {
	accept(s, listener, func(connection net.Conn) {
		_, _ = connection.Read(make([]byte, 1))
		connection.Close()
	})
}

func accept(s *Server, listener net.Listener, handle func(net.Conn)) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		s.count()
		go func() {
			<-s.closed
			connection.Close()
		}()
		go handle(connection)
	}
}
