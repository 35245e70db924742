// Package demo shows what the product does without 1C: the stand-in platform attaches the
// bundle and plays an afternoon of a shop in which things go wrong; what arrives is shown
// in words and as a page.
package demo

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// texts are errors of other bases as 1C prints them.
//
//go:embed texts/*.txt
var texts embed.FS

// sources are the modules of the shop, as Designer dumps them: the symbols are made of them.
//
//go:embed all:sources
var sources embed.FS

// Release is the release of the shop's configuration.
const Release = "УправлениеТорговлей@11.5.12.34"

// Environment is that of the shop's events.
const Environment = "demo"

// Shortages is how often the same goods are short.
const Shortages = 20

// Caller is an object of the component.
type Caller interface {
	Call(method string, args ...any) (any, error)
}

// Errors are what the story reports, by the words in their titles; how often each comes.
var Errors = []struct {
	Title string
	Count int
}{
	{"ExceptionRaisedFromScript: Не хватает 59 шт. товара «Болт М25×40»", Shortages},
	{"Деление на 0", 1},
	{"Ошибка работы с Интернет: Удаленный узел не прошел проверку", 1},
	{"Соединение с сервером баз данных разорвано администратором", 1},
	{"Нарушение прав доступа!", 1},
	{"Object field not found (PaymentTerms)", 1},
	{"Конфликт блокировок при выполнении транзакции", 1},
	{"Обмен с сайтом не завершён", 1},
}

// Options are those of Init for the story, as the extension would give them.
func Options(more map[string]any) string {
	options := map[string]any{"release": Release, "environment": Environment, "serverName": "srv-1c",
		"sendDefaultPii": true, "tracesSampleRate": 1}
	for key, value := range more {
		options[key] = value
	}
	return encode(options)
}

func encode(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "{}" // what is encoded here has no other kinds than JSON
	}
	return string(text)
}

// Play calls what the shop's session calls, from the user's first click to the last
// error. now is when the first error happens, patience how long a server may take before it.
func Play(c Caller, now time.Time, patience time.Duration) error {
	p := &player{caller: c}
	p.context()
	p.trail(now)
	for i := range Shortages - 1 {
		p.shortage(i)
	}
	p.text("access", asShown("access"))
	for _, name := range []string{"field", "lock", "divide", "database"} {
		p.text(name)
	}
	p.exchange()
	// Several are on their way at once: the last shall arrive as the last.
	p.call("ДождатьсяОтправки", int(patience/time.Millisecond))
	p.shortage(Shortages - 1)
	return p.err
}

// player calls until a call fails.
type player struct {
	caller Caller
	err    error
}

func (p *player) call(method string, args ...any) any {
	if p.err != nil {
		return nil
	}
	answer, err := p.caller.Call(method, args...)
	p.err = err
	return answer
}

// context is what the extension knows of a session.
func (p *player) context() {
	p.call("УстановитьПользователя", "6f4c1c1e-8a5d-4a7e-9a57-3e1c2f5d0b11", "Иванова Мария")
	p.call("УстановитьТеги", encode(map[string]any{"configuration": "УправлениеТорговлей", "infobase": "trade", "application": "1CV8C",
		"application_name": "Тонкий клиент", "platform": "8.3.27.1508", "extensions": "3301897887"}))
	for _, c := range []struct {
		name    string
		context map[string]any
	}{
		{"infobase", map[string]any{"kind": "server", "server": "srv-1c", "name": "trade"}},
		{"configuration", map[string]any{"name": "УправлениеТорговлей", "version": "11.5.12.34", "extensions": []string{"ДоработкиРомашка 1.4.2"}}},
		{"session", map[string]any{"number": 118, "application": "1CV8C"}},
		{"runtime", map[string]any{"name": "1C:Enterprise", "version": "8.3.27.1508"}},
	} {
		p.call("УстановитьКонтекст", c.name, encode(c.context))
	}
}

// trail is what the user did before it went wrong.
func (p *player) trail(now time.Time) {
	for i, step := range []struct{ category, text string }{
		{"session", "Начало сеанса"},
		{"ui.open", "Открыт список «Заказы клиентов»"},
		{"ui.open", "Открыт заказ ЗК-000123 от 12.11.2026"},
		{"query", "Запрос остатков выполнен за 840 мс"},
		{"http", "GET https://shop.example.com/stock"},
		{"ui.click", "Нажата кнопка «Провести и закрыть»"},
	} {
		at := now.Add(time.Duration(i-6) * 17 * time.Second).UTC().Format(time.RFC3339Nano)
		p.call("ДобавитьСобытиеИстории", step.text, step.category, "info", "", "default", at)
	}
}

