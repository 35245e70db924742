package reports

import (
	"io"
	"net/http"
	"strings"
	"time"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/rawjson"
)

// maxQuestion is how long a question may be.
const maxQuestion = 64 << 10

// info is the answer to a question.
type info struct {
	NeedSendReport bool   `json:"needSendReport"`
	UserMessage    string `json:"userMessage"`
	DumpType       int    `json:"dumpType"`
}

// question is what a client tells of an error before it sends a report.
type question struct {
	hash, language string
	crash          bool
}

// readQuestion reads what is known of a question; the platform's versions differ in what
// they tell, and in the case of letters.
func readQuestion(raw []byte) (q question) {
	var application, client, server string
	for key, value := range rawjson.Fields(raw) {
		text, _ := rawjson.Simple(value)
		switch strings.ToLower(key) {
		case "appstackhash":
			application = text
		case "clientstackhash":
			client = text
		case "serverstackhash":
			server = text
		case "systemcrash":
			q.crash = text != "" && text != "false" && text != "0"
		case "platforminterfacelanguagecode":
			q.language = text
		case "configurationinterfacelanguagecode":
			if q.language == "" {
				q.language = text
			}
		}
	}
	for _, hash := range []string{application, client, server} {
		if q.hash == "" {
			q.hash = hash
		}
	}
	if len(q.hash) > 128 {
		q.hash = q.hash[:128]
	}
	return q
}

// look answers a person who looks with a browser: what a client with a new error is told.
func (s *Server) look(w http.ResponseWriter, r *http.Request, i int) {
	q := question{language: r.Header.Get("Accept-Language")}
	writeJSON(w, http.StatusOK, s.bases[i].info(q, "", true))
}

// getInfo answers whether a report is wanted.
func (s *Server) getInfo(w http.ResponseWriter, r *http.Request, i int) {
	// The body is short; who sends it slowly is cut off.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.bodies.patience))
	content, err := io.ReadAll(io.LimitReader(r.Body, maxQuestion+1))
	switch {
	case err != nil:
		s.refuse(w, http.StatusRequestTimeout, refusedSlow, errSlow.Error())
		return
	case len(content) > maxQuestion:
		s.refuse(w, http.StatusRequestEntityTooLarge, refusedLarge, "a question of more than 65536 bytes")
		return
	}
	text, _, err := bslsource.Decode(content)
	var raw []byte
	if err == nil {
		raw, err = rawjson.Canonical(strings.TrimPrefix(text, "\ufeff"))
	}
	if err != nil || rawjson.Kind(raw) != '{' {
		s.refuse(w, http.StatusBadRequest, refusedDamaged, "a question is a JSON object such as {\"configName\": \"…\", \"appStackHash\": \"…\"}")
		return
	}
	b, q := &s.bases[i], readQuestion(raw)
	number, wanted := "", q.crash || !b.CrashesOnly
	if wanted {
		number, wanted = s.tracker.ask(b.Name, q.hash, b.PerMinute, time.Now())
	}
	writeJSON(w, http.StatusOK, b.info(q, number, wanted))
}

// info is what a client is told.
func (b *Base) info(q question, number string, wanted bool) info {
	texts := b.Message
	if number != "" {
		texts = b.Seen
	}
	language := "ru"
	if q.language != "" && !strings.HasPrefix(strings.ToLower(q.language), "ru") {
		language = "en"
	}
	answer := info{NeedSendReport: wanted, UserMessage: strings.ReplaceAll(texts[language], "{number}", number)}
	switch {
	case !wanted && b.CrashesOnly && !q.crash:
		answer.UserMessage = "" // the extension tells the user
	case wanted:
		answer.DumpType = b.Dumps
	}
	return answer
}
