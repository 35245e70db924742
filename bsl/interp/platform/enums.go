package platform

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// enumeration is a system enumeration: its values by name.
type enumeration struct {
	kind   *value.Type
	values map[string]enumValue
}

type enumValue struct {
	*value.Enum
	since eval.Version
}

// collectionType is the type of an enumeration as a thing by itself.
var collectionType = &value.Type{Ru: "ПеречислениеСистемное", En: "SystemEnumeration"}

func (*enumeration) Type() *value.Type { return collectionType }

// CallMember has nothing.
func (e *enumeration) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (e *enumeration) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds a value. One that a newer platform has is no field of an older
// one; one that none has is unknown here.
func (e *enumeration) GetMember(t *eval.Thread, name string) (value.Value, bool, error) {
	for _, v := range e.values {
		if equalFold(name, v.Ru, v.En) {
			if !t.Program.Version.AtLeast(v.since) {
				return nil, true, eval.Raised(eval.CategoryScript, "Поле объекта не обнаружено (%s)", name)
			}
			return v.Enum, true, nil
		}
	}
	return nil, true, eval.Faultf("%s has no value %s", e.kind.Ru, name)
}

// member finds a value for the stand-ins themselves.
func (e *enumeration) member(ru string) *value.Enum {
	v, ok := e.values[ru]
	if !ok {
		panic("platform: " + e.kind.Ru + " has no value " + ru)
	}
	return v.Enum
}