// exchange is an operation that takes its time and fails.
func (p *player) exchange() {
	root, _ := p.call("НачатьОперацию", "Обмен с сайтом", "exchange").(string)
	p.step(root, "db.query", "Изменённые товары", 4*time.Millisecond)
	p.step(root, "serialize", "Выгрузка 240 товаров", 9*time.Millisecond)
	p.step(root, "http.client", "POST https://shop.example.com/stock", 23*time.Millisecond)
	p.text("network")
	p.call("ЗаписатьСообщение", "Обмен с сайтом не завершён", "warning", `{"tags": {"exchange": "site"}}`)
	p.call("УстановитьЗамер", root, "товаров", 240)
	p.call("ЗавершитьЭтап", root, "unavailable")
}

// text reports an error of another base.
func (p *player) text(name string, options ...any) {
	text, err := texts.ReadFile("texts/" + name + ".txt")
	if err != nil {
		p.err = errors.Join(p.err, err)
		return
	}
	p.call("ЗаписатьИсключение", append([]any{strings.TrimSpace(string(text))}, options...)...)
}

func (p *player) step(root, op, description string, takes time.Duration) {
	span := p.call("НачатьЭтап", root, op, description)
	time.Sleep(takes)
	p.call("ЗавершитьЭтап", span)
}

// shortage reports an error that the user saw.
func (p *player) shortage(i int) {
	text, err := shortage(i)
	if err != nil {
		p.err = errors.Join(p.err, err)
		return
	}
	p.call("ЗаписатьИсключение", text, asShown("exception"))
}

// warned are the categories of shown errors that the extension makes warnings unless its settings say otherwise.
var warned = []string{"exception", "access"}

// asShown are the options that the extension gives with an error that the user saw.
func asShown(category string) string {
	options := map[string]any{"handled": false, "mechanism": "ui", "tags": map[string]string{"source": "interface", "category": category}}
	if slices.Contains(warned, category) {
		options["level"] = "warning"
	}
	return encode(options)
}

// shortage is the text of one of the errors that differ in their data only.
func shortage(i int) (string, error) {
	const (
		document = "Документ.ЗаказКлиента.МодульОбъекта"
		server   = "ОбщийМодуль.ПродажиСервер.Модуль"
		form     = "Документ.ЗаказКлиента.Форма.ФормаДокумента.Форма"
	)
	said := fmt.Sprintf("Не хватает %d шт. товара «Болт М%d×40» на складе «Основной», заказ ЗК-%06d от %02d.11.2026 %02d:22:33",
		40+i, 6+i, 123+i, 1+i, 17-i%9)
	frames := make([]string, 0, 4)
	for _, f := range []struct{ module, extension, line string }{
		{document, "", "Движения.ТоварыНаСкладах.Записать();"},
		{server, "", "Заказ.Записать(РежимЗаписиДокумента.Проведение);"},
		{form, "", "ПродажиСервер.ПровестиЗаказ(Заказ);"},
		{"ОбщийМодуль.РомКонтрольОстатков.Модуль", "ДоработкиРомашка ", "ВызватьИсключение ТекстОшибки;"},
	} {
		n, err := lineOf(f.module, f.line)
		if err != nil {
			return "", err
		}
		frames = append(frames, fmt.Sprintf("{%s%s(%d)}:\t%s\n", f.extension, f.module, n, f.line))
	}
	return "Ошибка при вызове метода контекста (Записать)\n" + frames[0] + frames[1] + frames[2] +
		"\nпо причине:\n" + said + "\n" + frames[3], nil
}

// lineOf is where a line stands in a module of the shop.
func lineOf(module, line string) (int, error) {
	name, ok := map[string]string{
		"Документ.ЗаказКлиента.МодульОбъекта":              "УправлениеТорговлей/Documents/ЗаказКлиента/Ext/ObjectModule.bsl",
		"ОбщийМодуль.ПродажиСервер.Модуль":                 "УправлениеТорговлей/CommonModules/ПродажиСервер/Ext/Module.bsl",
		"Документ.ЗаказКлиента.Форма.ФормаДокумента.Форма": "УправлениеТорговлей/Documents/ЗаказКлиента/Forms/ФормаДокумента/Ext/Form/Module.bsl",
		"ОбщийМодуль.РомКонтрольОстатков.Модуль":           "ДоработкиРомашка/CommonModules/РомКонтрольОстатков/Ext/Module.bsl",
	}[module]
	if !ok {
		return 0, fmt.Errorf("demo: the shop has no module %s", module)
	}
	source, err := sources.ReadFile("sources/" + name)
	if err != nil {
		return 0, fmt.Errorf("demo: read a module: %w", err)
	}
	for i, text := range strings.Split(string(source), "\n") {
		if strings.TrimSpace(text) == line {
			return i + 1, nil
		}
	}
	return 0, fmt.Errorf("demo: %s has no line %s", module, line)
}
