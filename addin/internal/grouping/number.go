package grouping

import (
	"strings"
	"unicode/utf8"
)

// number recognises a date, a version or a number at i. What is glued to letters
// is a name and stays.
func number(s string, i int) (token string, end int) {
	if end = dateEnd(s, i); end > i {
		return tokenDate, end
	}
	if j := digitsEnd(s, i); j-i < 3 {
		if end = dayMonthEnd(s, j); end > j { // «12 марта 2021»
			return tokenDate, end
		}
	}
	if end = phoneEnd(s, i); end > i {
		return tokenNumber, end
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
	if other || parts > 1 || j+1 < len(s) && (s[j+1] == '-' || s[j+1] == '+') {
		j = exponentEnd(s, j) // else it is hexadecimal: 80070E57
	}
	switch {
	case wordAt(s, j):
		return "", i
	case parts > 2 && !other:
		return tokenDots, j
	case s[i:j] == "8.3" || s[i:j] == "8.2":
		return "", j // the platform, not a value
	}
	return tokenNumber, j
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
	if r != ' ' && r != '\u00a0' && r != '\u202f' && r != '\u2009' {
		return i
	}
	if j := digitsEnd(s, i+n); j-i-n == 3 && !wordAt(s, j) {
		return j
	}
	return i
}

// phoneEnd returns the end of a number of a phone at i, or i: ten to twelve digits
// in groups that blanks, hyphens and brackets part: 7 (495) 123-45-67.
func phoneEnd(s string, i int) int {
	end, digits, signs := i, 0, 0
	for j := i; j < len(s) && j-i < 24; j++ {
		switch c := s[j]; {
		case digit(c):
			digits++
			end = j + 1
		case strings.IndexByte(" -()", c) >= 0:
			if digit(s[j-1]) {
				signs++
			}
		default:
			j = len(s)
		}
	}
	if digits < 10 || digits > 12 || signs < 3 || wordAt(s, end) || !strings.ContainsAny(s[i:end], "-(") {
		return i
	}
	return end
}

// exponentEnd skips «E-05» behind a number.
func exponentEnd(s string, i int) int {
	if i+1 < len(s) && s[i]|0x20 == 'e' {
		j := i + 1
		if s[j] == '+' || s[j] == '-' {
			j++
		}
		if k := digitsEnd(s, j); k > j && k-j < 4 {
			return k
		}
	}
	return i
}

// Forms of dates and times. Zeros are digits.
var dateForms = [...]string{
	"00.00.0000", "00.00.00", "0.00.0000", "00/00/0000", "00/00/00", "0/00/00", "0/0/00", "00/0/00", "0/00/0000", "0/0/0000", "00/0/0000",
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
