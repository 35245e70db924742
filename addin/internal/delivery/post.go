package delivery

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"sentry1c/addin/internal/envelope"
)

const (
	contentType = "application/x-sentry-envelope"
	// maxAnswer is how much of an answer is read: enough for the reason, and for
	// the connection to be used again.
	maxAnswer = 16 << 10
	// maxDetail is how much of it is shown.
	maxDetail = 300
)

// Response is what became of a request.
type Response struct {
	// Status is the HTTP status; 0 if there was no answer.
	Status int
	// Detail is the server's reason, or why there was no answer.
	Detail string
	// At is when it came.
	At time.Time

	verdict verdict
	header  http.Header
	// unsent tells that nothing came to a server.
	unsent bool
}

// compressors are kept between requests: one takes a megabyte.
var compressors = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return w
}}

// compress returns the body of the request: the envelope with its sending time,
// gzipped.
func compress(stored []byte, now time.Time) ([]byte, error) {
	head, rest, err := envelope.Sent(stored, now)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	w := compressors.Get().(*gzip.Writer)
	defer compressors.Put(w)
	w.Reset(&body)
	for _, part := range [][]byte{head, rest} {
		if _, err := w.Write(part); err != nil {
			return nil, fmt.Errorf("delivery: compress: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("delivery: compress: %w", err)
	}
	return body.Bytes(), nil
}

// post makes one request and waits for its answer, as long as the client allows.
func (c *Config) post(content []byte) Response {
	body, err := compress(content, time.Now())
	if err != nil {
		return Response{Detail: err.Error(), At: time.Now(), verdict: damaged}
	}
	request, err := http.NewRequest(http.MethodPost, c.URL, bytes.NewReader(body))
	if err != nil {
		return Response{Detail: c.shown(withoutURL(err)), At: time.Now(), verdict: unreachable}
	}
	request.Header = c.Header.Clone()
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Content-Encoding", "gzip")
	response, err := c.Client.Do(request)
	if err != nil {
		return Response{Detail: c.shown(withoutURL(err)), At: time.Now(), verdict: unreachable, unsent: neverSent(err)}
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	result := Response{
		Status:  response.StatusCode,
		At:      time.Now(),
		verdict: judge(response.StatusCode, response.Header, answer),
		header:  response.Header,
	}
	switch {
	case err != nil && (result.verdict == delivered || result.verdict == refused):
		// The status came and the body did not: the server has read the request, and takes
		// the same id again if it has not; what it refuses it refuses again.
		result.verdict, result.Detail = unreachable, c.shown(withoutURL(err))
	case result.verdict != delivered:
		result.Detail = c.shown(detail(response.Header.Get("X-Sentry-Error"), answer))
	}
	return result
}

// withoutURL drops the address that net/http puts into its errors: the reason is
// shown to users, and the address holds the project.
func withoutURL(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}
