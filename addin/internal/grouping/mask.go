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
	tokenFile   = "<file>" // temporary or numbered file
)

// masker writes a text with tokens. The words before a value decide whether it
// is a part of the error.
type masker struct {
	out     strings.Builder
	words   [maxLabel]string // the last words of this clause, the nearest first
	wordEnd int              // of out, behind the nearest
	holder  bool             // the computer of a session was named, the rest of it follows
	depth   int              // of answers within answers
}

// blank writes a blank unless one is there already.
func (m *masker) blank() {
	if s := m.out.String(); s != "" && s[len(s)-1] != ' ' {
		m.out.WriteByte(' ')
	}
}

// token writes what stands for a value.
func (m *masker) token(token string) {
	m.out.WriteString(token)
	m.clause()
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
			token, end = m.variable(s, i)
		}
		switch {
		case token != "":
			m.token(token)
			i = end
		case end > i: // constant, to be kept as it is
			m.out.WriteString(s[i:end])
			m.clause()
			i = end
		case isWord(r):
			i = m.name(s, i)
		default:
			m.out.WriteRune(r)
			i += n
			if r == ';' || r == ',' || r == '!' || r == '?' || r == '.' && (i >= len(s) || s[i] == ' ') {
				m.clause()
			}
		}
	}
}

// variable recognises what starts at i: a token and its end; or an end without
// a token for what must be kept as it is; or nothing.
func (m *masker) variable(s string, i int) (token string, end int) {
	c := s[i]
	switch {
	case c == '\\' || c == '/' || i+2 < len(s) && s[i+1] == ':' && (s[i+2] == '\\' || s[i+2] == '/') && letter(c):
		if end = pathEnd(s, i); end > i {
			return tokenPath, end
		}
	case c == ':':
		if end = ip6End(s, i); end > i {
			return tokenDots, end
		}
		return "", i
	case c == '~':
		return fileName(s, i)
	case c == '-' || c == '+':
		if i+1 < len(s) && digit(s[i+1]) && (i == 0 || strings.IndexByte(" (=:[", s[i-1]) >= 0) {
			if token, end = m.codeNumber(s, i+1); token != "" {
				return "-" + token, end
			}
			if end = m.negativeCode(s, i+1); c == '-' && end > i+1 {
				return "", end
			}
			if token, end = number(s, i+1); token != "" {
				return token, end
			}
		}
		return "", i
	}
	if !digit(c) && !letter(c) {
		if c < utf8.RuneSelf {
			return "", i
		}
		return m.cyrillic(s, i)
	}
	for _, form := range [...]struct {
		end   func(string, int) int
		token string
	}{{idEnd, tokenID}, {tokenEnd, tokenID}, {m.identifier, tokenID}, {address, tokenAddr}, {urlEnd, tokenURL}, {ip6End, tokenDots}} {
		if end = form.end(s, i); end > i {
			if form.token == tokenAddr && m.hexCode(s, i, end) {
				return "", end
			}
			return form.token, end
		}
	}
	if token, end = fileName(s, i); end > i {
		return token, end
	}
	if end = hostEnd(s, i); end > i {
		return tokenHost, end
	}
	if end = errorCode(s, i); end > i {
		return "", end
	}
	if !digit(c) {
		return m.word(s, i)
	}
	if token, end = m.codeNumber(s, i); token != "" {
		return token, end
	}
	return number(s, i)
}

// word recognises what starts with a letter and is told by words.
func (m *masker) word(s string, i int) (token string, end int) {
	if end = weekdayEnd(s, i); end > i {
		return tokenDate, end
	}
	if end = monthEnd(s, i); end > i {
		return tokenDate, end
	}
	if end = m.person(s, i); end > i {
		return tokenString, end
	}
	if letter(s[i]) {
		if end = m.login(s, i); end > i {
			return tokenString, end
		}
	}
	if end = cellEnd(s, i); end > i {
		return tokenNumber, end
	}
	if end = quarterEnd(s, i); end > i {
		return tokenNumber, end
	}
	if end = m.glued(s, i); end > i {
		return tokenNumber, end
	}
	return documentNumber(s, i)
}

// cyrillic is variable for what starts with a letter of another script.
func (m *masker) cyrillic(s string, i int) (token string, end int) {
	if r, _ := utf8.DecodeRuneInString(s[i:]); !unicode.IsLetter(r) {
		return "", i
	}
	if token, end = fileName(s, i); end > i {
		return token, end
	}
	return m.word(s, i)
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
	word := s[i:j]
	if strings.EqualFold(word, "http") && j+1 < len(s) && s[j] == '/' && digit(s[j+1]) { // HTTP/1.1
		j = runEnd(s, j+1, func(c byte) bool { return digit(c) || c == '.' })
	}
	m.out.WriteString(maskName(s[i:j]))
	m.push(word)
	return m.session(s, j)
}

// maxHolder is more bytes than names of computers, users and applications have.
const maxHolder = 256

// session masks what stands behind the colon at i if it tells whose session it
// was: «компьютер: SRV, пользователь: Иванов, сеанс: 2, приложение: Тонкий клиент».
func (m *masker) session(s string, i int) int {
	kind := sessionWords[strings.ToLower(m.words[0])]
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
	m.token(": " + tokenString)
	return start + end
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
