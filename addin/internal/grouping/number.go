package grouping

import (
	"strings"
	"unicode/utf8"
)

// number recognises a date, a version or a number at i. word is the word
// before it. What is glued to letters is a name and stays.
func number(s string, i int, word string) (token string, end int) {
	if end = dateEnd(s, i); end > i {
		return tokenDate, end
	}
	if j := digitsEnd(s, i); j-i < 3 && strings.HasPrefix(s[j:], " ") {
		if end = monthEnd(s, j+1); end > j+1 { // «12 марта 2021»
			return tokenDate, end
		}
	}
	if token, end = documentNumber(s, i); token != "" {
		return token, end
	}
	j := digitsEnd(s, i)
	parts, other := 1, false
	for {
		k := groupEnd(s, j)
		if k == j {
			break
		}
		if s[j] == '.' {
			parts++
		} else {
			other = true
		}
		j = k
	}
	switch {
	case wordAt(s, j):
		return "", i
	case parts > 2 && !other:
		return tokenDots, j
	case s[i:j] == "8.3" || s[i:j] == "8.2":
		return "", j // the platform, not a value
	case strings.EqualFold(word, "SQLSTATE"):
		return "", j
	case j-i == 3 && statusWords[strings.ToLower(word)]:
		return "", j
	}
	return tokenNumber, j
}

// statusWords stand before the status of an answer, which says what is wrong:
// «HTTP 404», «Код состояния: 502».
var statusWords = map[string]bool{"http": true, "состояния": true, "status": true, "statuscode": true}

// Months: Russian ones without the letter that changes, English ones in full.
var (
	monthsRu = [...]string{"январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"}
	monthsEn = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

const maxMonth = len("сентября")

// month reports whether a word is a month, in English also a short one.
func month(word string) bool {
	for _, m := range monthsRu {
		if rest, ok := strings.CutPrefix(word, m); ok && utf8.RuneCountInString(rest) < 2 && (m != "ма" || strings.Contains("йяе", rest) && rest != "") {
			return true
		}
	}
	for _, m := range monthsEn {
		if len(word) > 2 && strings.HasPrefix(m, word) {
			return true
		}
	}
	return false
}

// monthEnd returns the end of a month with its year at i, or i: «март 2021»,
// «Nov  1 3999 12:00AM» as SQL Server prints it.
func monthEnd(s string, i int) int {
	j := i
	for j < len(s) && j-i <= maxMonth && (s[j] >= utf8.RuneSelf || letter(s[j])) {
		j++
	}
	if j-i < len("may") || j-i > maxMonth || j == len(s) || s[j] != ' ' {
		return i
	}
	j = blanksEnd(s, j)
	if j == len(s) || !digit(s[j]) || !month(strings.ToLower(strings.TrimRight(s[i:j], " "))) {
		return i
	}
	for range 2 { // a day may stand before the year
		j = blanksEnd(s, j)
		k := digitsEnd(s, j)
		switch {
		case k-j == 4 && !wordAt(s, k):
			if t := dateEnd(s, skipBetween(s, k)); t > k {
				k = t
			}
			for _, half := range [...]string{"AM", "PM"} {
				if strings.HasPrefix(s[k:], half) && !wordAt(s, k+len(half)) {
					return k + len(half)
				}
			}
			return k
		case k == j || k-j > 2:
			return i
		}
		j = k
		if j < len(s) && s[j] == ',' {
			j++
		}
	}
	return i
}

func blanksEnd(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

func digitsEnd(s string, i int) int {
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i
}

// groupEnd returns the end of a further group of digits: behind a dot or a
// comma, or of three digits behind a blank, as numbers are printed.
func groupEnd(s string, i int) int {
	if i >= len(s) {
		return i
	}
	if s[i] == '.' || s[i] == ',' {
		if j := digitsEnd(s, i+1); j > i+1 {
			return j
		}
		return i
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if r != ' ' && r != '\u00a0' && r != '\u202f' {
		return i
	}
	if j := digitsEnd(s, i+n); j-i-n == 3 && !wordAt(s, j) {
		return j
	}
	return i
}

// Forms of dates and times. Zeros are digits.
var dateForms = [...]string{
	"00.00.0000", "00.00.00", "0.00.0000", "00/00/0000", "0/00/0000", "0/0/0000", "00/0/0000",
	"0000-00-00", "0000/00/00", "0000.00.00", "00-00-0000",
}

var timeForms = [...]string{"00:00:00", "0:00:00", "00:00", "0:00"}

// dateEnd returns the end of a date, a time or both at i, or i.
func dateEnd(s string, i int) int {
	j := i
	for _, f := range dateForms {
		if fits(s, i, f) {
			j = i + len(f)
			break
		}
	}
	k := j
	if j > i {
		k = skipBetween(s, j)
	}
	for _, f := range timeForms {
		if fits(s, k, f) {
			return timeTail(s, k+len(f))
		}
	}
	return j
}

// skipBetween skips what stands between a date and a time.
func skipBetween(s string, i int) int {
	for _, sep := range [...]string{" в ", ", ", " at ", "T", " ", "_"} {
		if strings.HasPrefix(s[i:], sep) && i+len(sep) < len(s) && digit(s[i+len(sep)]) {
			return i + len(sep)
		}
	}
	return i
}

// timeTail skips fractions of a second, a half of the day and a time zone.
func timeTail(s string, i int) int {
	if i < len(s) && (s[i] == '.' || s[i] == ',') {
		if j := digitsEnd(s, i+1); j > i+1 {
			i = j
		}
	}
	for _, half := range [...]string{" AM", " PM", " am", " pm"} {
		if strings.HasPrefix(s[i:], half) && !wordAt(s, i+len(half)) {
			return i + len(half)
		}
	}
	if i < len(s) && s[i] == 'Z' && !wordAt(s, i+1) {
		return i + 1
	}
	if i < len(s) && (s[i] == '+' || s[i] == '-') && fits(s, i+1, "00:00") {
		return i + 1 + len("00:00")
	}
	return i
}

// fits reports whether digits and separators stand at i as in the form, and
// neither digits nor a further part follow.
func fits(s string, i int, form string) bool {
	if len(s)-i < len(form) {
		return false
	}
	for n := range len(form) {
		if form[n] == '0' {
			if !digit(s[i+n]) {
				return false
			}
		} else if s[i+n] != form[n] {
			return false
		}
	}
	end := i + len(form)
	if end >= len(s) {
		return true
	}
	sep := strings.Trim(form, "0")[0]
	return !digit(s[end]) && !(s[end] == sep && end+1 < len(s) && digit(s[end+1]))
}
