//go:build e2e

package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/infobase"
)

// shop is an infobase with the extension and the code of a configuration that fails
// on both sides.
func shop(t *testing.T) *infobase.Base {
	t.Helper()
	var configuration []*eval.Module
	for name, sides := range map[string]eval.Side{"ЗаказыВызовСервера": eval.Server, "ЗаказыКлиент": eval.ThinClient | eval.WebClient} {
		module, err := infobase.Script(filepath.Join("testdata", name+".bsl"), sides)
		if err != nil {
			t.Fatal(err)
		}
		configuration = append(configuration, module)
	}
	base, err := infobase.NewWithExtension(eval.Release(8, 3, 27), eval.Release(8, 3, 27), t.TempDir(), configuration...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, fault := range base.Faults {
			t.Errorf("the interpreter cannot answer for the platform: %v", fault)
		}
		for _, fault := range base.AddIns.TakeFaults() {
			t.Errorf("a rule of the ABI is broken: %v", fault)
		}
	})
	return base
}

// thinClient begins a session of a user; it ends with the test.
func thinClient(t *testing.T, base *infobase.Base, user *platform.User) *platform.Session {
	t.Helper()
	s, err := base.Open(platform.ThinClient, user, value.Russian)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestBugsink_extension goes the whole road: the modules of the extension run in
// the stand-in platform and call the real library, and a real server stores what
// came. Two cashiers press the same button, so each error is one issue of two.
func TestBugsink_extension(t *testing.T) {
	server := startBugsink(t)
	base := shop(t)
	admin := thinClient(t, base, &platform.User{Name: "Администратор", ID: value.NewUUID(), Full: true})
	if err := admin.RunCommand("СентриНастройки"); err != nil || len(admin.Forms) != 1 {
		t.Fatalf("the form does not open: %v, shown %q", err, admin.Shown)
	}
	form := admin.Forms[0]
	if err := form.Enter("DSN", value.String(server.DSN)); err != nil {
		t.Fatal(err)
	}
	for button, says := range map[string]string{"Проверить": "отправлено за ", "Записать": "Настройки записаны. Отправка работает."} {
		if err := form.Click(button); err != nil {
			t.Fatal(err)
		}
		if said := value.Text(form.Value("Итог"), value.Russian); !strings.Contains(said, says) {
			t.Fatalf("%s says %q", button, said)
		}
	}

	cashier := &platform.User{Name: "Кассир", ID: value.NewUUID()}
	for range 2 {
		client := thinClient(t, base, cashier)
		if err := client.Act("ЗаказыКлиент", "Провести"); err != nil {
			t.Fatal(err)
		}
		if len(client.Shown) != 1 || !strings.Contains(client.Shown[0], "Поле объекта не обнаружено (Сумма)") {
			t.Errorf("the user saw %q", client.Shown)
		}
	}

	type field []any // its value, then the way to it
	for _, c := range []struct {
		text  string
		count int
		is    []field
	}{
		{"Тестовое событие расширения «Сентри»", 1, []field{{"info", "level"}, {"trade", "contexts", "infobase", "name"}, {admin.User.ID.String(), "user", "id"}}},
		{"Не хватает товара на складе", 2, []field{{"Проведение заказа", "transaction"}, {"ООО «Ромашка»", "tags", "organization"}, {cashier.ID.String(), "user", "id"},
			{"ОбщийМодуль.ЗаказыВызовСервера.Модуль", "exception", "values", 0, "stacktrace", "frames", 0, "module"}}},
		{"Заказ ЗП-1 отложен", 2, []field{{"Заказы.Отложен", "logger"}, {"error", "level"}, {cashier.ID.String(), "user", "id"}}},
		{"Поле объекта не обнаружено (Сумма)", 2, []field{{"interface", "tags", "source"}, {"Открыт заказ ЗП-1", "breadcrumbs", "values", 0, "message"},
			{"ОбщийМодуль.ЗаказыКлиент.Модуль", "exception", "values", 0, "stacktrace", "frames", 0, "module"}, {cashier.ID.String(), "user", "id"}}},
	} {
		for _, e := range server.eventsOf(c.text, c.count) {
			want(t, e.Data, "УправлениеТорговлей@11.5.12.34", "release")
			want(t, e.Data, "trade", "tags", "infobase")
			for _, f := range c.is {
				want(t, e.Data, f[0], f[1:]...)
			}
			if id := fmt.Sprint(at(e.Data, "event_id")); c.text == "Заказ ЗП-1 отложен" && !marked(base, id) {
				t.Errorf("no record of the event log names the event %s", id)
			}
		}
	}
	if issues := server.issues(); len(issues) != 4 {
		t.Errorf("%d issues, want 4: %+v", len(issues), issues)
	}
}

// marked reports whether the wrapper wrote a record that names an event.
func marked(base *infobase.Base, id string) bool {
	return slices.ContainsFunc(base.Log, func(row *platform.LogRow) bool {
		return row.Event == "Заказы.Отложен" && strings.Contains(row.Comment, "[Sentry "+strings.ReplaceAll(id, "-", "")+"]")
	})
}

// eventsOf waits until one issue has as many events that say a text, and gives
// them.
func (b *bugsink) eventsOf(text string, count int) []event {
	b.t.Helper()
	var last string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		for _, i := range b.issues() {
			events := b.events(i.ID)
			if len(events) == 0 {
				continue
			}
			said := fmt.Sprint(at(events[0].Data, "exception", "values", 0, "value"), at(events[0].Data, "logentry", "formatted"))
			if last = fmt.Sprintf("%d events", len(events)); strings.Contains(said, text) && len(events) == count {
				return events
			}
		}
	}
	b.t.Errorf("«%s» is not stored %d times in one issue; the last issue has %s", text, count, last)
	return nil
}
