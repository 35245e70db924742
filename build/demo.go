package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

// demoTexts are errors as 1C prints them.
//
//go:embed demo/*.txt
var demoTexts embed.FS

// demoFlush is how long the demonstration waits for its events to be sent.
const demoFlush = 10 * time.Second

func runDemo(ctx context.Context, args []string, out io.Writer) error {
	f := flags("demo")
	dsn := f.String("dsn", "", "send to this project instead of a receiver on this machine")
	if err := f.Parse(args); err != nil {
		return err
	}
	var server *receiver.Server
	if *dsn == "" {
		var err error
		if server, err = receiver.New(); err != nil {
			return err
		}
		defer server.Close()
		*dsn = server.DSN()
	}
	fmt.Fprintln(out, "2/3 Собираю компоненту и комплект; в первый раз — минута-две, потом секунды. / Compiling the add-in and its bundle; a minute or two the first time, then seconds.")
	bundle, err := makeBundle(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "3/3 Подключаю комплект и сообщаю об ошибках. / Attaching the bundle and reporting errors.")
	library, cleanUp, err := attach(ctx, "", bundle)
	if err != nil {
		return err
	}
	defer cleanUp()
	fmt.Fprintf(out, "Attached %s as 1C does: ПодключитьВнешнююКомпоненту, Новый(\"AddIn.Sentry_1_0_0.Sentry\").\n\n", bundle)
	spool, err := os.MkdirTemp("", "sentry1c-demo-*")
	if err != nil {
		return fmt.Errorf("build: demo: %w", err)
	}
	defer os.RemoveAll(spool)
	if err := report(out, library, *dsn, spool); err != nil {
		return err
	}
	if server != nil {
		return showArrived(out, server)
	}
	return nil
}

// demo is an object that prints each call with the time it took.
type demo struct {
	out    io.Writer
	object *standin.Object
	errs   []error
}

// call calls a method and prints it; what it answers is in the last column.
func (d *demo) call(name string, args ...any) any {
	start := time.Now()
	answer, err := d.object.Call(name, args...)
	took := time.Since(start)
	if err != nil {
		d.errs = append(d.errs, err)
	}
	fmt.Fprintf(d.out, "  %9s  %s → %s\n", took.Round(100*time.Nanosecond), name, show(answer))
	return answer
}

func show(answer any) string {
	switch v := answer.(type) {
	case bool:
		if v {
			return "Истина"
		}
		return "Ложь"
	case string:
		return v
	}
	return fmt.Sprint(answer)
}

// report plays a session of 1C in which things go wrong.
func report(out io.Writer, library *standin.Library, dsn, spool string) error {
	object, err := library.New("Sentry", russian...)
	if err != nil {
		return err
	}
	defer object.Close()
	d := &demo{out: out, object: object}
	fmt.Fprintln(out, "What 1C calls, and how long each call takes (the first ones warm up):")
	options, err := json.Marshal(map[string]any{
		"release": "УправлениеТорговлей@11.5.12.34", "environment": "demo", "spoolPath": spool, "sendDefaultPii": true,
	})
	if err != nil {
		return fmt.Errorf("build: demo: %w", err)
	}
	if d.call("Инициализировать", dsn, string(options)) != true {
		problem, _ := object.Get("ПоследняяОшибка")
		return fmt.Errorf("build: demo: Init: %v", problem)
	}
	d.call("УстановитьПользователя", "5f1c", "Иванова Мария")
	d.call("УстановитьТег", "organization", "ООО «Ромашка»")
	d.call("УстановитьТег", "Режим работы", "тонкий клиент")
	d.call("УстановитьКонтекст", "runtime", `{"name": "1C:Enterprise", "version": "8.3.27.1508"}`)
	d.call("ДобавитьСобытиеИстории", "Открыт заказ ЗП-000123", "ui.open", "info", `{"form": "Документ.ЗаказПокупателя"}`)
	d.call("ДобавитьСобытиеИстории", "Нажата кнопка «Провести и закрыть»", "ui.click")
	names, err := fs.Glob(demoTexts, "demo/*.txt")
	if err != nil {
		return fmt.Errorf("build: demo: %w", err)
	}
	for _, name := range names {
		text, err := demoTexts.ReadFile(name)
		if err != nil {
			return fmt.Errorf("build: demo: %w", err)
		}
		d.call("ЗаписатьИсключение", strings.TrimSpace(string(text)))
	}
	d.call("CaptureMessage", "Обмен с сайтом не завершён", "warning", `{"tags": {"exchange": "site"}}`)
	if d.call("ДождатьсяОтправки", int(demoFlush/time.Millisecond)) != true {
		d.errs = append(d.errs, fmt.Errorf("build: demo: not all was sent: %s", whyNot(object)))
	}
	d.call("Закрыть")
	fmt.Fprintln(out)
	return errors.Join(d.errs...)
}

