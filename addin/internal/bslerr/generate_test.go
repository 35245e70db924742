package bslerr

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Parts that random chains are made of. Messages are what real ones are made
// of, with everything that looks like grammar and is none.
var (
	genMessages = []string{
		"Ошибка при вызове метода контекста (Записать)", "Object field not found (Total)", "Деление на 0", "1",
		"Не удалось записать: \"Заказ 12 от 01.02.2024 10:00:00\"!", "имя: {http://v8.1c.ru/8.1/data/core}Value",
		"{\"code\": 5, \"text\": \"{x(1)}\"}", "Ошибка СУБД:", "[Failed] ожидали (5) получили {6}", "<soap:Fault>",
		"не удалось подключить, по причине:", "Поле об'єкту не виявлено (Сума)", "100% (см. «Журнал»)", "C:\\temp\\a.txt: нет доступа",
		"HRESULT=80004005, SQLSrvr: SQLSTATE=40001, state=33", "Строка 3: Количество = 5", "Ёлка; «ёж»", "a > b | c", "№ 5 {Модуль(5)} без двоеточия",
	}
	genModules = []string{
		"ОбщийМодуль.Продажи.Модуль", "CommonModule.Sales.Module", "Документ.Заказ.МодульОбъекта", "SessionModule",
		"Справочник.Номенклатура.Форма.Форма.Форма", "HTTPСервис.v2.Модуль", "<Неизвестный модуль>", "mngcore/MessageBox.clf",
		"РегистрРасчета.А.Перерасчет.Б.МодульНабораЗаписей", "Форма.Список.Форма", "ВнешняяОбработка.f3a1-22.МодульОбъекта",
	}
	genExtensions = []string{"", "", "", "YAXUNIT", "EF_00_123", "Расширение1"}
	genSources    = []string{
		"", "Объект.Записать();", "Если Не ЗначениеЗаполнено(А) Тогда", "Return Query.Execute();", "|ВЫБРАТЬ", "ДобавитьКнопку(",
		"Для Каждого Строка Из Строки Цикл // {А(1)}: «x»", "А = Новый Структура(\"Б\", \"{ОбщийМодуль.А.Модуль(1)}: x\");", "Сообщить(\"по причине:\");",
		"Модуль.ВыполнитьВФоне(Параметры[0],Параметры[1])",
	}
	genMarked     = []string{"<<?>>Ф", "Если <<?>>А Тогда", "ИЗ <<?>>Справочник.А КАК А", "Сообщить(\"x\"<<?>>"}
	genCategories = []string{"ОшибкаВоВремяВыполненияВстроенногоЯзыка", "ОшибкаСети", "ScriptUseError", "НарушениеПравДоступа"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// randomChain makes a chain that a text can hold.
func randomChain(r *rand.Rand) Report {
	var rep Report
	for i := range 1 + r.IntN(5) {
		e := Exception{Value: randomMessage(r)}
		switch r.IntN(6) {
		case 0: // no frames
		case 1: // a compile or query error
			f := randomFrame(r)
			f.Column, f.Source = 1+r.IntN(200), pick(r, append(genMarked, ""))
			if r.IntN(3) == 0 {
				f.Extension, f.Module, f.Kind = "", "", Query
			}
			e.Value = strings.ReplaceAll(pick(r, genMessages), "\n", " ")
			e.Frames = []Frame{f}
			if f.Source != "" && f.Kind == Code && r.IntN(3) == 0 {
				e.Frames[0].CheckMode = pick(r, []string{"Сервер", "Толстый клиент (обычное приложение)"})
			}
		case 2: // raised again
			for range 2 + r.IntN(3) {
				f := randomFrame(r)
				f.Source = ""
				e.Frames = append(e.Frames, f)
			}
			e.Frames[0].Source = pick(r, []string{"", "ВызватьИсключение;", "\tА.Б();"[1:]})
			e.Order = OutermostFirst
		default:
			for range 1 + r.IntN(8) {
				e.Frames = append(e.Frames, randomFrame(r))
			}
			if r.IntN(4) == 0 {
				e.Frames[r.IntN(len(e.Frames))] = Frame{Line: 1 + r.IntN(9), Kind: Eval, Source: "Модуль.Метод(1)"}
			}
		}
		if r.IntN(3) == 0 && (len(e.Frames) > 0 || i == 0) {
			e.Categories = append(e.Categories, pick(r, genCategories))
			if r.IntN(2) == 0 {
				e.Categories = append(e.Categories, pick(r, genCategories))
			}
		}
		if i > 0 && r.IntN(4) == 0 {
			e.Relation = Sibling
		} else if i > 0 {
			e.Separator = pick(r, []string{"по причине:", ", reason:", "з причини:", "caused by:"})
		}
		rep.Exceptions = append(rep.Exceptions, e)
	}
	return rep
}

func randomMessage(r *rand.Rand) string {
	lines := []string{pick(r, genMessages)}
	for range r.IntN(3) {
		lines = append(lines, pick(r, genMessages))
	}
	return strings.Join(lines, "\n")
}

func randomFrame(r *rand.Rand) Frame {
	f := Frame{Module: pick(r, genModules), Line: 1 + r.IntN(40000), Source: pick(r, genSources)}
	if strings.Contains(f.Module, ".") && !strings.Contains(f.Module, "/") {
		f.Extension = pick(r, genExtensions)
	}
	return f
}

// TestRender_randomChains: what Render writes, Parse reads back.
func TestRender_randomChains(t *testing.T) {
	failed := 0
	for seed := range uint64(8000) {
		want := randomChain(rand.New(rand.NewPCG(seed, 1)))
		text, exact := Render(&want)
		got := Parse(text)
		if d := sameChain(got.Exceptions, want.Exceptions); d != "" || !exact {
			t.Errorf("seed %d: exact %v, %s\ntext:\n%s", seed, exact, d, text)
			if failed++; failed > 4 {
				return
			}
		}
		if l := lost(text); l != "" {
			t.Fatalf("seed %d: %s\ntext:\n%s", seed, l, text)
		}
	}
}
