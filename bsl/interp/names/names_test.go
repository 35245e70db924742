package names

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
)

func read(t *testing.T) *Table {
	t.Helper()
	table, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// confirmed are the kinds of sources that show a name on the oldest platform: their
// code was written before 8.3.18, or runs in an older mode.
func oldEnough(s Source) bool {
	return strings.HasPrefix(s.Address, "1c-syntax/ssl_3_1@81134face:") || strings.HasPrefix(s.Address, "bia-technologies/yaxunit@")
}

// unproven says why a line is no proof; empty if it is one.
func unproven(n *Name) string {
	switch {
	case len(n.Sources) == 0:
		return "it has no source beside the help"
	case slices.ContainsFunc(n.Sources, func(s Source) bool { return strings.Contains(s.Address, "bsl_console") }):
		return "its source is the help again"
	case n.Since == eval.Version{} && !slices.ContainsFunc(n.Sources, oldEnough) && !slices.Contains(ageless, n.String()):
		return "its sources are newer than the oldest platform, and it does not say since when it is there"
	}
	return ""
}

// ageless are names of the first 8.x, which the sources at hand use in new code only.
var ageless = []string{"Сообщить", "Массив.Установить", "HTTPСервисОтвет", "HTTPСервисОтвет.УстановитьТелоИзСтроки",
	"отбор фоновых заданий.Начало", "приложение.MobileClient", "событие журнала._$PerformError$_", "событие журнала._$Data$_.Post", "событие журнала._$Data$_.Unpost"}

// TestTable: every name has a public source beside the help.
func TestTable(t *testing.T) {
	table := read(t)
	if len(table.List) < 400 {
		t.Fatalf("the table has %d names", len(table.List))
	}
	for i := range table.List {
		n := &table.List[i]
		if why := unproven(n); why != "" {
			t.Errorf("%s %s: %s", n.Kind, n, why)
		}
		if i > 0 {
			list := []eval.Entry{n.Entry, table.List[i-1].Entry}
			eval.SortEntries(list)
			if list[1].Ru != n.Ru || list[1].Owner != n.Owner || list[1].Kind != n.Kind {
				t.Errorf("%s stands out of order", n)
			}
		}
	}
	for _, bad := range []Name{
		{Entry: eval.Entry{Ru: "Нечто"}},
		{Entry: eval.Entry{Ru: "Нечто"}, Sources: []Source{{eval.Server, "salexdv/bsl_console@9a7aa180:src/bslGlobals.js:1"}}},
		{Entry: eval.Entry{Ru: "Нечто"}, Sources: []Source{{eval.Server, "1c-syntax/ssl_3_1@2572466ea:a:1"}}},
	} {
		if unproven(&bad) == "" {
			t.Errorf("%+v passes", bad)
		}
	}
}

// helpErrs are contexts and arguments that the copy of the help has wrong, each
// refuted by the sources of its line.
var helpErrs = map[string]bool{
	"ТекущаяДата": true, "Тип": true, "Вычислить": true, "СоздатьКаталог": true, "Цел": true, "Формат": true, "ОписаниеОшибки": true, "ТаблицаЗначений": true,
	"БиблиотекаКартинок": true, "ВидДекорацииФормы": true, "КатегорияОшибки": true, "РежимВосстановленияПутейФайловZIP": true,
	// Without arguments in the copy, though the help's own text has them.
	"Макс": true, "Мин": true, "ПоказатьПредупреждение": true, "ПрочитатьJSON": true, "СтрШаблон": true, "ПодключитьВнешнююКомпоненту": true,
}

// TestHelp: the table and the copy of the help agree, but for the known errors.
func TestHelp(t *testing.T) {
	table := read(t)
	differ := map[string]bool{}
	for i := range table.List {
		n := &table.List[i]
		arguments, contexts, ok := strings.Cut(n.Help, "/")
		if !ok || !n.contextual() {
			continue
		}
		var help eval.Side
		for _, letter := range contexts {
			help |= letters[letter]
		}
		if help != 0 && n.Where&^help != 0 {
			differ[n.String()] = true
		}
		if least, most, ok := helpArguments(arguments); ok && n.Kind == eval.KindFunction && (least != n.Min || most != n.Max) {
			differ[n.String()] = true
		}
	}
	for name := range differ {
		if !helpErrs[name] {
			t.Errorf("%s: the table and the help differ", name)
		}
	}
	for name := range helpErrs {
		if !differ[name] {
			t.Errorf("%s: the table and the help agree", name)
		}
	}
}

// helpArguments reads «1-1|3-6»: the variants of a call in the help.
func helpArguments(text string) (least, most int, ok bool) {
	for i, variant := range strings.Split(text, "|") {
		from, to, _ := strings.Cut(variant, "-")
		min, err1 := strconv.Atoi(from)
		max, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			return 0, 0, false
		}
		if i == 0 || min < least {
			least = min
		}
		if max > most {
			most = max
		}
	}
	return least, most, true
}

// TestFacts: contexts that were wrong once, and what hung on them.
func TestFacts(t *testing.T) {
	table := read(t)
	for _, c := range []struct {
		kind  eval.EntryKind
		owner string
		name  string
		where eval.Side
	}{
		{eval.KindFunction, "", "ТекущаяУниверсальнаяДата", eval.ServerCode},
		{eval.KindFunction, "", "CurrentUniversalDateInMilliseconds", eval.Everywhere},
		{eval.KindFunction, "", "ТекущаяДата", eval.Everywhere},
		{eval.KindClass, "", "ЗаписьJSON", eval.Everywhere &^ eval.WebClient},
		{eval.KindProperty, "", "Метаданные", eval.ServerCode},
		{eval.KindProperty, "", "ХранилищеОбщихНастроек", eval.ServerCode},
		{eval.KindFunction, "", "ПоказатьВводСтроки", eval.Clients},
		{eval.KindMethod, formClass, "ИзменитьРеквизиты", eval.ServerCode},
		{eval.KindMethod, formClass, "Закрыть", eval.Clients},
	} {
		n := table.Find(c.kind, c.owner, c.name)
		if n == nil || n.Where != c.where {
			t.Errorf("%s is %+v, want it on %s", c.name, n, c.where)
		}
	}
}

// TestParse: what is wrong in a table is said.
func TestParse(t *testing.T) {
	good := "function\t\tЛев\tLeft\t2-2\t\t\t-\ts a/b@1234567:c.bsl:1\n"
	for _, c := range []struct{ text, want string }{
		{"function\t\tЛев", "columns"},
		{strings.Replace(good, "function", "verb", 1), "the kind"},
		{strings.Replace(good, "Left", "", 1), "the kind"},
		{strings.Replace(good, "2-2", "2", 1), "no number of arguments"},
		{strings.Replace(good, "2-2", "3-2", 1), "no number of arguments"},
		{strings.Replace(good, "2-2\t", "2-2\tnew", 1), "version"},
		{strings.Replace(good, "s a/b", "z a/b", 1), "no context"},
		{strings.Replace(good, ":1\n", "\n", 1), "no source"},
		{strings.Replace(good, "s a/b@1234567:c.bsl:1", "s somewhere", 1), "no source"},
		{good + good, "there twice"},
	} {
		if _, err := parse(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := parse(good); err != nil {
		t.Error(err)
	}
}