// whyNot says what the component knows about the server.
func whyNot(object *standin.Object) string {
	statistics, err := object.Get("Статистика")
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(statistics)
}

// showArrived tells in words what the receiver has.
func showArrived(out io.Writer, server *receiver.Server) error {
	events := server.Events()
	fmt.Fprintf(out, "What arrived at the receiver on this machine: %d events.\n", len(events))
	for i, e := range events {
		fmt.Fprintf(out, "\n%d. %s\n", i+1, title(e))
		fmt.Fprintf(out, "   level %s, release %s, environment %s, event %s\n",
			e.Text("level"), e.Text("release"), e.Text("environment"), e.Text("event_id"))
		printExceptions(out, e)
		fmt.Fprintf(out, "   user %s\n   tags %s\n", pairs(e.At("user")), pairs(e.At("tags")))
		crumbs, _ := e.At("breadcrumbs", "values").([]any)
		for j := range crumbs {
			fmt.Fprintf(out, "   breadcrumb %s  %s\n", e.Text("breadcrumbs", "values", j, "category"), e.Text("breadcrumbs", "values", j, "message"))
		}
	}
	if refused := server.Refused(); len(refused) > 0 {
		return fmt.Errorf("build: demo: the receiver refused: %s", strings.Join(refused, "; "))
	}
	const sent = 4
	if len(events) != sent {
		return fmt.Errorf("build: demo: %d events arrived, %d were sent", len(events), sent)
	}
	return nil
}

// printExceptions prints the chain as Sentry shows it: what was caught first, below it
// its causes, the innermost frame first.
func printExceptions(out io.Writer, e receiver.Event) {
	values, _ := e.At("exception", "values").([]any)
	for i := len(values) - 1; i >= 0; i-- {
		at := func(path ...any) string { return e.Text(append([]any{"exception", "values", i}, path...)...) }
		word := "caused by"
		if i == len(values)-1 {
			word = "exception"
		}
		fmt.Fprintf(out, "   %s %s:\n%s\n", word, at("type"), indent(at("value")))
		frames, _ := e.At("exception", "values", i, "stacktrace", "frames").([]any)
		for j := len(frames) - 1; j >= 0; j-- {
			frame := func(key string) string { return at("stacktrace", "frames", j, key) }
			fmt.Fprintf(out, "       in %s, line %v\n", frame("module"), e.At("exception", "values", i, "stacktrace", "frames", j, "lineno"))
			if line := strings.TrimSpace(frame("context_line")); line != "" {
				fmt.Fprintf(out, "          %s\n", line)
			}
		}
	}
}

// title is what Sentry shows in its list of issues.
func title(e receiver.Event) string {
	if kind := e.Text("exception", "values", -1, "type"); kind != "" {
		first, _, _ := strings.Cut(e.Text("exception", "values", -1, "value"), "\n")
		return kind + ": " + first
	}
	return e.Text("logentry", "formatted")
}

func indent(text string) string {
	return "     " + strings.ReplaceAll(text, "\n", "\n     ")
}

// pairs prints an object on one line.
func pairs(object any) string {
	fields, _ := object.(map[string]any)
	parts := make([]string, 0, len(fields))
	for _, key := range sortedKeys(fields) {
		parts = append(parts, fmt.Sprintf("%s=%v", key, fields[key]))
	}
	return strings.Join(parts, ", ")
}
