package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sentry1c/addin/internal/bslerr"
)

// maxMessage bounds what is normalised: a part of a fingerprint is much
// shorter, and the recognisers look ahead.
const maxMessage = 2048

// Message normalises a message: phrases of the platform become their keys,
// what varies between occurrences becomes a token like <num>, all blanks and
// line breaks become single blanks. Only the first 2048 bytes count.
func Message(message string) string {
	if len(message) > maxMessage {
		cut := maxMessage
		for !utf8.RuneStart(message[cut]) && cut > maxMessage-utf8.UTFMax {
			cut--
		}
		message = message[:cut]
	}
	var m masker
	m.out.Grow(len(message))
	m.text(message)
	return dedupe(strings.TrimFunc(m.out.String(), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".:;,", r)
	}))
}

// text adds a text of several lines; the answer of a service may lie across them.
func (m *masker) text(s string) {
	for s != "" {
		line, rest, _ := strings.Cut(s, "\n")
		if at := answerStart(s, len(line)); at >= 0 {
			m.line(strings.TrimFunc(s[:at], unicode.IsSpace))
			s = s[at+m.answer(s[at:]):]
			continue
		}
		m.line(strings.TrimFunc(line, unicode.IsSpace))
		m.clause()
		s = rest
	}
}

// maxPhrases bounds the phrases searched in a line: a brief presentation has
// one for each cause.
const maxPhrases = 8

// line adds a line: its leading phrases by key, the rest masked.
func (m *masker) line(line string) {
	if line == "" {
		return
	}
	m.blank()
	for range maxPhrases {
		p, ok := bslerr.FindPhrase(line)
		if !ok {
			break
		}
		m.out.WriteString(p.Key)
		if p.Arg != "" {
			m.out.WriteByte('(')
			m.out.WriteString(argument(p))
			m.out.WriteByte(')')
		}
		// What follows a phrase is punctuated differently in each language.
		line = strings.TrimLeftFunc(p.Rest, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune(".!:;,)", r)
		})
		if line == "" {
			return
		}
		m.out.WriteByte(' ')
		m.clause()
	}
	m.mask(line)
}

// argument normalises what a phrase is about. Members stay as written in the
// code; parameters are told by number, types and handlers in English.
func argument(p bslerr.Phrase) string {
	if namesInstance[p.Key] {
		return tokenString
	}
	arg := strings.TrimFunc(p.Arg, unicode.IsSpace)
	if en, ok := words[arg]; ok {
		return en
	}
	if n, ok := parameterNumber(arg); ok {
		return "#" + n
	}
	for _, of := range [...]string{"Infobase", "Database", "Host", "Cluster", "User", "Session"} {
		if arg != "" && strings.HasPrefix(p.Key, of) {
			return tokenString // the name of an installation's thing
		}
	}
	if strings.HasPrefix(p.Key, "Query") || strings.HasPrefix(p.Key, "Field") && memberName(arg) || keepQuoted(arg, '\'', "") {
		return maskName(arg)
	}
	if arg != "" {
		var m masker
		if token, _ := m.variable(arg, 0); token == tokenPath {
			return tokenPath // the argument has ends of its own
		}
	}
	var m masker
	m.mask(arg)
	return m.out.String()
}

// namesInstance are the phrases whose argument names one of many alike: a base of many
// on a server.
var namesInstance = map[string]bool{"InfobaseNotFound": true}

// parameterNumber reads «параметр номер '1'» and its kin.
func parameterNumber(arg string) (number string, ok bool) {
	for _, w := range [...]string{"параметр номер ", "номер параметра ", "parameter number ", "parameter No. ", "параметр № ", "параметр "} {
		if rest, found := strings.CutPrefix(arg, w); found {
			number = strings.Trim(rest, "'\" ")
			return number, number != "" && strings.Trim(number, "0123456789") == ""
		}
	}
	return "", false
}

// words are the arguments of phrases that the platform translates.
var words = map[string]string{
	"Число": "Number", "Дата": "Date", "Строка": "String", "Булево": "Boolean",
	"Рядок": "String", "УникальныйИдентификатор": "UUID",

	"ПередЗаписью": "BeforeWrite", "ПриЗаписи": "OnWrite", "ПередУдалением": "BeforeDelete",
	"ОбработкаПроведения": "Posting", "ОбработкаУдаленияПроведения": "UndoPosting",
	"ОбработкаЗаполнения": "Filling", "ОбработкаПроверкиЗаполнения": "FillCheckProcessing",
	"ПриКопировании": "OnCopy", "ПриУстановкеНовогоНомера": "OnSetNewNumber", "ПриУстановкеНовогоКода": "OnSetNewCode",
	"ПриСозданииНаСервере": "OnCreateAtServer", "ПриЧтенииНаСервере": "OnReadAtServer", "ПриОткрытии": "OnOpen",
	"ПередЗаписьюНаСервере": "BeforeWriteAtServer", "ПриЗаписиНаСервере": "OnWriteAtServer",
	"ПослеЗаписиНаСервере": "AfterWriteAtServer", "ПослеЗаписи": "AfterWrite", "ПередЗакрытием": "BeforeClose",
	"ПриЗакрытии": "OnClose", "ОбработкаОповещения": "NotificationProcessing", "ОбработкаВыбора": "ChoiceProcessing",
	"ПередНачаломРаботыСистемы": "BeforeStart", "ПриНачалеРаботыСистемы": "OnStart",
	"ПередЗавершениемРаботыСистемы": "BeforeExit", "ПриЗавершенииРаботыСистемы": "OnExit",
	"УстановкаПараметровСеанса": "SessionParametersSetting", "ПриКомпоновкеРезультата": "OnComposeResult",
	"ОбработкаПолученияДанныхВыбора": "ChoiceDataGetProcessing", "ОбработкаПолученияПредставления": "PresentationGetProcessing",
	"ОбработкаПолученияФормы": "FormGetProcessing",
}

// dedupe leaves out items of a list that repeat their neighbour: drivers print
// one HRESULT for each layer, and lists of values differ in length.
func dedupe(s string) string {
	const sep = ", "
	if !strings.Contains(s, sep) {
		return s
	}
	var b strings.Builder
	last, first := "", true
	for item := range strings.SplitSeq(s, sep) {
		if !first && (item == last || item == tokenString && strings.HasSuffix(last, tokenString)) {
			continue
		}
		if !first {
			b.WriteString(sep)
		}
		b.WriteString(item)
		last, first = item, false
	}
	return b.String()
}
