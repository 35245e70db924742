package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// opensQuote returns the quote that closes the one that r opens, or 0.
func opensQuote(r rune) rune {
	switch r {
	case '"', '\'':
		return r
	case '«':
		return '»'
	case '“', '„':
		return '”'
	case '‘':
		return '’'
	}
	return 0
}

// maxQuoted bounds the search for a closing quote.
const maxQuoted = 2048

// quoted writes the quoted value that starts at i, if one does, and returns its
// end; else i.
func (m *masker) quoted(s string, i int, open rune, start bool) int {
	if open == '\'' && !start {
		return i // an apostrophe
	}
	n := utf8.RuneLen(open)
	inner := s[i+n : min(len(s), i+n+maxQuoted)]
	size := closingQuote(inner, open)
	if size < 0 {
		// A value cut by the end of the text, if it looks like one.
		opens := (open == '\'' || open == '"') && (i == 0 || s[i-1] == ' ' || s[i-1] == '(')
		if !opens || inner == "" || inner[0] == ' ' {
			return i
		}
		m.token(tokenString)
		return len(s)
	}
	content := inner[:size]
	_, closing := utf8.DecodeRuneInString(inner[size:])
	end := i + n + size + closing
	if !m.keeps(s, content, open, i+n+size) {
		m.token(tokenString)
		return end
	}
	m.out.WriteString(s[i : i+n])
	m.out.WriteString(maskName(content))
	m.out.WriteString(s[end-closing : end])
	m.clause()
	return end
}

// keeps reports whether a quoted text that ends at an offset of s is a part of
// the error.
func (m *masker) keeps(s, content string, open rune, end int) bool {
	if keepQuoted(content, open, m.words[0]) {
		return true
	}
	return len(content) <= 9 && strings.Trim(content, "0123456789") == "" && m.isCode(s, content, end)
}

// closingQuote finds the end of a quoted value. A single quote between letters
// is an apostrophe, a doubled quote belongs to the value.
func closingQuote(s string, open rune) int {
	closer := opensQuote(open)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		next, nn := utf8.DecodeRuneInString(s[i+n:])
		switch {
		case r != closer:
		case r == '"' && next == '"' && i > 0:
			i += nn
		case r == '\'' && i > 0 && unicode.IsLetter(lastRune(s[:i])) && unicode.IsLetter(next):
		default:
			return i
		}
		i += n
	}
	return -1
}

// hostWords stand before names of servers, databases and users, which look
// like names of code.
var hostWords = map[string]bool{
	"сервере": true, "сервер": true, "сервера": true, "серверу": true, "сервером": true, "узел": true, "узла": true, "узлу": true,
	"база": true, "базы": true, "базе": true, "базу": true, "данных": true, "хост": true, "компьютер": true, "компьютера": true, "компьютере": true,
	"пользователь": true, "пользователя": true, "пользователем": true, "пользователю": true, "файл": true, "файла": true, "файлу": true, "файле": true,
	"каталог": true, "каталога": true, "каталоге": true,
	"server": true, "host": true, "node": true, "database": true, "user": true, "login": true, "computer": true, "file": true, "folder": true, "directory": true,
}

// sessionWords are the labels of a session in messages about locks and exclusive
// access. The computer comes first.
const (
	sessionStarts = 1 + iota
	sessionGoesOn
)

var sessionWords = map[string]int{
	"компьютер": sessionStarts, "computer": sessionStarts, "комп'ютер": sessionStarts,
	"пользователь": sessionGoesOn, "приложение": sessionGoesOn,
	"user": sessionGoesOn, "application": sessionGoesOn,
	"користувач": sessionGoesOn, "застосунок": sessionGoesOn,
}

