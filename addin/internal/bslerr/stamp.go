package bslerr

import "strings"

// Time stamps that tools and journals print before an error.

// maxStampBytes is more than a stamp has.
const maxStampBytes = 48

// stampAt returns the length of a time stamp at the start of s, or 0: a date and a
// time («13.05.2023 17:47:56», «2024-03-12T10:15:01.123+03:00», «3/12/2024 10:15:01
// AM»), or a time with its seconds; perhaps in brackets. dated reports whether it
// has a date.
func stampAt(s string) (n int, dated bool) {
	s = s[:min(len(s), maxStampBytes)]
	i := 0
	var closing byte
	if s != "" && (s[0] == '[' || s[0] == '(') {
		closing = s[0] + 2
		if s[0] == '(' {
			closing = ')'
		}
		i++
	}
	if d := dateAt(s[i:]); d > 0 {
		dated = true
		i += d
		switch rest := s[i:]; {
		case strings.HasPrefix(rest, "T"), strings.HasPrefix(rest, "_"):
			i++
		case strings.HasPrefix(rest, ", "), strings.HasPrefix(rest, "  "):
			i += 2
		case strings.HasPrefix(rest, " в "):
			i += len(" в ")
		case strings.HasPrefix(rest, " "), strings.HasPrefix(rest, "\t"):
			i++
		default:
			return 0, false
		}
	}
	t := timeAt(s[i:], dated)
	if t == 0 {
		return 0, false
	}
	i += t
	if closing != 0 {
		if i >= len(s) || s[i] != closing {
			return 0, false
		}
		i++
	}
	return i, dated
}

// dateAt returns the length of a date at the start of s, or 0.
func dateAt(s string) int {
	for _, form := range [...]string{
		"0000-00-00", "0000/00/00", "0000.00.00", "00.00.0000", "00/00/0000", "0/00/0000", "00/0/0000", "0/0/0000", "00-00-0000", "0.00.0000", "00.00.00",
	} {
		if n := len(form); matches(s, form) && (n == len(s) || !isDigit(s[n])) {
			return n
		}
	}
	return 0
}

// timeAt returns the length of a time at the start of s with its fraction, half of
// the day and zone, or 0. Without a date a time needs its seconds.
func timeAt(s string, dated bool) int {
	i := 0
	switch {
	case matches(s, "00:00:00"):
		i = len("00:00:00")
	case matches(s, "0:00:00"):
		i = len("0:00:00")
	case dated && matches(s, "00:00"):
		i = len("00:00")
	case dated && matches(s, "0:00"):
		i = len("0:00")
	default:
		return 0
	}
	if i < len(s) && isDigit(s[i]) {
		return 0
	}
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',') && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); i++ {
		}
	}
	if strings.HasPrefix(s[i:], " AM") || strings.HasPrefix(s[i:], " PM") {
		i += len(" AM")
	}
	switch rest := s[i:]; {
	case strings.HasPrefix(rest, "Z"):
		i++
	case matches(rest, "+00:00"), matches(rest, "-00:00"):
		i += len("+00:00")
	case matches(rest, "+0000"), matches(rest, "-0000"):
		i += len("+0000")
	}
	return i
}

// stampLen returns the length of a time stamp at the start of a line, with the
// colon, comma or dash behind it, or 0. Text must follow.
func stampLen(s string) int {
	if s == "" || !isDigit(s[0]) && s[0] != '[' && s[0] != '(' {
		return 0
	}
	n, _ := stampAt(s)
	if n == 0 {
		return 0
	}
	if n < len(s) && (s[n] == ':' || s[n] == ',') {
		n++
	}
	if n >= len(s) || s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	for _, dash := range [...]string{" - ", " – ", " — ", " | "} {
		if strings.HasPrefix(s[n:], dash) {
			n += len(dash) - 1
		}
	}
	return n
}

// endsWithStamp returns where a time stamp begins that ends the text, perhaps with
// a colon or a dash behind it; ok is false if there is none.
func endsWithStamp(text string) (at int, ok bool) {
	end := len(strings.TrimRight(text, " \t:;,.-–—|"))
	for at = max(0, end-maxStampBytes); at < end; at++ {
		if c := text[at]; !isDigit(c) && c != '[' && c != '(' || at > 0 && !strings.ContainsRune(" \t,;", rune(text[at-1])) {
			continue
		}
		if n, _ := stampAt(text[at:end]); n == end-at {
			return at, true
		}
	}
	return 0, false
}

// datePrepositions stand before a date that belongs to a sentence: «Заказ от
// 12.03.2024 10:15:01».
var datePrepositions = map[string]bool{
	"от": true, "за": true, "на": true, "с": true, "со": true, "по": true, "до": true, "к": true, "в": true, "из": true, "и": true, "дата": true, "датой": true, "после": true, "перед": true,
	"of": true, "from": true, "at": true, "on": true, "dated": true, "till": true, "until": true, "to": true, "for": true, "since": true, "before": true, "after": true, "and": true, "date": true,
	"від": true, "із": true, "з": true, "та": true, "№": true,
}

// stampedLabel reports whether a text before a position is the label of a tool and
// the time: «Сообщение об ошибке 13.05.2023 17:47:56».
func stampedLabel(text string) bool {
	at, ok := endsWithStamp(text)
	if !ok {
		return false
	}
	label := strings.TrimRight(text[:at], " \t")
	if label == "" || !evenQuotes(label) || strings.Count(label, "«") != strings.Count(label, "»") {
		return label == ""
	}
	last := label[strings.LastIndexAny(label, " \t")+1:]
	return !datePrepositions[strings.ToLower(last)]
}

// matches reports whether s starts with digits where the form has zeros and
// with its other characters elsewhere.
func matches(s, form string) bool {
	if len(s) < len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == '0' {
			if !isDigit(s[i]) {
				return false
			}
		} else if s[i] != form[i] {
			return false
		}
	}
	return true
}
