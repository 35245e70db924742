package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tokens that stand for what varies.
const (
	tokenID     = "<id>"   // GUID, reference, hash
	tokenDate   = "<date>" // date, time or both
	tokenNumber = "<num>"
	tokenDots   = "<ver>" // version, IP address
	tokenString = "<str>" // quoted value
	tokenPath   = "<path>"
	tokenURL    = "<url>"
	tokenHost   = "<host>"
	tokenAddr   = "<addr>" // address in memory
)

// masker writes a text with tokens. word is the last word written, which
// decides whether a quoted name or a number is a part of the error.
type masker struct {
	out    strings.Builder
	word   string
	holder bool // the computer of a session was named, the rest of it follows
}

// blank writes a blank unless one is there already.
func (m *masker) blank() {
	if s := m.out.String(); s != "" && s[len(s)-1] != ' ' {
		m.out.WriteByte(' ')
	}
}

// mask adds a piece of text. Every step consumes something and looks ahead no
// further than it consumes, or a bounded distance.
func (m *masker) mask(s string) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		start := i == 0 || !isWord(lastRune(s[:i]))
		var token string
		end := i
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			m.blank()
			i += n
			continue
		case r == '{':
			end = xmlName(s, i)
		case opensQuote(r) != 0:
			if after := m.quoted(s, i, r, start); after > i {
				i = after
				continue
			}
		case start:
			token, end = variable(s, i, m.word)
		}
		switch {
		case token != "":
			m.out.WriteString(token)
			i = end
		case end > i: // constant, to be kept as it is
			m.out.WriteString(s[i:end])
			i = end
		case isWord(r):
			i = m.name(s, i)
		default:
			m.out.WriteRune(r)
			i += n
		}
	}
}

// variable recognises what starts at i: a token and its end; or an end without
// a token for what must be kept as it is; or nothing.
func variable(s string, i int, word string) (token string, end int) {
	c := s[i]
	switch {
	case c == '\\' || c == '/' || i+2 < len(s) && s[i+1] == ':' && (s[i+2] == '\\' || s[i+2] == '/') && letter(c):
		if end = pathEnd(s, i); end > i {
			return tokenPath, end
		}
	case c == '-' || c == '+':
		if i+1 < len(s) && digit(s[i+1]) && (i == 0 || s[i-1] == ' ' || s[i-1] == '(' || s[i-1] == '=') {
			if token, end = number(s, i+1, ""); token != "" {
				return token, end
			}
		}
		return "", i
	}
	if !digit(c) && !letter(c) {
		if end = monthEnd(s, i); end > i {
			return tokenDate, end
		}
		return documentNumber(s, i)
	}
	if end = idEnd(s, i); end > i {
		return tokenID, end
	}
	if end = address(s, i); end > i {
		if statusCode(s[i:end]) {
			return "", end
		}
		return tokenAddr, end
	}
	if end = urlEnd(s, i); end > i {
		return tokenURL, end
	}
	if end = hostEnd(s, i); end > i {
		return tokenHost, end
	}
	if end = errorCode(s, i); end > i {
		return "", end
	}
	if end = monthEnd(s, i); end > i {
		return tokenDate, end
	}
	if digit(c) {
		return number(s, i, word)
	}
	return documentNumber(s, i)
}

// name writes a word; an apostrophe between letters belongs to it.
func (m *masker) name(s string, i int) int {
	j := i
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !isWord(r) {
			after, _ := utf8.DecodeRuneInString(s[j+n:])
			if (r != '\'' && r != '’') || j == i || !unicode.IsLetter(after) || !unicode.IsLetter(lastRune(s[:j])) {
				break
			}
		}
		j += n
	}
	if j == i {
		_, n := utf8.DecodeRuneInString(s[i:])
		j = i + n
	}
	m.word = s[i:j]
	m.out.WriteString(maskName(m.word))
	return m.session(s, j)
}

// maxHolder is more bytes than names of computers, users and applications have.
const maxHolder = 256

// session masks what stands behind the colon at i if it tells whose session it
// was: «компьютер: SRV, пользователь: Иванов, сеанс: 2, приложение: Тонкий клиент».
func (m *masker) session(s string, i int) int {
	kind := sessionWords[strings.ToLower(m.word)]
	m.holder = m.holder || kind == sessionStarts
	if kind == 0 || !m.holder || !strings.HasPrefix(s[i:], ": ") {
		return i
	}
	start := i + len(": ")
	window := s[start:min(len(s), start+maxHolder)]
	end := strings.IndexAny(window, ",;)")
	if end < 0 && len(window) < maxHolder {
		end = len(window)
	}
	if end <= 0 {
		return i
	}
	m.out.WriteString(": " + tokenString)
	return start + end
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
