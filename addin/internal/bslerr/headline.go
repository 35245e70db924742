package bslerr

import (
	"strings"
	"unicode"
)

// Servers title an issue by the first line of a message. headline returns the
// value with a first line that says the error:
//
//   - a first line that ends with a colon or says nothing alone («Ошибка») is
//     joined with the next one;
//   - JSON without a position is headed by what it says of the error;
//   - a log, whose first line tells how it began, by the line of the error;
//   - an error without a message by its source line or its place.
func (e *Exception) headline() string {
	if strings.TrimFunc(e.Value, isBlank) == "" {
		return e.placeLine()
	}
	return Headline(e.Value)
}

// placeLine stands for the message of an error that has none.
func (e *Exception) placeLine() string {
	for f := range e.FromThrowSite() {
		switch {
		case f.Source != "":
			return f.Source
		case f.Module != "" && f.Kind != Platform:
			return f.Module
		}
	}
	return e.Type()
}

const (
	maxJoined      = 4   // lines that are joined to say something
	maxHeadBytes   = 400 // of a line that heads a message
	leastLogLines  = 3   // of a message that may be a log
	maxLogLines    = 2000
	maxSilentBytes = 80 // of a line that may say nothing
)

// Headline returns the message with a first line that says the error.
func Headline(value string) string {
	if said, ok := saidByAnswer(value); ok {
		return said + "\n" + value
	}
	for range maxJoined {
		first, rest, more := strings.Cut(value, "\n")
		rest = strings.TrimLeftFunc(rest, isBlank)
		if !more || rest == "" || !silent(first) {
			break
		}
		if said, ok := saidByAnswer(rest); ok {
			return first + " " + said + "\n" + rest
		}
		value = first + " " + rest
	}
	if line, ok := lineOfError(value); ok {
		return line + "\n" + value
	}
	return value
}

// silent reports whether a line says nothing without the next one.
func silent(line string) bool {
	line = strings.TrimFunc(line, isBlank)
	if strings.HasSuffix(line, ":") {
		return true
	}
	if len(line) > maxSilentBytes {
		return false
	}
	return silentWords(line)
}