// nameWords stand before what the developer named: «Значение "000015" поля "Код"
// не уникально». Which field it is, is the error; which value, is not.
var nameWords = set("поле", "поля", "полю", "полем", "полей", "реквизит", "реквизита", "реквизиту", "реквизите", "реквизитом", "свойство", "свойства", "свойству", "свойстве", "свойством",
	"колонка", "колонки", "колонке", "колонку", "колонкой", "параметр", "параметра", "параметру", "параметре", "параметром", "метод", "метода", "методу", "методе", "методом",
	"процедура", "процедуры", "процедуре", "процедуру", "функция", "функции", "функцию", "функцией", "переменная", "переменной", "переменную", "форма", "формы", "форме", "форму",
	"таблица", "таблицы", "таблице", "таблицу", "макет", "макета", "макету", "макете", "роль", "роли", "команда", "команды", "команде", "команду", "константа", "константы", "константу",
	"подсистема", "подсистемы", "перечисление", "перечисления", "регистр", "регистра", "регистре", "регистру", "модуль", "модуля", "модуле", "тип", "типа", "типу", "измерение", "измерения",
	"измерению", "ресурс", "ресурса", "субконто", "тег", "тега", "атрибут", "атрибута", "атрибуту", "вид", "показатель", "показателя", "событие", "события", "обработчик", "обработчика", "опция", "опции",
	"заполнено", "заполнен", "заполнена", "заполнены", "заповнено", "field", "attribute", "property", "column", "parameter", "method", "procedure", "function", "variable", "form", "table", "template", "role", "command", "constant", "enum", "register", "module", "type",
	"dimension", "resource", "tag", "element", "member", "key", "argument", "option", "index", "constraint", "relation", "column", "operation", "event",
	"реквізит", "реквізиту", "реквізита", "властивість", "властивості", "метод", "методу", "змінна", "змінної")

// keepQuoted reports whether a quoted text is a name of code or metadata, and
// so a part of the error, rather than a value. word is the word before it.
//
//   - names with dots are metadata: "Справочник.Валюты", "tmp.Company";
//   - in single quotes the platform prints names: 'BeforeWrite';
//   - in double quotes applications print presentations, so a single word must
//     be spelt like code: "ВидНоменклатуры", "КС_Гамма";
//   - what stands behind «поля» and its kin is a name; with digits, if it is
//     spelt like one: "Субконто1";
//   - a number of a parameter says which parameter is wrong.
func keepQuoted(content string, quote rune, word string) bool {
	if content == "" {
		return true
	}
	before := strings.ToLower(word)
	if strings.Trim(content, "0123456789") == "" {
		return before == "номер" || before == "number"
	}
	if hostWords[before] || hostEnd(content, 0) == len(content) {
		return false
	}
	if nameWords[before] && (!strings.ContainsAny(content, "0123456789") || memberName(content)) {
		return true
	}
	parts, hump, lower := 0, false, false
	for name := range strings.SplitSeq(content, ".") {
		if name == "" || digit(name[0]) {
			return false
		}
		parts++
		for _, r := range name {
			if !isWord(r) {
				return false
			}
			hump = hump || r == '_' || lower && unicode.IsUpper(r)
			lower = unicode.IsLower(r)
		}
		lower = false
	}
	return parts > 1 || quote == '\'' || hump
}

// memberName reports whether a text is spelt like the name of a member: letters,
// digits and underscores, one word, and not like the number of a document; or like its
// presentation, words with one number behind them: «Субконто 1».
func memberName(s string) bool {
	if words, number, ok := strings.Cut(s, " "); ok && len(number) == 1 && digit(number[0]) {
		s = words
	}
	small := false
	for i, r := range s {
		if !isWord(r) || i == 0 && unicode.IsDigit(r) {
			return false
		}
		small = small || unicode.IsLower(r)
	}
	return small && guidEnd(s, 0) == 0
}

// xmlName returns the end of an XML name «{http://…}name» at i, which is kept,
// or i.
func xmlName(s string, i int) int {
	window := s[i:min(len(s), i+maxQuoted)]
	end := strings.IndexByte(window, '}')
	if end < 0 || !strings.Contains(window[:end], "://") || strings.ContainsAny(window[:end], " \t") {
		return i
	}
	return i + end + 1
}
