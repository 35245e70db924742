package modulepath

import "strings"

// kinds is the set of modules a metadata class can own.
type kinds uint16

const (
	module kinds = 1 << iota
	objectModule
	managerModule
	recordSetModule
	valueManagerModule
	commandModule
	form
	managedApplicationModule
	ordinaryApplicationModule
	sessionModule
	externalConnectionModule

	none    kinds = 0
	object        = objectModule | managerModule
	records       = recordSetModule | managerModule
)

// class is one row of the metadata classes: singular and plural in English,
// the plural being the folder of a dump, and the singular in Russian.
type class struct {
	en, folder, ru string
	owns           kinds
}

// classes holds every class word that can stand in a path, not only those
// that own modules, so that English can translate whatever is printed.
var classes = [...]class{
	{"AccountingFlag", "AccountingFlags", "ПризнакУчета", none},
	{"AccountingRegister", "AccountingRegisters", "РегистрБухгалтерии", records},
	{"AccumulationRegister", "AccumulationRegisters", "РегистрНакопления", records},
	{"Attribute", "Attributes", "Реквизит", none},
	{"Bot", "Bots", "Бот", module},
	{"BusinessProcess", "BusinessProcesses", "БизнесПроцесс", object},
	{"CalculationRegister", "CalculationRegisters", "РегистрРасчета", records},
	{"Catalog", "Catalogs", "Справочник", object},
	{"ChartOfAccounts", "ChartsOfAccounts", "ПланСчетов", object},
	{"ChartOfCalculationTypes", "ChartsOfCalculationTypes", "ПланВидовРасчета", object},
	{"ChartOfCharacteristicTypes", "ChartsOfCharacteristicTypes", "ПланВидовХарактеристик", object},
	{"Column", "Columns", "Колонка", none},
	{"Command", "Commands", "Команда", commandModule},
	{"CommandGroup", "CommandGroups", "ГруппаКоманд", none},
	{"CommonAttribute", "CommonAttributes", "ОбщийРеквизит", none},
	{"CommonCommand", "CommonCommands", "ОбщаяКоманда", commandModule},
	{"CommonForm", "CommonForms", "ОбщаяФорма", form},
	{"CommonModule", "CommonModules", "ОбщийМодуль", module},
	{"CommonPicture", "CommonPictures", "ОбщаяКартинка", none},
	{"CommonTemplate", "CommonTemplates", "ОбщийМакет", none},
	{"Configuration", "", "Конфигурация", none},
	{"Constant", "Constants", "Константа", valueManagerModule | managerModule},
	{"Cube", "Cubes", "Куб", records},
	{"DataProcessor", "DataProcessors", "Обработка", object},
	{"DefinedType", "DefinedTypes", "ОпределяемыйТип", none},
	{"Dimension", "Dimensions", "Измерение", none},
	{"DimensionTable", "DimensionTables", "ТаблицаИзмерений", object},
	{"Document", "Documents", "Документ", object},
	{"DocumentJournal", "DocumentJournals", "ЖурналДокументов", managerModule},
	{"DocumentNumerator", "DocumentNumerators", "НумераторДокументов", none},
	{"Enum", "Enums", "Перечисление", managerModule},
	{"EnumValue", "EnumValues", "ЗначениеПеречисления", none},
	{"EventSubscription", "EventSubscriptions", "ПодпискаНаСобытие", none},
	{"ExchangePlan", "ExchangePlans", "ПланОбмена", object},
	{"ExtDimensionAccountingFlag", "ExtDimensionAccountingFlags", "ПризнакУчетаСубконто", none},
	{"ExternalDataProcessor", "ExternalDataProcessors", "ВнешняяОбработка", object},
	{"ExternalDataSource", "ExternalDataSources", "ВнешнийИсточникДанных", none},
	{"ExternalReport", "ExternalReports", "ВнешнийОтчет", object},
	{"Field", "Fields", "Поле", none},
	{"FilterCriterion", "FilterCriteria", "КритерийОтбора", managerModule},
	{"Form", "Forms", "Форма", form},
	{"Function", "Functions", "Функция", none},
	{"FunctionalOption", "FunctionalOptions", "ФункциональнаяОпция", none},
	{"FunctionalOptionsParameter", "FunctionalOptionsParameters", "ПараметрФункциональныхОпций", none},
	{"HTTPService", "HTTPServices", "HTTPСервис", module},
	{"InformationRegister", "InformationRegisters", "РегистрСведений", records},
	{"IntegrationService", "IntegrationServices", "СервисИнтеграции", module},
	{"IntegrationServiceChannel", "IntegrationServiceChannels", "КаналСервисаИнтеграции", none},
	{"Interface", "Interfaces", "Интерфейс", none},
	{"Language", "Languages", "Язык", none},
	{"Method", "Methods", "Метод", none},
	{"Operation", "Operations", "Операция", none},
	{"PaletteColor", "PaletteColors", "ЦветПалитры", none},
	{"Parameter", "Parameters", "Параметр", none},
	{"Predefined", "Predefined", "Предопределенный", none},
	{"Recalculation", "Recalculations", "Перерасчет", recordSetModule},
	{"RecalculationDimension", "RecalculationDimensions", "ИзмерениеПерерасчета", none},
	{"Report", "Reports", "Отчет", object},
	{"Resource", "Resources", "Ресурс", none},
	{"Role", "Roles", "Роль", none},
	{"ScheduledJob", "ScheduledJobs", "РегламентноеЗадание", none},
	{"Sequence", "Sequences", "Последовательность", records},
	{"SessionParameter", "SessionParameters", "ПараметрСеанса", none},
	{"SettingsStorage", "SettingsStorages", "ХранилищеНастроек", managerModule},
	{"StandardAttribute", "StandardAttributes", "СтандартныйРеквизит", none},
	{"StandardTabularSection", "StandardTabularSections", "СтандартнаяТабличнаяЧасть", none},
	{"Style", "Styles", "Стиль", none},
	{"StyleItem", "StyleItems", "ЭлементСтиля", none},
	{"Subsystem", "Subsystems", "Подсистема", none},
	{"Table", "Tables", "Таблица", object | recordSetModule},
	{"TabularSection", "TabularSections", "ТабличнаяЧасть", none},
	{"Task", "Tasks", "Задача", object},
	{"Template", "Templates", "Макет", none},
	{"URLTemplate", "URLTemplates", "ШаблонURL", none},
	{"WebService", "WebServices", "WebСервис", module},
	{"WebSocketClient", "WebSocketClients", "WebSocketКлиент", module},
	{"WSReference", "WSReferences", "WSСсылка", none},
	{"XDTOPackage", "XDTOPackages", "ПакетXDTO", none},
}

