package grouping

import (
	"strings"
	"unicode/utf8"
)

// Numbers that say what is wrong stay in a message: the status of an answer, the
// code of an error. They are told by the words before them, by what stands
// behind them, or by their form.

// codeNouns are words for a code; a number behind them is one if the words
// around say of what.
var codeNouns = set("код", "кода", "коду", "кодом", "коде", "коды", "code", "codes", "rc", "statuscode", "errorcode", "errcode", "exitcode", "returncode", "resultcode")

// codeOwners say of what a code is; they stand before or behind the noun.
var codeOwners = set("статус", "состояние", "ответа", "состояния", "статуса", "ошибки", "ошибке", "возврата", "завершения", "результата", "выхода", "отказа", "исключения", "сбоя", "причины",
	"http", "https", "api", "com", "odbc", "sql", "ssl", "tls", "soap", "os", "ос", "системы", "системный", "субд", "сервера", "сервиса", "сайта", "сервер", "сервис",
	"операции", "события", "устройства", "драйвера", "ккт", "фн", "банка", "терминала", "winsock", "сокета",
	"status", "error", "err", "exit", "return", "returned", "response", "result", "fault", "reason", "native", "server", "service", "system", "socket", "failure", "request",
	"помилки", "відповіді", "стану", "повернення", "завершено", "вернул", "вернула", "вернуло", "вернули", "возвратил", "возвратила", "возвращен", "возвращён",
	"завершился", "завершилась", "завершилось", "завершена", "завершён", "завершен", "остановлен", "ответил", "ответила", "ответило", "ошибкой", "ошибка",
	"exited", "failed", "terminated", "responded", "answered", "with", "returns", "упал", "упала")

// codeJoints may stand between a noun, its owner and the number.
var codeJoints = set("is", "was", "of", "with", "from", "the", "a", "равен", "был", "получен", "от", "с", "со", "по", "на", "сервера", "сервиса", "сайта", "веб", "web")

// codeNames are names whose number is a code by itself.
var codeNames = set("errno", "winerror", "sqlcode", "sqlstate", "hresult", "hr", "http", "https", "curle", "curl", "smtp", "ftp", "wsa", "ora", "errcode", "statuscode", "errorcode",
	"exitcode", "returncode", "resultcode", "scode", "native", "ntstatus", "lasterror", "faultcode")

// errorWords are followed by the number of an error: «Error 1067», «Ошибка №5».
var errorWords = set("error", "err", "ошибка", "ошибку", "ошибкой", "ошибке", "fault", "exception", "failure", "помилка", "исключение", "lasterror")

// statusNouns are followed by the status of an answer, which has three digits.
var statusNouns = set("status", "статус", "статуса", "статусом", "состояние", "состояния", "состоянием", "стан", "стану")

// answerWords are followed by the status of an answer that failed.
var answerWords = set("вернул", "вернула", "вернуло", "возвратил", "возвратила", "возвратило", "вернулся", "ответил", "ответила", "ответило", "ответ", "ответом", "ответа", "получен", "получили", "получено",
	"returned", "returns", "responded", "response", "answered", "answer", "got", "received", "with", "ошибку", "ошибка", "ошибкой", "error", "gave", "повернув", "відповів")

// answerers are who gives an answer; closingOf are the brackets round its status.
var (
	answerers = set("сервис", "сервиса", "сервер", "сервера", "сайт", "сайта", "шлюз", "шлюза", "запрос", "запроса", "api", "service", "server", "site", "gateway", "request")
	closingOf = map[byte]string{'(': ")", '[': "]", '<': ">"}
)

