package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenEnd returns the end of a token that is made for one use at i: a JWT, a
// MAC address, a SID, a random run of letters and digits; or i.
func tokenEnd(s string, i int) int {
	if strings.HasPrefix(s[i:], "eyJ") {
		if j := runEnd(s, i, isTokenByte); j-i >= 20 && strings.IndexByte(s[i:j], '.') > 0 {
			return trimDots(s, i, j)
		}
	}
	if strings.HasPrefix(s[i:], "S-1-") {
		if j := runEnd(s, i+4, func(c byte) bool { return digit(c) || c == '-' }); j > i+6 {
			return j
		}
	}
	if j := macEnd(s, i); j > i {
		return j
	}
	return randomEnd(s, i)
}

func isTokenByte(c byte) bool {
	return digit(c) || letter(c) || c == '-' || c == '_' || c == '.' || c == '+' || c == '/' || c == '='
}

func runEnd(s string, i int, in func(byte) bool) int {
	j := i
	for j < len(s) && j-i < maxToken && in(s[j]) {
		j++
	}
	return j
}

func trimDots(s string, i, j int) int {
	for j > i && s[j-1] == '.' {
		j--
	}
	return j
}

// macEnd recognises 00:1A:2B:3C:4D:5E and 00-1A-2B-3C-4D-5E.
func macEnd(s string, i int) int {
	const size = 17
	if len(s)-i < size || s[i+2] != ':' && s[i+2] != '-' {
		return i
	}
	for n := range size {
		if c := s[i+n]; n%3 == 2 && c != s[i+2] || n%3 != 2 && !hex(c) {
			return i
		}
	}
	if end := i + size; !wordAt(s, end) && (end >= len(s) || s[end] != s[i+2]) {
		return end
	}
	return i
}

// randomEnd recognises runs of at least 20 letters and digits that change places
// often, as no name does.
func randomEnd(s string, i int) int {
	const least = 20
	j, digits, changes, cases := i, 0, 0, 0
	for j < len(s) && j-i < maxToken && (digit(s[j]) || letter(s[j]) || s[j] == '_' || s[j] == '-' && j+1 < len(s) && (digit(s[j+1]) || letter(s[j+1]))) {
		if digit(s[j]) {
			digits++
		}
		if j > i && digit(s[j]) != digit(s[j-1]) {
			changes++
		}
		if j > i && letter(s[j]) && letter(s[j-1]) && s[j]&0x20 != s[j-1]&0x20 {
			cases++
		}
		j++
	}
	if j-i < least || digits < 3 || changes < 4 || wordAt(s, j) || changes+cases < (j-i)/5 {
		return i
	}
	return j
}

// ip6End returns the end of an address of IPv6 with its zone at i, or i.
func ip6End(s string, i int) int {
	j, colons, double := i, 0, false
	for j < len(s) && j-i < 46 && (hex(s[j]) || s[j] == ':') {
		if s[j] == ':' {
			colons++
			double = double || j > i && s[j-1] == ':'
		}
		j++
	}
	if !double && colons != 7 || double && colons > 7 || wordAt(s, j) {
		return i
	}
	if digits := strings.ContainsAny(s[i:j], "0123456789"); !digits {
		return i
	}
	if s[j-1] == ':' && !strings.HasSuffix(s[i:j], "::") {
		j--
	}
	if j < len(s) && s[j] == '%' {
		if k := runEnd(s, j+1, func(c byte) bool { return digit(c) || letter(c) }); k > j+1 {
			j = k
		}
	}
	return j
}

// idNames are the last words of names of what is given to one request or thing.
var idNames = set("id", "ид", "guid", "uuid", "uid", "идентификатор", "идентификатора", "идентификатором", "гуид", "nonce", "trace", "traceparent", "correlation", "etag", "rid", "requestid", "request_id", "sessionid",
	"traceid", "spanid", "messageid", "correlationid", "transactionid", "token", "токен", "signature", "подпись", "hash", "хеш", "хэш", "digest", "отпечаток", "thumbprint", "checksum")

// requests are what has such names: «идентификатор запроса», «request id».
var requests = set("запроса", "операции", "сообщения", "транзакции", "сессии", "сеанса", "задания", "пакета", "корреляции", "request", "message", "session", "transaction", "operation", "job")

