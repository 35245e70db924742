package modulepath_test

import (
	"slices"
	"testing"

	"sentry1c/addin/internal/modulepath"
)

// paths is every kind of path known, in both languages, with its files.
var paths = []struct{ ru, en, designer, edt string }{
	{"ОбщийМодуль.ОбщегоНазначения.Модуль", "CommonModule.ОбщегоНазначения.Module",
		"CommonModules/ОбщегоНазначения/Ext/Module.bsl", "CommonModules/ОбщегоНазначения/Module.bsl"},
	{"Документ.Заказ.МодульОбъекта", "Document.Заказ.ObjectModule",
		"Documents/Заказ/Ext/ObjectModule.bsl", "Documents/Заказ/ObjectModule.bsl"},
	{"Справочник.Номенклатура.МодульМенеджера", "Catalog.Номенклатура.ManagerModule",
		"Catalogs/Номенклатура/Ext/ManagerModule.bsl", "Catalogs/Номенклатура/ManagerModule.bsl"},
	{"РегистрСведений.Цены.МодульНабораЗаписей", "InformationRegister.Цены.RecordSetModule",
		"InformationRegisters/Цены/Ext/RecordSetModule.bsl", "InformationRegisters/Цены/RecordSetModule.bsl"},
	{"РегистрНакопления.Остатки.МодульНабораЗаписей", "AccumulationRegister.Остатки.RecordSetModule",
		"AccumulationRegisters/Остатки/Ext/RecordSetModule.bsl", "AccumulationRegisters/Остатки/RecordSetModule.bsl"},
	{"РегистрБухгалтерии.Хозрасчетный.МодульНабораЗаписей", "AccountingRegister.Хозрасчетный.RecordSetModule",
		"AccountingRegisters/Хозрасчетный/Ext/RecordSetModule.bsl", "AccountingRegisters/Хозрасчетный/RecordSetModule.bsl"},
	{"Последовательность.Партии.МодульНабораЗаписей", "Sequence.Партии.RecordSetModule",
		"Sequences/Партии/Ext/RecordSetModule.bsl", "Sequences/Партии/RecordSetModule.bsl"},
	{"Константа.Валюта.МодульМенеджераЗначения", "Constant.Валюта.ValueManagerModule",
		"Constants/Валюта/Ext/ValueManagerModule.bsl", "Constants/Валюта/ValueManagerModule.bsl"},
	{"Справочник.Номенклатура.Форма.ФормаСписка.Форма", "Catalog.Номенклатура.Form.ФормаСписка.Form",
		"Catalogs/Номенклатура/Forms/ФормаСписка/Ext/Form/Module.bsl", "Catalogs/Номенклатура/Forms/ФормаСписка/Module.bsl"},
	{"Отчет.Продажи.Форма.Форма.Форма", "Report.Продажи.Form.Форма.Form",
		"Reports/Продажи/Forms/Форма/Ext/Form/Module.bsl", "Reports/Продажи/Forms/Форма/Module.bsl"},
	{"Документ.Форма.Форма.Документ.Форма", "Document.Форма.Form.Документ.Form",
		"Documents/Форма/Forms/Документ/Ext/Form/Module.bsl", "Documents/Форма/Forms/Документ/Module.bsl"},
	{"ОбщаяФорма.Настройки.Форма", "CommonForm.Настройки.Form",
		"CommonForms/Настройки/Ext/Form/Module.bsl", "CommonForms/Настройки/Module.bsl"},
	{"Документ.Заказ.Команда.Печать.МодульКоманды", "Document.Заказ.Command.Печать.CommandModule",
		"Documents/Заказ/Commands/Печать/Ext/CommandModule.bsl", "Documents/Заказ/Commands/Печать/CommandModule.bsl"},
	{"Документ.Заказ.Команда.Команда.МодульКоманды", "Document.Заказ.Command.Команда.CommandModule",
		"Documents/Заказ/Commands/Команда/Ext/CommandModule.bsl", "Documents/Заказ/Commands/Команда/CommandModule.bsl"},
	{"ОбщаяКоманда.Обмен.МодульКоманды", "CommonCommand.Обмен.CommandModule",
		"CommonCommands/Обмен/Ext/CommandModule.bsl", "CommonCommands/Обмен/CommandModule.bsl"},
	{"HTTPСервис.v2.Модуль", "HTTPService.v2.Module",
		"HTTPServices/v2/Ext/Module.bsl", "HTTPServices/v2/Module.bsl"},
	{"WebСервис.Обмен.Модуль", "WebService.Обмен.Module",
		"WebServices/Обмен/Ext/Module.bsl", "WebServices/Обмен/Module.bsl"},
	{"СервисИнтеграции.Шина.Модуль", "IntegrationService.Шина.Module",
		"IntegrationServices/Шина/Ext/Module.bsl", "IntegrationServices/Шина/Module.bsl"},
	{"Бот.Помощник.Модуль", "Bot.Помощник.Module", "Bots/Помощник/Ext/Module.bsl", "Bots/Помощник/Module.bsl"},
	{"WebSocketКлиент.Чат.Модуль", "WebSocketClient.Чат.Module",
		"WebSocketClients/Чат/Ext/Module.bsl", "WebSocketClients/Чат/Module.bsl"},
	{"МодульУправляемогоПриложения", "ManagedApplicationModule",
		"Ext/ManagedApplicationModule.bsl", "Configuration/ManagedApplicationModule.bsl"},
	{"МодульСеанса", "SessionModule", "Ext/SessionModule.bsl", "Configuration/SessionModule.bsl"},
	{"МодульОбычногоПриложения", "OrdinaryApplicationModule",
		"Ext/OrdinaryApplicationModule.bsl", "Configuration/OrdinaryApplicationModule.bsl"},
	{"МодульВнешнегоСоединения", "ExternalConnectionModule",
		"Ext/ExternalConnectionModule.bsl", "Configuration/ExternalConnectionModule.bsl"},
	{"РегистрРасчета.Начисления.Перерасчет.Основной.МодульНабораЗаписей",
		"CalculationRegister.Начисления.Recalculation.Основной.RecordSetModule",
		"CalculationRegisters/Начисления/Recalculations/Основной/Ext/RecordSetModule.bsl",
		"CalculationRegisters/Начисления/Recalculations/Основной/RecordSetModule.bsl"},
	{"ВнешнийИсточникДанных.Склад.Таблица.Товары.Форма.ФормаСписка.Форма",
		"ExternalDataSource.Склад.Table.Товары.Form.ФормаСписка.Form",
		"ExternalDataSources/Склад/Tables/Товары/Forms/ФормаСписка/Ext/Form/Module.bsl",
		"ExternalDataSources/Склад/Tables/Товары/Forms/ФормаСписка/Module.bsl"},
	{"ВнешнийИсточникДанных.Склад.Таблица.Товары.МодульНабораЗаписей",
		"ExternalDataSource.Склад.Table.Товары.RecordSetModule",
		"ExternalDataSources/Склад/Tables/Товары/Ext/RecordSetModule.bsl",
		"ExternalDataSources/Склад/Tables/Товары/RecordSetModule.bsl"},
	{"ВнешнийИсточникДанных.Склад.Куб.Продажи.ТаблицаИзмерений.Даты.МодульМенеджера",
		"ExternalDataSource.Склад.Cube.Продажи.DimensionTable.Даты.ManagerModule",
		"ExternalDataSources/Склад/Cubes/Продажи/DimensionTables/Даты/Ext/ManagerModule.bsl",
		"ExternalDataSources/Склад/Cubes/Продажи/DimensionTables/Даты/ManagerModule.bsl"},
	{"ПланВидовХарактеристик.Свойства.МодульОбъекта", "ChartOfCharacteristicTypes.Свойства.ObjectModule",
		"ChartsOfCharacteristicTypes/Свойства/Ext/ObjectModule.bsl", "ChartsOfCharacteristicTypes/Свойства/ObjectModule.bsl"},
	{"ПланСчетов.Хозрасчетный.МодульМенеджера", "ChartOfAccounts.Хозрасчетный.ManagerModule",
		"ChartsOfAccounts/Хозрасчетный/Ext/ManagerModule.bsl", "ChartsOfAccounts/Хозрасчетный/ManagerModule.bsl"},
	{"БизнесПроцесс.Согласование.МодульОбъекта", "BusinessProcess.Согласование.ObjectModule",
		"BusinessProcesses/Согласование/Ext/ObjectModule.bsl", "BusinessProcesses/Согласование/ObjectModule.bsl"},
	{"КритерийОтбора.Связи.Форма.Список.Форма", "FilterCriterion.Связи.Form.Список.Form",
		"FilterCriteria/Связи/Forms/Список/Ext/Form/Module.bsl", "FilterCriteria/Связи/Forms/Список/Module.bsl"},
	{"ХранилищеНастроек.Отчеты.МодульМенеджера", "SettingsStorage.Отчеты.ManagerModule",
		"SettingsStorages/Отчеты/Ext/ManagerModule.bsl", "SettingsStorages/Отчеты/ManagerModule.bsl"},
	{"ЖурналДокументов.Склад.МодульМенеджера", "DocumentJournal.Склад.ManagerModule",
		"DocumentJournals/Склад/Ext/ManagerModule.bsl", "DocumentJournals/Склад/ManagerModule.bsl"},
	{"Перечисление.Статусы.МодульМенеджера", "Enum.Статусы.ManagerModule",
		"Enums/Статусы/Ext/ManagerModule.bsl", "Enums/Статусы/ManagerModule.bsl"},
	{"ВнешняяОбработка.Загрузка.МодульОбъекта", "ExternalDataProcessor.Загрузка.ObjectModule",
		"Загрузка/Ext/ObjectModule.bsl", "ExternalDataProcessors/Загрузка/ObjectModule.bsl"},
	{"ВнешняяОбработка.Загрузка.Форма.Форма.Форма", "ExternalDataProcessor.Загрузка.Form.Форма.Form",
		"Загрузка/Forms/Форма/Ext/Form/Module.bsl", "ExternalDataProcessors/Загрузка/Forms/Форма/Module.bsl"},
	{"ВнешнийОтчет.Анализ.МодульОбъекта", "ExternalReport.Анализ.ObjectModule",
		"Анализ/Ext/ObjectModule.bsl", "ExternalReports/Анализ/ObjectModule.bsl"},
}