// moduleKind is one word that can end a path.
type moduleKind struct {
	en, ru string
	kind   kinds
	// root marks modules of the configuration itself: the word is the whole path.
	root bool
}

var moduleKinds = [...]moduleKind{
	{"Module", "Модуль", module, false},
	{"ObjectModule", "МодульОбъекта", objectModule, false},
	{"ManagerModule", "МодульМенеджера", managerModule, false},
	{"RecordSetModule", "МодульНабораЗаписей", recordSetModule, false},
	{"ValueManagerModule", "МодульМенеджераЗначения", valueManagerModule, false},
	{"CommandModule", "МодульКоманды", commandModule, false},
	{"Form", "Форма", form, false},
	{"ManagedApplicationModule", "МодульУправляемогоПриложения", managedApplicationModule, true},
	{"OrdinaryApplicationModule", "МодульОбычногоПриложения", ordinaryApplicationModule, true},
	{"SessionModule", "МодульСеанса", sessionModule, true},
	{"ExternalConnectionModule", "МодульВнешнегоСоединения", externalConnectionModule, true},
}

// The indexes hold each word in both languages, as spelt and in lower case:
// the canonical spelling is found without folding, which allocates.
var (
	classIndex = func() map[string]*class {
		m := make(map[string]*class, 4*len(classes))
		for i := range classes {
			c := &classes[i]
			for _, w := range [...]string{c.en, c.ru} {
				m[w], m[strings.ToLower(w)] = c, c
			}
		}
		return m
	}()
	kindIndex = func() map[string]*moduleKind {
		m := make(map[string]*moduleKind, 4*len(moduleKinds))
		for i := range moduleKinds {
			k := &moduleKinds[i]
			for _, w := range [...]string{k.en, k.ru} {
				m[w], m[strings.ToLower(w)] = k, k
			}
		}
		return m
	}()
)

// maxWordBytes bounds what is folded: no word of the tables is longer.
const maxWordBytes = 64

func lookup[T any](index map[string]*T, word string) *T {
	if v, ok := index[word]; ok || len(word) > maxWordBytes {
		return v
	}
	return index[strings.ToLower(word)]
}
