package bslerr

import "strings"

// Types that are not the key of a phrase.
const (
	RuntimeError = "RuntimeError"
)

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

// general reports whether other categories say more than this one.
func general(english string) bool {
	return english == "AllErrors" || english == "ScriptRuntimeError" || english == "OtherError"
}

// Type returns the word that names the kind of the error in every language of
// a session: the English name of the last category that is not general, or of
// the last one; else the key of the first platform phrase that starts one of
// the first lines of the message; else RuntimeError. Names of categories that
// are not known count if they are ASCII, since they are in English then.
func (e *Exception) Type() string {
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
	if best != "" {
		return best
	}
	if key := messageKey(e.Value); key != "" {
		return key
	}
	return RuntimeError
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