func TestFile_everyKind(t *testing.T) {
	for _, p := range paths {
		for _, path := range []string{p.ru, p.en} {
			if got := modulepath.File(path, modulepath.Designer); got != p.designer {
				t.Errorf("File(%q, Designer) = %q, want %q", path, got, p.designer)
			}
			if got := modulepath.File(path, modulepath.EDT); got != p.edt {
				t.Errorf("File(%q, EDT) = %q, want %q", path, got, p.edt)
			}
		}
	}
}

func TestFile_anyLetterCase(t *testing.T) {
	const want = "Catalogs/Номенклатура/Forms/ФормаСписка/Module.bsl"
	for _, path := range []string{
		"справочник.Номенклатура.форма.ФормаСписка.форма",
		"СПРАВОЧНИК.Номенклатура.ФОРМА.ФормаСписка.ФОРМА",
		"CATALOG.Номенклатура.form.ФормаСписка.Form",
	} {
		if got := modulepath.File(path, modulepath.EDT); got != want {
			t.Errorf("File(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestEnglish_everyKind(t *testing.T) {
	for _, p := range paths {
		for _, path := range []string{p.ru, p.en} {
			if got := modulepath.English(path); got != p.en {
				t.Errorf("English(%q) = %q, want %q", path, got, p.en)
			}
			if !modulepath.Known(path) {
				t.Errorf("Known(%q) = false", path)
			}
		}
	}
}

func TestFile_noFile(t *testing.T) {
	for _, path := range []string{
		"", "<Неизвестный модуль>", "<Unknown module>", "mngcore/MessageBox.clf", "mngbase/Main.clf",
		"Форма.ИсследовательОбъектов.Форма",     // 8.2: no owner
		"Справочник.Номенклатура",               // no module kind
		"Справочник.Номенклатура.Модуль",        // a catalog owns no such module
		"ОбщийМодуль.Х.МодульОбъекта",           // nor a common module this one
		"Справочник.Номенклатура.Форма.Форма",   // a form without its tail
		"Нечто.Х.МодульОбъекта",                 // no class word
		"Справочник.Х.Документ.У.МодульОбъекта", // a document is not a part of a catalog
		"ОбщийМодуль.МодульСеанса",              // a root module owns nothing
		"Модуль", "МодульОбъекта", "Форма", // not modules of the configuration
		"ОбщийМодуль.../../etc.Модуль", // hostile
		"ОбщийМодуль.a/b.Модуль",       //
		`ОбщийМодуль.a\b.Модуль`,       //
		"ОбщийМодуль..Модуль", "...", ".", "a.",
		`C:\OneScript\lib\main.os`, "/opt/lib/main.os",
	} {
		for _, l := range []modulepath.Layout{modulepath.Designer, modulepath.EDT} {
			if got := modulepath.File(path, l); got != "" {
				t.Errorf("File(%q, %s) = %q, want none", path, l, got)
			}
		}
	}
	if got := modulepath.File("МодульСеанса", "other"); got != "" {
		t.Errorf("File with an unknown layout = %q", got)
	}
	if got := (modulepath.Path{}).File(modulepath.EDT); got != "" {
		t.Errorf("zero Path has file %q", got)
	}
}

func TestEnglish_unusual(t *testing.T) {
	for path, want := range map[string]string{
		"":                       "",
		"<Неизвестный модуль>":   modulepath.UnknownModule,
		"<Невідомий модуль>":     modulepath.UnknownModule,
		"<Unknown module>":       modulepath.UnknownModule,
		"mngcore/MessageBox.clf": "mngcore/MessageBox.clf",
		"Форма.ИсследовательОбъектов.Форма":           "Form.ИсследовательОбъектов.Form",
		"Справочник.Номенклатура.Форма.Форма":         "Catalog.Номенклатура.Form.Форма",
		"справочник.Номенклатура.форма.Форма.форма":   "Catalog.Номенклатура.Form.Форма.Form",
		"Нечто.Х.МодульОбъекта":                       "Нечто.Х.ObjectModule",
		"ExternalDataProcessor.X.Form.Форма.Form":     "ExternalDataProcessor.X.Form.Форма.Form",
		"Справочник.Номенклатура.Форма.Список.Модуль": "Catalog.Номенклатура.Form.Список.Module",
		"Модуль": "Модуль",
	} {
		if got := modulepath.English(path); got != want {
			t.Errorf("English(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestFile_formTailModule(t *testing.T) {
	got := modulepath.File("Справочник.Номенклатура.Форма.Список.Модуль", modulepath.EDT)
	if want := "Catalogs/Номенклатура/Forms/Список/Module.bsl"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplit(t *testing.T) {
	for printed, want := range map[string][2]string{
		"ОбщийМодуль.А.Модуль":                 {"", "ОбщийМодуль.А.Модуль"},
		"YAXUNIT ОбщийМодуль.ЮТест.Модуль":     {"YAXUNIT", "ОбщийМодуль.ЮТест.Модуль"},
		"YAXUNIT МодульУправляемогоПриложения": {"YAXUNIT", "МодульУправляемогоПриложения"},
		"EF_00 МодульСеанса":                   {"EF_00", "МодульСеанса"},
		"X\u00a0МодульСеанса":                  {"X", "МодульСеанса"},
		"<Неизвестный модуль>":                 {"", "<Неизвестный модуль>"},
		"":                                     {"", ""},
	} {
		ext, path := modulepath.Split(printed)
		if got := [2]string{ext, path}; got != want {
			t.Errorf("Split(%q) = %q, want %q", printed, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	p, ok := modulepath.Parse("Обработка.Форма.Форма.Форма.Форма")
	want := []modulepath.Owner{{Class: "DataProcessor", Name: "Форма"}, {Class: "Form", Name: "Форма"}}
	if !ok || p.Module != "Form" || !slices.Equal(p.Owners, want) {
		t.Errorf("Parse = %+v, %v", p, ok)
	}
}

func TestKnown_false(t *testing.T) {
	for _, path := range []string{"", "Иванов.Иван", "www.example.com", "Справочник", "Справочник.", "mngcore/x.clf", "МодульОбъекта"} {
		if modulepath.Known(path) {
			t.Errorf("Known(%q) = true", path)
		}
	}
}

func BenchmarkEnglish(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		modulepath.English("Справочник.Номенклатура.Форма.ФормаСписка.Форма")
	}
}

func BenchmarkKnown(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		modulepath.Known("Справочник.Номенклатура.Форма.ФормаСписка.Форма")
	}
}
