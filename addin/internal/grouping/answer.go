package grouping

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The answer of a service within a message is JSON, well-formed or cut or in
// single quotes. Of it stays what says the error: code, message and their kin,
// in the order of the text; how it is laid out does not count.

// tellingKeys are names of what says the error, in small letters and without
// signs between words.
var tellingKeys = set("code", "error", "errors", "err", "errcode", "errorcode", "errormessage", "errormsg", "errmsg", "errortext", "errordescription", "errorsummary", "errordetail", "errordetails", "errorname", "errortype", "errno",
	"message", "msg", "messagetext", "detail", "details", "description", "reason", "reasoncode", "title", "status", "statuscode", "statustext", "statusmessage", "httpcode", "httpstatus", "httpstatuscode", "subcode", "suberror",
	"exception", "exceptionmessage", "exceptiontype", "fault", "faultcode", "faultstring", "faultdescription", "cause", "result", "resultcode", "resultmessage", "returncode", "retcode", "responsecode", "response", "usermessage", "developermessage",
	"код", "кодошибки", "ошибка", "ошибки", "описание", "описаниеошибки", "текст", "текстошибки", "сообщение", "сообщениеобошибке", "причина", "статус", "кодответа", "кодсостояния", "кодвозврата", "результат")

// codeKeys are those whose numbers are codes.
var codeKeys = set("code", "error", "err", "errcode", "errorcode", "errno", "reasoncode", "status", "statuscode", "httpcode", "httpstatus", "httpstatuscode", "subcode", "faultcode", "resultcode", "result", "returncode", "retcode", "responsecode",
	"код", "кодошибки", "ошибка", "статус", "кодответа", "кодсостояния", "кодвозврата", "результат")

// answerStart returns where JSON begins in the first bytes of a text, or -1.
func answerStart(s string, line int) int {
	for i := 0; i < line; i++ {
		if s[i] != '{' && s[i] != '[' {
			continue
		}
		j := skipBlank(s, i+1)
		if s[i] == '[' && j < len(s) && s[j] == '{' {
			j = skipBlank(s, j+1)
		}
		key, end, ok := scanString(s, j)
		if !ok || key == "" || s[i] == '[' && s[j-1] == '[' {
			continue
		}
		if k := skipBlank(s, end); k < len(s) && s[k] == ':' {
			return i
		}
	}
	return -1
}

// maxAnswers bounds answers within texts of answers.
const maxAnswers = 3

// answer adds JSON that begins a text, and returns where it ends.
func (m *masker) answer(s string) (end int) {
	a := answer{depth: m.depth}
	end = a.value(s, 0, "", false, 0)
	pairs := a.telling
	if len(pairs) == 0 {
		pairs = a.rest
	}
	m.blank()
	m.out.WriteByte('{')
	last := ""
	for _, pair := range pairs {
		if pair == last {
			continue
		}
		if last != "" {
			m.out.WriteByte(',')
		}
		m.out.WriteString(pair)
		last = pair
	}
	m.out.WriteByte('}')
	m.clause()
	return end
}

// answer collects what JSON says.
type answer struct {
	telling, rest []string
	depth         int
}

// maxNested bounds objects within objects.
const maxNested = 16

// value reads a value at i, which stands under a key, and returns its end. Under
// a telling key are those of its arrays, too.
func (a *answer) value(s string, i int, key string, telling bool, nested int) int {
	i = skipBlank(s, i)
	if i >= len(s) {
		return i
	}
	switch c := s[i]; {
	case (c == '{' || c == '[') && nested < maxNested:
		return a.container(s, i, key, telling, nested)
	case c == '"' || c == '\'' || c == '\\':
		text, end, _ := scanString(s, i)
		if end == i {
			return i + 1
		}
		a.text(key, text, telling)
		return end
	}
	end := i
	for end < len(s) && strings.IndexByte(",}] \t\r\n{[", s[end]) < 0 {
		end++
	}
	a.scalar(key, s[i:end], telling)
	return max(end, i+1)
}

func (a *answer) container(s string, i int, key string, telling bool, nested int) int {
	object := s[i] == '{'
	for i++; ; {
		i = skipBlank(s, i)
		if i >= len(s) {
			return i
		}
		switch c := s[i]; {
		case c == '}' || c == ']':
			return i + 1
		case c == ',' || c == ':':
			i++
		case object:
			name, end, ok := scanString(s, i)
			if !ok {
				name, end = bareKey(s, i)
			}
			if end == i {
				return i // no JSON any more
			}
			i = skipBlank(s, end)
			if i >= len(s) || s[i] != ':' {
				continue
			}
			flat := flatKey(name)
			i = a.value(s, i+1, flat, tellingKeys[flat], nested+1)
		default:
			i = a.value(s, i, key, telling, nested+1)
		}
	}
}

func (a *answer) text(key, text string, telling bool) {
	if !telling {
		a.rest = append(a.rest, key+":"+tokenString)
		return
	}
	text = unescape(text)
	if codeKeys[key] && text != "" && len(text) < 10 && strings.Trim(text, "0123456789") == "" {
		a.telling = append(a.telling, key+":"+text)
		return
	}
	inner := masker{depth: a.depth + 1}
	if inner.depth < maxAnswers {
		inner.text(text)
	} else {
		inner.mask(text)
	}
	if said := strings.TrimSpace(inner.out.String()); said != "" {
		a.telling = append(a.telling, key+":"+said)
	}
}

func (a *answer) scalar(key, text string, telling bool) {
	switch {
	case text == "null" || text == "":
		a.rest = append(a.rest, key+":null")
	case text == "true" || text == "false":
		a.rest = append(a.rest, key+":"+text)
	case telling && codeKeys[key]:
		a.telling = append(a.telling, key+":"+text)
	default:
		a.rest = append(a.rest, key+":"+tokenNumber)
	}
}

func skipBlank(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

// scanString reads a text in quotes at i, as it is written. ok is false if none
// stands there; one that is cut ends with s.
func scanString(s string, i int) (text string, end int, ok bool) {
	if i >= len(s) {
		return "", i, false
	}
	quote := s[i : i+1]
	if strings.HasPrefix(s[i:], `\"`) { // JSON within a text of JSON
		quote = `\"`
	} else if quote != `"` && quote != "'" {
		return "", i, false
	}
	start := i + len(quote)
	for j := start; j < len(s); j++ {
		switch {
		case strings.HasPrefix(s[j:], quote):
			return s[start:j], j + len(quote), true
		case s[j] == '\\' && quote != `\"`:
			j++
		}
	}
	return s[start:], len(s), true
}

// bareKey reads a key without quotes.
func bareKey(s string, i int) (key string, end int) {
	end = i
	for end < len(s) && end-i < 64 {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !isWord(r) && r != '-' {
			break
		}
		end += n
	}
	return s[i:end], end
}

// flatKey is a key in small letters without signs between words.
func flatKey(key string) string {
	if len(key) > 64 {
		return "…"
	}
	if at := strings.LastIndexByte(key, ':'); at >= 0 { // a name space
		key = key[at+1:]
	}
	if strings.ContainsAny(key, "_-. ") {
		key = strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(key)
	}
	return strings.ToLower(key)
}

// unescape writes out the escapes of JSON; bad ones stay.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'r', 't':
			b.WriteByte(' ')
		case 'u':
			if i+5 <= len(s) {
				if n, err := strconv.ParseUint(s[i+1:i+5], 16, 32); err == nil {
					b.WriteRune(rune(n))
					i += 4
					continue
				}
			}
			b.WriteString(`\u`)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