// enum describes an enumeration by its values in both languages by turns.
func enum(ru, en string, pairs ...string) *enumeration {
	e := &enumeration{kind: &value.Type{Ru: ru, En: en}, values: map[string]enumValue{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.add(pairs[i], pairs[i+1], eval.Version{})
	}
	return e
}

func (e *enumeration) add(ru, en string, since eval.Version) {
	e.values[ru] = enumValue{&value.Enum{Of: e.kind, Ru: ru, En: en}, since}
}

// shown says how values are presented where that is not their name.
func (e *enumeration) shown(as func(name string) string) *enumeration {
	for _, v := range e.values {
		v.Shown = [2]string{as(v.Ru), as(v.En)}
	}
	return e
}

// The enumerations.
var (
	logLevel = enum("УровеньЖурналаРегистрации", "EventLogLevel",
		"Ошибка", "Error", "Предупреждение", "Warning", "Информация", "Information", "Примечание", "Note")
	logMode = enum("РежимТранзакцииЗаписиЖурналаРегистрации", "EventLogEntryTransactionMode",
		"Независимая", "Independent", "Транзакционная", "Transactional")
	logStatus = enum("СтатусТранзакцииЗаписиЖурналаРегистрации", "EventLogEntryTransactionStatus",
		"Зафиксирована", "Committed", "Отменена", "RolledBack", "НеЗавершена", "Unfinished", "НетТранзакции", "NotApplicable")
	jobState = enum("СостояниеФоновогоЗадания", "BackgroundJobState",
		"Активно", "Active", "Завершено", "Completed", "ЗавершеноАварийно", "Failed", "Отменено", "Canceled")
	addInType      = enum("ТипВнешнейКомпоненты", "AddInType", "Native", "Native")
	attachType     = enum("ТипПодключенияВнешнейКомпоненты", "AddInAttachmentType", "Изолированно", "Isolated", "НеИзолированно", "NotIsolated")
	extensionsFrom = enum("ИсточникРасширенийКонфигурации", "ConfigurationExtensionsSource",
		"СеансАктивные", "SessionApplied", "СеансОтключенные", "SessionDisabled")
	// How a value is shown is not its name: SSL 3.1 writes «Windows x86-64» for people, and
	// compares values where it wants to know.
	platformType = enum("ТипПлатформы", "PlatformType",
		"Windows_x86", "Windows_x86", "Windows_x86_64", "Windows_x86_64", "Linux_x86", "Linux_x86", "Linux_x86_64", "Linux_x86_64",
		"MacOS_x86", "MacOS_x86", "MacOS_x86_64", "MacOS_x86_64").shown(strings.NewReplacer("x86_64", "x86-64", "_", " ").Replace)
	jsonBreaks = enum("ПереносСтрокJSON", "JSONLineBreak", "Нет", "None")
	searchFrom = enum("НаправлениеПоиска", "SearchDirection", "СНачала", "FromBegin", "СКонца", "FromEnd")
	dialogMode = enum("РежимДиалогаВопрос", "QuestionDialogMode", "ДаНет", "YesNo", "ДаНетОтмена", "YesNoCancel", "ОК", "OK", "ОКОтмена", "OKCancel")
	dialogCode = enum("КодВозвратаДиалога", "DialogReturnCode", "Да", "Yes", "Нет", "No", "ОК", "OK", "Отмена", "Cancel", "Таймаут", "Timeout")
	hashKind   = enum("ХешФункция", "HashFunction", "SHA1", "SHA1", "SHA256", "SHA256", "MD5", "MD5", "CRC32", "CRC32")
	zipPaths   = enum("РежимВосстановленияПутейФайловZIP", "ZIPRestoreFilePathsMode",
		"Восстанавливать", "Restore", "НеВосстанавливать", "DontRestore")
)

// ErrorCategory is КатегорияОшибки.
var errorCategory = func() *enumeration {
	e := enum("КатегорияОшибки", "ErrorCategory",
		"ВсеОшибки", "AllErrors", "ИсключениеВызванноеИзВстроенногоЯзыка", "ExceptionRaisedFromScript", "НарушениеПравДоступа", "AccessViolation",
		"ОшибкаВнешнегоИсточникаДанных", "ExternalDataSourceError", "ОшибкаВоВремяВыполненияВстроенногоЯзыка", "ScriptRuntimeError",
		"ОшибкаДоступаКЛокальномуФайлу", "LocalFileAccessError", "ОшибкаИспользованияВстроенногоЯзыка", "ScriptUseError",
		"ОшибкаКомпиляцииВстроенногоЯзыка", "ScriptCompileError", "ОшибкаНастроекКомпоновкиДанных", "DataCompositionSettingsError",
		"ОшибкаПереходаПоНавигационнойСсылке", "GotoURLError", "ОшибкаПолнотекстовогоПоиска", "FullTextSearchError",
		"ОшибкаРаботыСПринтером", "PrinterError", "ОшибкаСеанса", "SessionError", "ОшибкаСети", "NetworkError",
		"ОшибкаСистемыВзаимодействия", "CollaborationSystemError", "ОшибкаХранимыхДанных", "StoredDataError", "ПрочаяОшибка", "OtherError")
	for _, later := range []struct {
		patch  int
		ru, en string
	}{
		{18, "ОшибкаКопииБазыДанных", "DatabaseCopyError"},
		{19, "ОтсутствиеРазрешенияДляИспользованияФункциональности", "NoPermissionToUseFunctionality"},
		{19, "ОшибкаСредствМультимедиа", "MultimediaToolsError"},
		{20, "ОшибкаПреобразованияДокумента", "DocumentConversionError"},
		{21, "ОшибкаКонфигурации", "ConfigurationError"}, {21, "НеправильныйПароль", "InvalidPassword"}, {21, "ОшибкаПроверкиПодписи", "SignatureVerificationError"},
		{23, "ОшибкаРаботыСРечью", "SpeechProcessingError"}, {23, "ОшибкаТабличногоПространстваБазыДанных", "DatabaseTablespaceError"},
		{25, "ПринудительноеЗавершениеРаботы", "ForcedShutdown"}, {26, "НеподдерживаемыйФормат", "UnsupportedFormat"},
	} {
		e.add(later.ru, later.en, eval.Release(8, 3, later.patch))
	}
	return e
}()

func defineEnums(c *eval.Catalog) {
	for _, d := range []struct {
		e     *enumeration
		where eval.Side
		since eval.Version
	}{
		{logLevel, eval.ServerCode, eval.Version{}}, {logMode, eval.ServerCode, eval.Version{}}, {logStatus, eval.ServerCode, eval.Version{}},
		{jobState, eval.ServerCode, eval.Version{}}, {addInType, 0, eval.Version{}}, {attachType, 0, eval.Release(8, 3, 21)},
		{extensionsFrom, eval.ServerCode, eval.Version{}}, {platformType, 0, eval.Version{}},
		{jsonBreaks, eval.NotWeb, eval.Version{}}, {searchFrom, 0, eval.Version{}},
		{dialogMode, eval.Clients, eval.Version{}}, {dialogCode, eval.Clients, eval.Version{}},
		{hashKind, eval.ServerCode, eval.Version{}}, {zipPaths, eval.NotWeb, eval.Version{}},
		// By the help it is missing in external connections.
		{errorCategory, eval.Everywhere &^ eval.ExternalConnection, eval.Release(8, 3, 17)},
	} {
		defineEnum(c, d.e, d.where, d.since)
	}
	c.DefineClass(&eval.Class{Type: collectionType}, nil, nil)
}

func defineEnum(c *eval.Catalog, e *enumeration, where eval.Side, since eval.Version) {
	c.DefineProperty(&eval.Property{Ru: e.kind.Ru, En: e.kind.En, Where: where, Since: since,
		Get: func(*eval.Thread) (value.Value, error) { return e, nil }})
	c.DefineClass(&eval.Class{Type: e.kind}, nil, nil)
	c.DefineValues(e.kind, e.entries())
}

// entries are the values as names.
func (e *enumeration) entries() []eval.Entry {
	var list []eval.Entry
	for _, v := range e.values {
		list = append(list, eval.Entry{Kind: eval.KindValue, Owner: e.kind.Ru, Ru: v.Ru, En: v.En, Where: eval.Everywhere, Since: v.since})
	}
	return list
}
