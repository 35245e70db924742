package delivery

import (
	"bytes"
	"net/http"
	"strings"
)

// verdict is what an answer means for the envelope that was sent.
type verdict int

const (
	// delivered: the server has it.
	delivered verdict = iota
	// refused: the server will never take it.
	refused
	// limited: the server takes nothing of this category now.
	limited
	// unreachable: no server, or one that is down; it may come back any moment.
	unreachable
	// misdirected: somebody answers who is not the project's server: a wrong key,
	// address or project, or a login page on the way. Only a person can help.
	misdirected
	// failed: the server stumbled, over this envelope or by itself.
	failed
	// expired: it was not tried, for it is too old.
	expired
	// gone: somebody removed its file.
	gone
)

// maxStumbles is how often a server may stumble over one envelope before the
// envelope is taken for the cause: Bugsink answers 500 to a payload that it
// cannot read (facts: servers 1.2).
const maxStumbles = 3

// judge reads an answer. Sentry's rules would drop on every 5xx; 502, 503 and 504
// are what a proxy answers while the server behind it restarts, so they count as
// no answer here.
func judge(status int, header http.Header, body []byte) verdict {
	switch {
	case status >= 200 && status < 300:
		if isPage(header, body) {
			return misdirected
		}
		return delivered
	case status == http.StatusTooManyRequests:
		return limited
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout,
		status == http.StatusRequestTimeout:
		return unreachable
	case status >= 500:
		return failed
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge:
		return refused
	default:
		// 401, 403, 404, redirects and whatever else a stranger may say.
		return misdirected
	}
}

// isPage tells a page for a person, such as the login of a proxy, from the answer
// of a server, which is JSON or nothing.
func isPage(header http.Header, body []byte) bool {
	return strings.HasPrefix(header.Get("Content-Type"), "text/html") && bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}