// negativeCode returns the end of a number below zero whose digits start at i, if it is
// the code of an error: «Ошибка СБИС: -32000», and those that JSON-RPC reserves. It is
// i if not.
func (m *masker) negativeCode(s string, i int) int {
	end := digitsEnd(s, i)
	if wordAt(s, end) || end-i > 9 || end < len(s) && (s[end] == '.' || s[end] == ',') && end+1 < len(s) && digit(s[end+1]) {
		return i
	}
	if end-i == 5 && s[i:end] >= "32000" && s[i:end] <= "32768" {
		return end
	}
	if strings.TrimRight(m.between(), " ") != ":" || end-i < 2 {
		return i
	}
	words, n := m.label()
	for _, word := range words[:n] {
		if errorWords[word] {
			return end
		}
	}
	return i
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// isCode reports whether a number that ends at an offset of s says what is wrong.
func (m *masker) isCode(s, number string, end int) bool {
	failed := len(number) == 3 && (number[0] == '4' || number[0] == '5')
	if strings.HasPrefix(s[end:], "(0x") || reasonAt(s, end, number) || failed && m.answers() {
		return true
	}
	if m.words[0] == "" {
		return false
	}
	between := m.between()
	if len(between) > 6 || strings.Trim(between, " :=#№([]<\"'>-–—\\/") != "" {
		return false
	}
	words, n := m.label()
	first := words[0]
	digits := len(number)
	bracketed := strings.ContainsAny(between, "([<#№")
	switch {
	case codeNames[first], bracketed && n > 1 && words[1] == "sqlstate", first == "state" && n > 1 && words[1] == "sql", first == "error" && n > 1 && words[1] == "last": // SQLSTATE[HY000] [2002]
		return true
	case first == "msg" && strings.HasPrefix(s[end:], ", Level"), // of an SQL server
		(first == "ошибки" || first == "помилки") && n > 1 && (words[1] == "номер" || words[1] == "номером"), first == "number" && n > 1 && words[1] == "error":
		return true
	case statusNouns[first] && digits == 3, first == "status" && n > 1 && words[1] == "exit":
		return true
	case n > 2 && words[1] == "ошибки" && codeNouns[words[2]] && strings.Contains(between, ":"), // «Код ошибки ФФД: 15»
		n > 1 && errorWords[words[1]] && between == " " && ascii(first) && !codeJoints[first]: // «Ошибка Windows 5»
		return true
	case codeNouns[first]:
		for _, word := range words[1:n] {
			if codeOwners[word] {
				return true
			}
			if !codeJoints[word] {
				break
			}
		}
		return first != "кодом" && digits <= 3 && (digits == 1 || number[0] != '0')
	case codeOwners[first] || codeJoints[first]:
		for _, word := range words[1:n] {
			if codeNouns[word] {
				return true
			}
			if !codeOwners[word] && !codeJoints[word] {
				break
			}
		}
	}
	if errorWords[first] {
		joined := !strings.ContainsAny(between, ":=") || bracketed
		if joined || failed || end < len(s) && (s[end] == ':' || s[end] == '(') || strings.HasPrefix(s[end:], " (") {
			return number[0] != '0' || digits == 1
		}
	}
	if !failed {
		return false
	}
	for _, word := range words[:n] {
		switch {
		case answerWords[word]:
			return true // «ответ сервера: 502», «Ошибка авторизации (401)»
		case bracketed && answerers[word] && strings.HasPrefix(s[end:], closingOf[between[len(between)-1]]):
			return true // «Сервис недоступен [503]»
		case !bracketed && !codeJoints[word] && !codeOwners[word]:
			return false
		}
	}
	return false
}

// answers reports whether an arrow stands before what is written next: «GET /a -> 404».
func (m *masker) answers() bool {
	out := m.out.String()
	return strings.HasSuffix(out, "> -> ") || strings.HasSuffix(out, "> => ") || strings.HasSuffix(out, "> → ")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// reasons are the phrases of HTTP behind a status.
var reasons = [...]string{
	"Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed", "Not Acceptable", "Proxy Authentication",
	"Request Timeout", "Request Time-out", "Conflict", "Gone", "Length Required", "Precondition", "Payload Too Large", "Request Entity", "URI Too Long", "Request-URI",
	"Unsupported Media", "Too Many Requests", "Unprocessable", "Locked", "Upgrade Required", "Internal Server Error", "Internal Error", "Not Implemented", "Bad Gateway",
	"Service Unavailable", "Service Temporarily", "Gateway Timeout", "Gateway Time-out", "HTTP Version", "Insufficient Storage", "Moved", "Found", "See Other",
	"Temporary Redirect", "Permanent Redirect", "Not Modified", "OK", "Created", "Accepted", "No Content",
}

// reasonAt reports whether a phrase of HTTP stands behind a number of three digits.
func reasonAt(s string, end int, number string) bool {
	if len(number) != 3 || number[0] < '1' || number[0] > '5' {
		return false
	}
	rest := strings.TrimLeft(s[end:min(len(s), end+40)], " -–:()\"'")
	for _, reason := range reasons {
		if len(rest) >= len(reason) && strings.EqualFold(rest[:len(reason)], reason) && !wordAt(rest, len(reason)) {
			return true
		}
	}
	return false
}

// codeNumber returns the number at i without the blanks that group its digits,
// and its end, if it is a code; else "".
func (m *masker) codeNumber(s string, i int) (code string, end int) {
	if dateEnd(s, i) > i {
		return "", i
	}
	end = digitsEnd(s, i)
	for {
		next := groupEnd(s, end)
		if next == end || s[end] == '.' || s[end] == ',' || next-end > 6 {
			break
		}
		end = next
	}
	if wordAt(s, end) || end < len(s) && s[end] == '.' && end+1 < len(s) && digit(s[end+1]) {
		return "", i
	}
	code = s[i:end]
	if plain := digitsEnd(s, i); plain < end {
		code = onlyDigits(code)
		if len(code) > 6 || reasonAt(s, plain, s[i:plain]) {
			end = plain
			code = s[i:end]
		}
	}
	if end-i > 32 || !m.isCode(s, code, end) {
		return "", i
	}
	return code, end
}

func onlyDigits(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if digit(s[i]) {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// address returns the end of «0x…» at i, or i.
func address(s string, i int) int {
	if !strings.HasPrefix(s[i:], "0x") && !strings.HasPrefix(s[i:], "0X") {
		return i
	}
	j := i + 2
	for j < len(s) && j-i < maxToken && hex(s[j]) {
		j++
	}
	if j == i+2 || wordAt(s, j) {
		return i
	}
	return j
}

// hexCode reports whether «0x…» at s[i:end] is a code of an error rather than an
// address in memory or a part of a key: 0xC0000005, 0x80020009, 126(0x0000007E),
// «Ошибка ККТ 0x4B».
func (m *masker) hexCode(s string, i, end int) bool {
	number := s[i+2 : end]
	if len(number) == 8 {
		return number[0] == '8' || number[0]|0x20 == 'c' || strings.HasPrefix(number, "0000") || strings.EqualFold(number, "ffffffff")
	}
	if i > 1 && s[i-1] == '(' && digit(s[i-2]) {
		return true
	}
	if len(number) > 4 || len(m.between()) > 4 || strings.ContainsAny(m.between(), ",;") {
		return false
	}
	words, n := m.label()
	for _, word := range words[:n] {
		if errorWords[word] || codeNouns[word] || codeNames[word] {
			return true
		}
	}
	return false
}

// vendors print codes as ORA-00060.
var vendors = [...]string{"ORA-", "TNS-", "PLS-", "DPI-", "FRM-", "SP2-", "DIA-"}

// errorCode returns the end of «name=value» or «ORA-00060» at i if the value is
// the code of an error, or i.
func errorCode(s string, i int) int {
	for _, vendor := range vendors {
		if rest, ok := strings.CutPrefix(s[i:], vendor); ok {
			if n := digitsEnd(rest, 0); n >= 4 && n <= 5 && !wordAt(rest, n) {
				return i + len(vendor) + n
			}
		}
	}
	for _, name := range [...]string{"HRESULT=", "SQLSTATE=", "native="} {
		if strings.HasPrefix(s[i:], name) {
			j := i + len(name)
			for j < len(s) && (digit(s[j]) || letter(s[j])) {
				j++
			}
			return j
		}
	}
	return i
}