// identifier returns the end of a value behind a name such as requestId= or
// «ИдЗапроса: », or i.
func (m *masker) identifier(s string, i int) int {
	if m.words[0] == "" || !m.namesID() {
		return i
	}
	between := strings.TrimRight(m.between(), " ")
	if len(between) > 3 || strings.Trim(between, `"'=:> `) != "" {
		return i
	}
	j := trimDots(s, i, runEnd(s, i, isTokenByte))
	if j == i || wordAt(s, j) {
		return i
	}
	digits := strings.ContainsAny(s[i:j], "0123456789")
	switch {
	case strings.HasSuffix(between, "="):
		return j
	case strings.HasSuffix(between, ">") && digits, strings.HasSuffix(between, ":") && digits && j-i >= 6:
		return j
	case between == "" && digits && j-i >= 6 && strings.Trim(s[i:j], "0123456789.-+") != "":
		return j // «request id 5f2a11bc»
	}
	return i
}

// namesID reports whether the last word names what is given to one request or thing.
func (m *masker) namesID() bool {
	parts := splitName(nil, m.words[0])
	if len(parts) == 0 { // a name of underscores
		return false
	}
	last := parts[len(parts)-1]
	if idNames[last] || idNames[strings.ToLower(m.words[0])] || parts[0] == "ид" || parts[0] == "идентификатор" {
		return true
	}
	return requests[last] && m.words[1] != "" && idNames[strings.ToLower(m.words[1])]
}

// glued masks numbers of documents whose prefix is glued to the digits:
// ОТГАГ012099. Short ones are names (БП30, ISO8601) unless a document is spoken
// of before them.
func (m *masker) glued(s string, i int) int {
	j, letters := i, 0
	for j < len(s) && letters <= 6 {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsUpper(r) {
			break
		}
		j += n
		letters++
	}
	k := digitsEnd(s, j)
	if letters == 0 || letters > 6 || k == j || wordAt(s, k) {
		return i
	}
	switch n := k - j; {
	case n >= 6 || n == 5 && s[j] == '0':
		return k
	case n >= 3 && letters <= 4 && m.ofDocument():
		return k
	}
	return i
}

// cellEnd returns the end of the address of a cell at i, R12C5, or i.
func cellEnd(s string, i int) int {
	if s[i] != 'R' {
		return i
	}
	row := digitsEnd(s, i+1)
	if row == i+1 || row >= len(s) || s[row] != 'C' {
		return i
	}
	if column := digitsEnd(s, row+1); column > row+1 && !wordAt(s, column) {
		return column
	}
	return i
}

// quarterEnd returns the end of the number of a part of a year at i, «III квартал»,
// or i.
func quarterEnd(s string, i int) int {
	j := runEnd(s, i, func(c byte) bool { return c == 'I' || c == 'V' || c == 'X' })
	if j == i || j-i > 4 {
		return i
	}
	for _, part := range [...]string{" квартал", " кв.", " полугод", " quarter", " half"} {
		if strings.HasPrefix(s[j:], part) {
			return j
		}
	}
	return i
}

// documents are words that are followed by the number of one.
var documents = [...]string{"документ", "счет", "счёт", "заказ", "накладн", "договор", "акт", "чек", "заявк", "поступлени", "реализаци", "перемещени", "платеж", "платёж", "ордер", "рейс", "лист", "карт", "invoice", "order", "document", "waybill", "contract"}

func (m *masker) ofDocument() bool {
	if strings.TrimRight(m.between(), " ") == "№" || strings.HasSuffix(strings.TrimRight(m.out.String(), " "), "№") {
		return true
	}
	if strings.TrimRight(m.between(), " ") != "" {
		return false
	}
	word := strings.ToLower(m.words[0])
	for _, d := range documents {
		if strings.HasPrefix(word, d) {
			return true
		}
	}
	return false
}

// documentNumber masks «ТД00-000012»: a short prefix, a hyphen, digits.
func documentNumber(s string, i int) (token string, end int) {
	j, n := i, 0
	for j < len(s) && n < 7 {
		r, size := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			break
		}
		j += size
		n++
	}
	if n == 0 || n > 6 || j >= len(s) || s[j] != '-' {
		return "", i
	}
	k := j + 1
	for k < len(s) && digit(s[k]) {
		k++
	}
	if k-j-1 < 3 || wordAt(s, k) {
		return "", i
	}
	return tokenNumber, k
}
