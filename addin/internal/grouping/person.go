package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// userWords stand before the name of a user.
var userWords = [...]string{"пользовател", "сотрудник", "менеджер", "ответственн", "кассир", "логин", "исполнител", "користувач", "автор", "user", "username", "login", "usr", "operator", "manager", "employee"}

func (m *masker) ofUser() bool {
	word := strings.ToLower(m.words[0])
	if strings.HasSuffix(word, "ам") || strings.HasSuffix(word, "ями") || strings.HasSuffix(word, "ей") || word == "authorization" || word == "авторизация" {
		return false
	}
	for _, w := range userWords {
		if rest, ok := strings.CutPrefix(word, w); ok && (w[0] >= utf8.RuneSelf && utf8.RuneCountInString(rest) <= 3 || rest == "" || rest == "name") {
			return true
		}
	}
	return false
}

// person returns the end of the name of a human being at i, or i: «Иванов И.И.»,
// «И. И. Иванов», «Иванов Иван Иванович», and what stands behind «пользователь».
func (m *masker) person(s string, i int) int {
	first := capitalEnd(s, i)
	if first == i {
		return i
	}
	ofUser := m.words[0] != "" && len(m.between()) <= 2 && strings.Trim(m.between(), " :") == "" && m.ofUser()
	single := utf8.RuneCountInString(s[i:first]) == 1
	if single {
		if end := initialsEnd(s, i, 2); end > i {
			if next := blanksEnd(s, end); next-end <= 1 {
				if last := capitalEnd(s, next); last > next && utf8.RuneCountInString(s[next:last]) > 2 {
					return last
				}
			}
		}
		return i
	}
	if first >= len(s) || s[first] != ' ' {
		return m.user(s, i, first, ofUser)
	}
	least := 2
	if ofUser {
		least = 1
	}
	if end := initialsEnd(s, first+1, least); end > first+1 {
		if capitalEnd(s, end) > end {
			return i // «Заблокировал И.И.Иванов»: the initials belong to what follows
		}
		return end
	}
	second := capitalEnd(s, first+1)
	if second == first+1 {
		return m.user(s, i, first, ofUser)
	}
	if second < len(s) && s[second] == ' ' {
		if third := capitalEnd(s, second+1); third > second+1 && patronymic(s[second+1:third]) {
			return third
		}
	}
	if patronymic(s[first+1 : second]) {
		return second
	}
	return m.user(s, i, second, ofUser)
}

// user is the end of a name behind «пользователь», if one stands there: a word in
// capitals, or a login in a sentence in Russian.
func (m *masker) user(s string, i, end int, ofUser bool) int {
	if !ofUser || sentenceWord(s[i:]) || abbreviation(s[i:end]) {
		return i
	}
	if strings.Contains(m.between(), ":") && (end >= len(s) || strings.IndexByte(",;)", s[end]) < 0) {
		return i
	}
	if word := m.words[0]; word[0] < utf8.RuneSelf && s[i] < utf8.RuneSelf {
		// In an English sentence any word may begin with a capital.
		verb := strings.TrimPrefix(s[end:], " ")
		if space := strings.IndexByte(verb, ' '); space > 0 && len(verb) < len(s[end:]) && verbs[verb[:space]] {
			return end
		}
		return i
	}
	return end
}

// baseWords stand before the name of an infobase.
var baseWords = set("база", "базы", "иб", "infobase", "base", "ref")

// verbs stand behind the name of a user.
var verbs = set("is", "was", "has", "does", "did", "cannot", "can", "must", "already", "not", "could", "will")

// login returns the end of a login in Latin letters behind «пользователь», or of the
// name of a base behind «база: »; or i.
func (m *masker) login(s string, i int) int {
	if m.words[0] == "" {
		return i
	}
	if baseWords[strings.ToLower(m.words[0])] && m.between() == ": " {
		j := trimDots(s, i, runEnd(s, i, func(c byte) bool { return digit(c) || letter(c) || c == '_' || c == '-' || c == '.' }))
		if !wordAt(s, j) && (j >= len(s) || strings.IndexByte(".,;)", s[j]) >= 0) {
			return j
		}
	}
	if m.words[0][0] < utf8.RuneSelf || len(m.between()) > 2 || strings.Trim(m.between(), " :") != "" || !m.ofUser() {
		return i
	}
	j := runEnd(s, i, func(c byte) bool {
		return digit(c) || letter(c) || c == '_' || c == '-' || c == '.' || c == '\\' || c == '@'
	})
	j = trimDots(s, i, j)
	if wordAt(s, j) || abbreviation(s[i:j]) || strings.Contains(m.between(), ":") && (j >= len(s) || strings.IndexByte(",;)", s[j]) < 0) {
		return i
	}
	return j
}

// abbreviation reports whether a word is one, rather than a name: «пользователя ИБ».
func abbreviation(word string) bool {
	return utf8.RuneCountInString(word) <= 4 && strings.ToUpper(word) == word
}

// capitalEnd returns the end of a word at i that begins with a capital, hyphens
// within it included; or i.
func capitalEnd(s string, i int) int {
	if i >= len(s) {
		return i
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if !unicode.IsUpper(r) {
		return i
	}
	for j := i + n; ; j += n {
		if j >= len(s) {
			return len(s)
		}
		if j-i > 80 {
			return i
		}
		r, n = utf8.DecodeRuneInString(s[j:])
		if unicode.IsLetter(r) || r == '-' && j+1 < len(s) && unicode.IsUpper(firstRune(s[j+1:])) {
			continue
		}
		if r == '_' || unicode.IsDigit(r) {
			return i
		}
		return j
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// initialsEnd returns the end of at least so many initials at i, two at most; or
// i.
func initialsEnd(s string, i, least int) int {
	j, count := i, 0
	for count < 2 && j < len(s) {
		k := j
		if count > 0 && s[k] == ' ' {
			k++
		}
		r, n := utf8.DecodeRuneInString(s[k:])
		if !unicode.IsUpper(r) {
			break
		}
		if count > 0 && !wordAt(s, k+n) && (k+n >= len(s) || s[k+n] != '.') { // the last dot is left out
			j = k + n
			count++
			break
		}
		if k+n >= len(s) || s[k+n] != '.' {
			break
		}
		j = k + n + 1
		count++
	}
	if count < least {
		return i
	}
	return j
}

// patronymic reports whether a word is one.
func patronymic(word string) bool {
	word = strings.ToLower(word)
	for _, end := range [...]string{"ович", "евич", "ьич", "овна", "евна", "ична", "овича", "евича", "овны", "евны", "оглы", "кызы", "йович", "івна", "ївна", "овичем", "евичем", "овной", "евной", "овичу", "евичу", "овне", "евне"} {
		if strings.HasSuffix(word, end) {
			return len(word) > len(end)+2
		}
	}
	return false
}
