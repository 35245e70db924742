package grouping

import (
	"strings"
	"unicode/utf8"
)

// Months: Russian ones without the letter that changes, Ukrainian ones likewise,
// English ones in full.
var (
	monthsRu = [...]string{"январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"}
	monthsUk = [...]string{"січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листопад", "груд"}
	monthsEn = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	shortRu  = set("янв", "фев", "февр", "мар", "апр", "июн", "июл", "авг", "сен", "сент", "окт", "ноя", "нояб", "дек")
	shortUk  = set("січ", "лют", "бер", "кві", "квіт", "тра", "трав", "чер", "черв", "лип", "сер", "серп", "вер", "вер", "жов", "жовт", "лис", "гру", "груд")
)

const maxMonth = len("листопада")

// month reports whether a word is a month, also a short one. full is set for
// Russian ones that no other word looks like.
func month(word string) (ok, full bool) {
	for _, m := range monthsRu {
		if rest, ok := strings.CutPrefix(word, m); ok && utf8.RuneCountInString(rest) < 2 && (m != "ма" || strings.Contains("йяе", rest) && rest != "") {
			return true, true
		}
	}
	if shortRu[word] {
		return true, false
	}
	for _, m := range monthsEn {
		if len(word) > 2 && (strings.HasPrefix(m, word) || word == "sept") {
			return true, false
		}
	}
	if shortUk[word] {
		return true, false
	}
	for _, m := range monthsUk {
		if rest, ok := strings.CutPrefix(word, m); ok && (rest == "ень" || rest == "ня" || rest == "ий" || rest == "ого" || rest == "пад" || rest == "а" || rest == "") {
			return true, false
		}
	}
	return false, false
}

// monthWord returns the end of a month at i, a dot behind a short one included;
// or i.
func monthWord(s string, i int) (end int, full bool) {
	j := i
	for j < len(s) && j-i <= maxMonth && (s[j] >= utf8.RuneSelf || letter(s[j])) {
		_, n := utf8.DecodeRuneInString(s[j:])
		j += n
	}
	if j-i < len("may") || j-i > maxMonth || wordAt(s, j) {
		return i, false
	}
	ok, full := month(strings.ToLower(s[i:j]))
	if !ok {
		return i, false
	}
	if !full && j < len(s) && s[j] == '.' {
		j++
	}
	return j, full
}

// monthEnd returns the end of a month with its year at i, or i: «март 2021»,
// «Nov  1 3999 12:00AM» as SQL Server prints it, «Mar 12 10:20:30 2021».
func monthEnd(s string, i int) int {
	c := s[i]
	if c < utf8.RuneSelf && !letter(c) {
		return i
	}
	j, _ := monthWord(s, i)
	if j == i || j == len(s) || s[j] != ' ' && s[j] != '-' {
		return i
	}
	if j++; s[j-1] == ' ' {
		j = blanksEnd(s, j)
	}
	if j == len(s) || !digit(s[j]) {
		return i
	}
	for range 2 { // a day may stand before the year
		j = blanksEnd(s, j)
		k := digitsEnd(s, j)
		switch {
		case k-j == 4 && !wordAt(s, k):
			return yearTail(s, k)
		case k == j || k-j > 2:
			return i
		case k < len(s) && s[k] == ':':
			t := dateEnd(s, j)
			if t == j {
				return i
			}
			if y := blanksEnd(s, t); digitsEnd(s, y)-y == 4 && y > t {
				return y + 4
			}
			return t
		}
		j = k
		if j < len(s) && s[j] == ',' {
			j++
		}
	}
	return i
}

// yearTail skips a time and a zone behind a year.
func yearTail(s string, k int) int {
	if t := dateEnd(s, skipBetween(s, k)); t > k {
		k = t
	}
	for _, tail := range [...]string{"AM", "PM", " GMT", " UTC"} {
		if strings.HasPrefix(s[k:], tail) && !wordAt(s, k+len(tail)) {
			return k + len(tail)
		}
	}
	if k+2 < len(s) && s[k] == ' ' && (s[k+1] == '+' || s[k+1] == '-') { // mail: -0300
		if z := digitsEnd(s, k+2); z-k-2 == 4 && !wordAt(s, z) {
			return z
		}
	}
	return k
}

// dayMonthEnd returns the end of «12 марта 2021», «3 дек. 2025», «12-Mar-2021»
// whose day ends at j; of a Russian month in full the year may be missing. Else j.
func dayMonthEnd(s string, j int) int {
	if j >= len(s) || s[j] != ' ' && s[j] != '-' {
		return j
	}
	start := j + 1
	if s[j] == ' ' {
		start = blanksEnd(s, start)
	}
	if start >= len(s) {
		return j
	}
	end, full := monthWord(s, start)
	if end == start {
		return j
	}
	k := end
	if k < len(s) && (s[k] == ' ' || s[k] == '-') {
		k++
	}
	if y := digitsEnd(s, k); (y-k == 4 || y-k == 2 && s[k-1] == '-') && !wordAt(s, y) && k > end {
		return yearTail(s, y)
	}
	if full {
		return end
	}
	return j
}

// weekdays stand before a date in mail and logs: «Thu, 12 Mar 2021».
var weekdays = [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"}

// weekdayEnd returns the end of a weekday with the date behind it, or i.
func weekdayEnd(s string, i int) int {
	for _, day := range weekdays {
		if !strings.HasPrefix(s[i:], day) {
			continue
		}
		j := i + len(day)
		if j < len(s) && s[j] == ',' {
			j++
		}
		if j >= len(s) || s[j] != ' ' || j+1 >= len(s) {
			return i
		}
		j++
		if end := monthEnd(s, j); end > j {
			return end
		}
		if digit(s[j]) {
			if end := dateEnd(s, j); end > j {
				return end
			}
			k := digitsEnd(s, j)
			if end := dayMonthEnd(s, k); end > k && k-j < 3 {
				return end
			}
		}
	}
	return i
}
