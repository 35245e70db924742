// Package spotlight gives copies of envelopes to Spotlight, the developer's view of what
// an SDK sends: https://spotlightjs.com.
//
// Nobody waits for it: copies are kept, within bounds, for a goroutine that lives as
// long as there are any. While Spotlight does not answer, copies are dropped.
//
// Package client gives it what goes to the server; it touches the network of this machine.
package spotlight

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/guard"
)

// DefaultURL is where Spotlight listens when nothing else is said.
const DefaultURL = "http://localhost:8969/stream"

const (
	maxWaiting      = 100
	maxWaitingBytes = 8 << 20
	timeout         = 2 * time.Second
	// silence is how long nothing is tried after a failure.
	silence = 10 * time.Second
	// maxAnswer is how much of an answer is read.
	maxAnswer = 16 << 10
)

// Mirror sends copies. Its methods may be called on any goroutine.
type Mirror struct {
	url    string
	client *http.Client

	mu      sync.Mutex
	waiting [][]byte
	bytes   int
	sending bool
	until   time.Time // nothing is tried before
}

// New returns a mirror to an address. It uses no proxy: Spotlight is near.
func New(url string) *Mirror {
	return &Mirror{url: url, client: &http.Client{Timeout: timeout, Transport: &http.Transport{IdleConnTimeout: timeout}}}
}

// Offer takes an envelope, which must not be changed any more, if there is room. A nil
// mirror takes nothing.
func (m *Mirror) Offer(content []byte) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.waiting) >= maxWaiting || m.bytes+len(content) > maxWaitingBytes || time.Now().Before(m.until) {
		return
	}
	m.waiting = append(m.waiting, content)
	m.bytes += len(content)
	if !m.sending {
		m.sending = true
		guard.Go("spotlight", m.send, func(panicked *guard.Panic) {
			if panicked != nil {
				m.mu.Lock()
				defer m.mu.Unlock()
				m.sending = false
			}
		})
	}
}

func (m *Mirror) send() {
	for {
		content := m.next()
		if content == nil {
			return
		}
		if m.post(content) != nil {
			m.mu.Lock()
			m.until = time.Now().Add(silence)
			m.waiting, m.bytes = nil, 0
			m.mu.Unlock()
		}
	}
}

func (m *Mirror) next() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.waiting) == 0 {
		m.sending = false
		return nil
	}
	content := m.waiting[0]
	m.waiting = m.waiting[1:]
	m.bytes -= len(content)
	return content
}

func (m *Mirror) post(content []byte) error {
	head, rest, err := envelope.Sent(content, time.Now())
	if err != nil {
		return err
	}
	body := io.MultiReader(bytes.NewReader(head), bytes.NewReader(rest))
	request, err := http.NewRequest(http.MethodPost, m.url, body)
	if err != nil {
		return fmt.Errorf("spotlight: %w", err)
	}
	request.ContentLength = int64(len(head) + len(rest))
	request.Header.Set("Content-Type", "application/x-sentry-envelope")
	response, err := m.client.Do(request)
	if err != nil {
		return fmt.Errorf("spotlight: %w", err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxAnswer))
	return nil
}
