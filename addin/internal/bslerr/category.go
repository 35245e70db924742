package bslerr

import "strings"

// RuntimeError is the type of an error of which nothing is known.
const RuntimeError = "RuntimeError"

// raisedFromScript is the category of what the code of an application raised.
const raisedFromScript = "ExceptionRaisedFromScript"

// categories maps the names of КатегорияОшибки to English. Some English names
// have a second spelling in the wild.
var categories = map[string]string{
	"ВсеОшибки": "AllErrors",
	"ИсключениеВызванноеИзВстроенногоЯзыка":                "ExceptionRaisedFromScript",
	"НарушениеПравДоступа":                                 "AccessViolation",
	"НеподдерживаемыйФормат":                               "UnsupportedFormat",
	"НеправильныйПароль":                                   "InvalidPassword",
	"ОтсутствиеРазрешенияДляИспользованияФункциональности": "NoPermissionToUseFunctionality",
	"ОшибкаВнешнегоИсточникаДанных":                        "ExternalDataSourceError",
	"ОшибкаВоВремяВыполненияВстроенногоЯзыка":              "ScriptRuntimeError",
	"ОшибкаДоступаКЛокальномуФайлу":                        "LocalFileAccessError",
	"ОшибкаИспользованияВстроенногоЯзыка":                  "ScriptUseError",
	"ОшибкаКомпиляцииВстроенногоЯзыка":                     "ScriptCompileError",
	"ОшибкаКонфигурации":                                   "ConfigurationError",
	"ОшибкаКопииБазыДанных":                                "DatabaseCopyError",
	"ОшибкаНастроекКомпоновкиДанных":                       "DataCompositionSettingsError",
	"ОшибкаПереходаПоНавигационнойСсылке":                  "GotoURLError",
	"ОшибкаПолнотекстовогоПоиска":                          "FullTextSearchError",
	"ОшибкаПреобразованияДокумента":                        "DocumentConversionError",
	"ОшибкаПроверкиПодписи":                                "SignatureVerificationError",
	"ОшибкаРаботыСПринтером":                               "PrinterError",
	"ОшибкаРаботыСРечью":                                   "SpeechProcessingError",
	"ОшибкаСеанса":                                         "SessionError",
	"ОшибкаСети":                                           "NetworkError",
	"ОшибкаСистемыВзаимодействия":                          "CollaborationSystemError",
	"ОшибкаСредствМультимедиа":                             "MultimediaToolsError",
	"ОшибкаТабличногоПространстваБазыДанных":               "DatabaseTablespaceError",
	"ОшибкаХранимыхДанных":                                 "StoredDataError",
	"ПринудительноеЗавершениеРаботы":                       "ForcedShutdown",
	"ПрочаяОшибка":                                         "OtherError",
}

// englishCategories holds the English names, each leading to itself, and
// their second spellings.
var englishCategories = func() map[string]string {
	m := map[string]string{
		"ScriptRaisedException":               "ExceptionRaisedFromScript",
		"ExceptionRaisedFromEmbeddedLanguage": "ExceptionRaisedFromScript",
		"ScriptCompilationError":              "ScriptCompileError",
		"EmbeddedLanguageRuntimeError":        "ScriptRuntimeError",
	}
	for _, en := range categories {
		m[en] = en
	}
	return m
}()

// Category returns the English name of an error category given in Russian or
// English. ok is false for an unknown name.
func Category(name string) (english string, ok bool) {
	if english, ok = categories[name]; ok {
		return english, true
	}
	english, ok = englishCategories[name]
	return english, ok
}

// SaysType reports whether a type says more than that there is an error: a general
// category does not, and only some versions and presentations print it.
func SaysType(kind string) bool { return kind != RuntimeError && !general(kind) }

// general reports whether other categories say more than this one.
func general(english string) bool {
	return english == "AllErrors" || english == "ScriptRuntimeError" || english == "OtherError"
}

// Type returns the word that names the kind of the error in every language of
// a session and by every road that a text comes: the key of the first platform
// phrase in the first lines of the message; else the English name of the last
// category that is not general; else ExceptionRaisedFromScript where the throw site
// raises it; else a general category; else RuntimeError. Names of categories that are
// not known count if they are ASCII, since they are in English then.
func (e *Exception) Type() string {
	if key := e.Key(); key != "" {
		return key
	}
	best := e.category()
	if best != "" && !general(best) {
		return best
	}
	switch {
	case e.raised():
		return raisedFromScript
	case best != "":
		return best
	}
	return RuntimeError
}

// Key returns the key of the phrase of the platform that the message has, or "". It
// is what every road says of an error alike: a category or a source line may be
// missing, and then the type knows less.
func (e *Exception) Key() string { return messageKey(e.Value) }

// category returns the category that says most, in English, or "".
func (e *Exception) category() string {
	best := ""
	for _, c := range e.Categories {
		en, ok := Category(c)
		if !ok && ascii(c) {
			en = c
		}
		if en != "" && (best == "" || !general(en) || general(best)) {
			best = en
		}
	}
	return best
}

// raised reports whether the statement of the throw site raises an exception: some
// versions and layouts print no category, and it says the same.
func (e *Exception) raised() bool {
	at := e.ThrowSite()
	return at != nil && raises(at.Source)
}

// raises reports whether a source line starts with ВызватьИсключение or Raise.
func raises(source string) bool {
	w := wordEnd(source, 0)
	if w == 0 || w > maxKeywordBytes || w < len("Raise") {
		return false
	}
	return strings.EqualFold(source[:w], "ВызватьИсключение") || strings.EqualFold(source[:w], "Raise")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return s != ""
}

// categoryLine reads «[Name, Name]» in [s, e). Unknown names count only if
// anyName is set: after frames nothing else looks so.
func categoryLine(text string, s, e int, anyName bool) (names []span, ok bool) {
	if e-s < 3 || text[s] != '[' || text[e-1] != ']' {
		return nil, false
	}
	for s++; ; {
		i := s
		for i < e-1 && text[i] != ',' {
			i++
		}
		ns, ne := trim(text, s, i)
		if !identifier(text[ns:ne]) {
			return nil, false
		}
		if _, known := Category(text[ns:ne]); !known && !anyName {
			return nil, false
		}
		names = append(names, span{ns, ne})
		if i == e-1 {
			return names, true
		}
		s = i + 1
	}
}

// identifier reports whether s is a name of the built-in language.
func identifier(s string) bool {
	if s == "" || isDigit(s[0]) || strings.Contains(s, "\u00a0") {
		return false
	}
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return true
}