// silentWords reports whether words, times and punctuation apart, say nothing of an
// error but that there is one.
func silentWords(line string) bool {
	if at, ok := endsWithStamp(line); ok {
		line = line[:at]
	}
	if n := stampLen(line); n > 0 {
		line = line[n:]
	}
	word := strings.ToLower(strings.TrimFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	word = strings.TrimLeft(strings.TrimLeft(word, "0123456789"), " ") // 500 Internal Server Error
	return word == "" || silentLines[word]
}

// silentPrefix returns the length of the words before a message that say no more than
// that it is one of an error: «Ошибка: », «SERVER ERROR: », «[ERROR] ».
func silentPrefix(line string) int {
	n := 0
	for range maxPrefixes {
		next := prefixLen(line[n:])
		if next == 0 || !silentWords(line[n:n+next]) {
			break
		}
		n += next
	}
	return n
}

// maxSilentWords is how many words a line has at most that says nothing.
const maxSilentWords = 4

// silentWordsLen returns the length of the words that a line begins with and that
// say nothing: the headline of «Error», «Division by 0» is «Error Division by 0».
func silentWordsLen(line string) int {
	silent, at := 0, 0
	for range maxSilentWords {
		i := strings.IndexByte(line[at:min(len(line), maxSilentBytes)], ' ')
		if i < 0 {
			break
		}
		at += i + 1
		if strings.IndexFunc(line[:at], unicode.IsLetter) >= 0 && silentWords(line[:at]) {
			silent = at
		}
		if at >= min(len(line), maxSilentBytes) {
			break
		}
	}
	return silent
}

// silentLines say that there is an error and not which.
var silentLines = func() map[string]bool {
	m := map[string]bool{}
	for _, line := range [...]string{
		"ошибка", "ошибки", "произошла ошибка", "возникла ошибка", "обнаружена ошибка", "системная ошибка", "критическая ошибка",
		"неизвестная ошибка", "непредвиденная ошибка", "внутренняя ошибка", "фатальная ошибка", "сообщение об ошибке", "текст ошибки", "описание ошибки",
		"подробное описание ошибки", "информация об ошибке", "внимание", "здравствуйте", "добрый день", "доброе утро", "добрый вечер", "коллеги", "исключение", "сбой", "предупреждение", "произошла ошибка приложения",
		"error", "errors", "an error occurred", "an error has occurred", "error occurred", "unknown error", "unexpected error", "internal error",
		"critical error", "fatal error", "fatal", "system error", "error message", "error text", "error description", "attention", "warning", "hello", "hi",
		"internal server error", "внутренняя ошибка сервера", "ошибка сервера", "exception", "failure", "failed", "server error",
		"помилка", "помилки", "сталася помилка", "виникла помилка", "невідома помилка", "увага", "виняток", "опис помилки", "текст помилки",
	} {
		m[line] = true
	}
	return m
}()

// tone is how a line speaks of an error.
type tone int

const (
	neutral tone = iota // it does not
	denies              // «не заполнено»: a message may say no more
	names               // «ошибка», «error», a phrase of the platform
)

// toneWords are beginnings of words that name an error; deniers are whole words,
// or beginnings, that make a line a message of one.
var (
	toneWords = [...]string{"ошиб", "исключени", "сбо", "авари", "крах", "помилк", "винят", "error", "exception", "fail", "fatal", "fault", "critical", "crash", "err", "panic"}
	deniers   = [...]string{"не", "нет", "нельзя", "невозмож", "недопуст", "неверн", "неправильн", "некоррект", "недостаточ", "недостат", "отказ", "запрещ", "отсутств", "превыш", "наруш", "конфликт", "ні", "немає", "неможлив", "cannot", "can't", "could", "unable", "not", "no", "invalid", "denied", "missing", "refused", "forbidden", "timeout", "unknown", "without", "must"}
)

// speaks tells how the first line of a message speaks of an error.
func speaks(line string) tone {
	line, _, _ = strings.Cut(line, "\n")
	if len(line) > maxHeadBytes {
		line = line[:maxHeadBytes]
	}
	if phraseKey(line) != "" {
		return names
	}
	t := neutral
	for word := range strings.FieldsFuncSeq(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		for _, w := range toneWords {
			if strings.HasPrefix(word, w) && (w != "err" || word == w) && (w != "сбо" || word == "сбой" || word == "сбои" || word == "сбоя") {
				return names
			}
		}
		for _, w := range deniers {
			if word == w || len(w) > 8 && strings.HasPrefix(word, w) {
				t = denies
			}
		}
	}
	return t
}

// lineOfError finds the line of a log that names the error, if its first one does
// not speak of any.
func lineOfError(value string) (string, bool) {
	first, _, _ := strings.Cut(value, "\n")
	if strings.Count(value, "\n") < leastLogLines-1 || speaks(first) != neutral && !counts(first) && !nothingWrong(first) {
		return "", false
	}
	seen, denial := 0, ""
	for line := range strings.SplitSeq(value, "\n") {
		if seen++; seen > maxLogLines {
			break
		}
		line = strings.TrimFunc(line, isBlank)
		if len(line) > maxHeadBytes || silent(line) || counts(line) || nothingWrong(line) {
			continue
		}
		switch speaks(line) {
		case names:
			return line, true
		case denies:
			if denial == "" {
				denial = line
			}
		}
	}
	return denial, denial != ""
}

// counts reports whether a line is numbers with their names: «Ошибок: 1», «Tests run:
// 15, Failures: 1».
func counts(line string) bool {
	for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == ';' }) {
		if !countsOne(part) {
			return false
		}
	}
	return line != ""
}

func countsOne(line string) bool {
	name := strings.TrimRight(line, "0123456789 ")
	if name == line || name == "" || strings.IndexByte(":=-", name[len(name)-1]) < 0 {
		return false
	}
	return len(strings.Fields(name)) <= 3
}

// nothingWrong reports whether a line counts errors and finds none: «Ошибок: 0»,
// «без ошибок».
func nothingWrong(line string) bool {
	low := strings.ToLower(line)
	for _, s := range [...]string{"без ошиб", "ошибок нет", "ошибок не ", "нет ошибок", "ошибок: 0", "ошибки: 0", "ошибок - 0", "без помил", "помилок: 0",
		"no error", "without error", "errors: 0", "0 errors", "0 error(s)", "failed: 0", "failed=0", "0 failed", "errors=0"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}
