package delivery

import (
	"bytes"
	"encoding/json"
	"mime"
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
	// strange: somebody on the way refuses it who is not the server, such as a proxy to
	// which it is too large.
	strange
	// failed: the server stumbled, over this envelope or by itself.
	failed
	// expired: it was not tried, for it is too old.
	expired
	// gone: somebody removed its file.
	gone
	// damaged: its file is not what was written.
	damaged
	// unread: its file cannot be read now, and unowned: nor before somebody puts it right.
	unread
	unowned
)

// asked reports whether a server was asked.
func (v verdict) asked() bool { return v < expired }

// maxStumbles is how often a server may stumble over one envelope while it takes others
// before the envelope is taken for the cause: Bugsink answers 500 to a payload that it
// cannot read (facts: servers 1.2). A server that stumbles over everything is down.
const maxStumbles = 3

// judge reads an answer. Sentry's rules would drop on every 5xx; 502, 503 and 504
// are what a proxy answers while the server behind it restarts, so they count as
// no answer here.
func judge(status int, header http.Header, body []byte) verdict {
	switch {
	case status >= 200 && status < 300:
		if isPage(body) {
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
		if isSentrys(header, body) {
			return refused
		}
		return strange
	default:
		// 401, 403, 404, redirects and whatever else a stranger may say.
		return misdirected
	}
}

// isPage tells a page for a person, such as the login of a proxy, from the answer
// of a server, which is JSON or nothing.
func isPage(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF"))), []byte("<"))
}

// isSentrys tells the refusal of a server that has read the envelope from that of a proxy,
// which loses nothing if it is taken for no answer. What servers say:
//
//	Sentry    X-Sentry-Error: …, in older versions
//	Relay     {"detail": …, "causes": […]}
//	GlitchTip {"detail": …}
//	Bugsink   {"message": …} with Access-Control-Allow-Headers: …, X-Sentry-Auth, …
func isSentrys(header http.Header, body []byte) bool {
	if header.Get("X-Sentry-Error") != "" {
		return true
	}
	if kind, _, _ := mime.ParseMediaType(header.Get("Content-Type")); kind != "" && kind != "application/json" {
		return false
	}
	var said map[string]json.RawMessage
	if json.Unmarshal(body, &said) != nil {
		return false
	}
	if text := said["message"]; len(said) == 1 && isText(text) {
		return strings.Contains(strings.ToLower(header.Get("Access-Control-Allow-Headers")), "x-sentry-auth")
	}
	for key := range said {
		if key != "detail" && key != "causes" && key != "relay" {
			return false // such as the details of a problem by RFC 9457
		}
	}
	return isText(said["detail"])
}

// isText reports whether a value is a text of JSON that says something.
func isText(value json.RawMessage) bool {
	var text string
	return json.Unmarshal(value, &text) == nil && text != ""
}
