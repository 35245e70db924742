package cfe

import (
	"reflect"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

func list(t *testing.T, text string) brackets.Value {
	t.Helper()
	v, err := brackets.ParseOne(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestModuleFlags(t *testing.T) {
	for text, want := range map[string]string{
		"{1,{12,{H},0,0,0,0,0,0,0,0},0}": "",
		"{1,{12,{H},1,0,0,0,0,0,0,0},0}": "client of ordinary application",
		"{1,{12,{H},0,1,1,0,0,0,0,0},0}": "server, external connection",
		"{1,{12,{H},0,0,0,1,0,0,1,0},0}": "privileged, values reused: DuringRequest",
		"{1,{12,{H},0,0,0,0,1,1,0,0},0}": "global, client of managed application",
		"{1,{12,{H},0,1,0,0,0,0,2,1},0}": "server, server call, values reused: DuringSession",
		"{1}":                            "",
	} {
		if got := moduleFlags(list(t, text)); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestFacts(t *testing.T) {
	const u = "11111111-1111-4111-8111-111111111111"
	for _, c := range []struct {
		class, text string
		want        objectFacts
	}{
		{"CommonTemplate", "{1,{4,{H},9},0}", objectFacts{words: "AddIn", template: "9"}},
		{"CommonTemplate", "{1,{4,{H},42},0}", objectFacts{words: "type 42", template: "42"}},
		{"ScheduledJob", `{1,{2,{H},"","",1,1,` + u + `,"Метод",3,10},0}`, objectFacts{words: "calls Метод", module: u, method: "Метод"}},
		{"ScheduledJob", `{1,{2,{H},"","",0,1,` + u + `,"Метод",3,10},0}`, objectFacts{words: "calls Метод, switched off", module: u, method: "Метод"}},
		{"Subsystem", `{1,{22,{H},1,{0,0},1,{4},{0},{0,1,{"#",x,{1,` + u + `}}}}}`, objectFacts{content: []string{u}}},
		{"InformationRegister", "{1,{33},6,{13134202-f60b-11d5-a3c7-0050bae0a776,2,a,b},{13134203-f60b-11d5-a3c7-0050bae0a776,1,c},{a2207540-1400-11d6-a3c7-0050bae0a776,0}}", objectFacts{words: "2 resources, 1 dimension"}},
		{"Catalog", "{1}", objectFacts{}},
	} {
		class := mdclass.ByName(c.class)
		if got := facts(class, list(t, c.text)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s is %+v, want %+v", c.class, c.text, got, c.want)
		}
	}
	if got := facts(ownedTemplate, list(t, "{1,{2,4,{H}},0}")); got.words != "TextDocument" {
		t.Errorf("a template of an object is %+v", got)
	}
}

// Lists that are not what they seem are not followed.
func TestUUIDList(t *testing.T) {
	const a, b = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	for text, want := range map[string][]string{
		"{" + a + ",0}":             nil,
		"{" + a + ",1," + b + "}":   {b},
		"{" + a + ",2," + b + "}":   nil,
		"{" + a + ",1,x}":           nil,
		"{" + a + ",1,{" + b + "}}": nil,
		"{x,1," + b + "}":           nil,
		"{" + a + "}":               nil,
		"{}":                        nil,
	} {
		got, ok := uuidList(list(t, text))
		if !reflect.DeepEqual(got, want) || ok != (want != nil || text == "{"+a+",0}") {
			t.Errorf("%s: %v, %v; want %v", text, got, ok, want)
		}
	}
}

func TestHeader(t *testing.T) {
	const u = "11111111-1111-4111-8111-111111111111"
	for text, want := range map[string]nameHeader{
		`{0,{0,0,` + u + `},"Имя",{0},""}`:                         {UUID: u, Name: "Имя"},
		`{1,{0,0,` + u + `},"Имя",{1,"ru","и"},"",1,0}`:            {UUID: u, Name: "Имя", Adopted: true},
		`{2,{1,0,` + u + `},"Имя",{0},"",0,1,x,3,` + u + `}`:       {UUID: u, Name: "Имя"},
		`{3,{1,0,` + u + `},"Имя",{0},"к",1,0,` + u + `,0}`:        {UUID: u, Name: "Имя", Adopted: true},
		`{9,{8,{3,{1,0,` + u + `},"Имя",{0},"",0,0,` + u + `,0}}}`: {UUID: u, Name: "Имя"},
	} {
		got, ok := headerOf(list(t, text), u)
		if !ok || got != want {
			t.Errorf("%s: %+v, %v; want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"{1}", `{3,{1,0,` + u + `},Имя,{0},""}`, `{3,{1,0,x},"Имя",{0},""}`, `{3,{2,0,` + u + `},"Имя",{0},""}`, `{3,{1,1,` + u + `},"Имя",{0},""}`,
		`{3,{1,0,` + u + `},"Имя","",""}`, `{3,{1,0,22222222-2222-4222-8222-222222222222},"Имя",{0},""}`,
	} {
		if got, ok := headerOf(list(t, text), u); ok {
			t.Errorf("%s is taken for the header %+v", text, got)
		}
	}
}
