package objects

import (
	"strings"
	"testing"
	"time"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
)

// flat is a list text without line ends, as the description of the format
// quotes them.
func flat(v brackets.Value) string {
	return strings.ReplaceAll(strings.TrimPrefix(brackets.Print(v), brackets.BOM), "\r\n", "")
}

const (
	u1   = "11111111-1111-4111-8111-111111111111"
	u2   = "22222222-2222-4222-8222-222222222222"
	nilU = "00000000-0000-0000-0000-000000000000"
)

func named(name string) designer.Object {
	return designer.Object{UUID: u1, Name: name, Synonym: designer.Phrases{{Language: "ru", Text: "Имя"}}, Comment: "к"}
}

const head = `{2,{1,0,` + u1 + `},"О",{1,"ru","Имя"},"к",0,0,` + nilU + `}`

// The texts are written out here by hand, from the description of the format,
// so that they do not follow the code into a mistake.
func TestTexts(t *testing.T) {
	for want, got := range map[string]brackets.Value{
		`{1,{0,{2,{1,0,` + u1 + `},"О",{1,"ru","Имя"},"к",1,1,4b2a2bcf-a845-41ba-a03d-05b09a2c6c11,2,` + nilU + `},"ru"},0}`: language(&designer.Language{Object: named("О"), Code: "ru"}),
		`{1,{0,{2,{1,0,` + u1 + `},"О",{1,"ru","Имя"},"к",1,1,4b2a2bcf-a845-41ba-a03d-05b09a2c6c11,2,` + u2 + `},"en"},0}`:   language(&designer.Language{Object: named("О"), Code: "en", Extended: u2}),

		`{1,{12,` + head + `,0,0,0,0,0,0,0,0},0}`: commonModule(&designer.CommonModule{Object: named("О"), ReturnValuesReuse: "DontUse"}),
		`{1,{12,` + head + `,1,0,0,0,0,0,0,0},0}`: commonModule(&designer.CommonModule{Object: named("О"), ReturnValuesReuse: "DontUse", ClientOrdinaryApplication: true}),
		`{1,{12,` + head + `,0,1,0,0,0,0,2,1},0}`: commonModule(&designer.CommonModule{Object: named("О"), ReturnValuesReuse: "DuringSession", Server: true, ServerCall: true}),
		`{1,{12,` + head + `,0,0,1,1,0,0,1,0},0}`: commonModule(&designer.CommonModule{Object: named("О"), ReturnValuesReuse: "DuringRequest", ExternalConnection: true, Privileged: true}),
		`{1,{12,` + head + `,0,0,0,0,1,1,0,0},0}`: commonModule(&designer.CommonModule{Object: named("О"), ReturnValuesReuse: "DontUse", Global: true, ClientManagedApplication: true}),

		`{1,{4,{2,{1,0,` + u1 + `},"О",{1,"ru","Имя"},"к",0,1,8eb4fad1-1fa6-403e-970f-2c12dbb43e23,3,` + nilU + `},9},0}`: commonTemplate(&designer.CommonTemplate{Object: named("О"), Type: "AddIn"}),
		`{1,{4,{2,{1,0,` + u1 + `},"О",{1,"ru","Имя"},"к",0,1,8eb4fad1-1fa6-403e-970f-2c12dbb43e23,3,` + nilU + `},1},0}`: commonTemplate(&designer.CommonTemplate{Object: named("О"), Type: "BinaryData"}),
		`{1,{#base64:QUJD}}`: binary([]byte("ABC")),

		`{1,{1,{2,` + head + `,{"Pattern",{"S",50,1}}}},0}`: sessionParameter(&designer.SessionParameter{Object: named("О"), Type: designer.Type{Name: "xs:string", Length: 50}}),

		`{1,{2,{1,{2,` + u1 + `,078a6af8-d22c-4248-9c33-7e90075a3d2c},{9,{4,0,{0},"",-1,-1,1,0,""},3,{0},1,{0,0,0},0,{1,cb50f5c0-8013-4262-93a2-f0db379d6b6b},{"Pattern"},` + head + `,0,0,0}}},0}`: commonCommand(&designer.CommonCommand{
			Object: named("О"), Group: "FormCommandBarImportant", Representation: "Auto", ParameterUseMode: "Single"}),
		`{1,{2,{1,{2,` + u1 + `,078a6af8-d22c-4248-9c33-7e90075a3d2c},{9,{4,0,{0},"",-1,-1,1,0,""},2,{1,"ru","п"},1,{0,0,0},0,{1,eacad741-96b9-4b3a-bf79-dde9ecead1a1},{"Pattern"},` + head + `,1,1,0}}},0}`: commonCommand(&designer.CommonCommand{
			Object: named("О"), Group: "FormNavigationPanelGoTo", Representation: "PictureAndText", ParameterUseMode: "Multiple", ModifiesData: true, ToolTip: designer.Phrases{{Language: "ru", Text: "п"}}}),
	} {
		if flat(got) != want {
			t.Errorf("got\n%s\nwant\n%s", flat(got), want)
		}
	}
}

func TestTypes(t *testing.T) {
	for want, typ := range map[string]designer.Type{
		`{"Pattern",{"B"}}`:        {Name: "xs:boolean"},
		`{"Pattern",{"S"}}`:        {Name: "xs:string"},
		`{"Pattern",{"S",10,1}}`:   {Name: "xs:string", Length: 10},
		`{"Pattern",{"S",3,0}}`:    {Name: "xs:string", Length: 3, Fixed: true},
		`{"Pattern",{"N",10,2,0}}`: {Name: "xs:decimal", Digits: 10, Fraction: 2},
		`{"Pattern",{"N",5,0,1}}`:  {Name: "xs:decimal", Digits: 5, NonNegative: true},
		`{"Pattern",{"D"}}`:        {Name: "xs:dateTime", Date: "DateTime"},
		`{"Pattern",{"D","D"}}`:    {Name: "xs:dateTime", Date: "Date"},
		`{"Pattern",{"D","T"}}`:    {Name: "xs:dateTime", Date: "Time"},
		`{"Pattern",{"#",e199ca70-93cf-46ce-a54b-6edc88c3a296}}`: {Name: "v8:ValueStorage"},
		`{"Pattern",{"#",fc01b5df-97fe-449b-83d4-218a090e681e}}`: {Name: "v8:UUID"},
		`{"Pattern",{"#",3ee983d7-ace7-40f9-bb7e-2e916fcddd56}}`: {Name: "v8:FixedStructure"},
	} {
		if got := flat(pattern(typ)); got != want {
			t.Errorf("%+v: %s, want %s", typ, got, want)
		}
	}
	for want, v := range map[string]designer.Value{
		`{"U"}`: {}, `{"S","а"}`: {Kind: designer.StringValue, Text: "а"}, `{"N",300}`: {Kind: designer.NumberValue, Text: "300"},
	} {
		if got := flat(fillValue(v)); got != want {
			t.Errorf("%+v: %s, want %s", v, got, want)
		}
	}
}

func TestTexts_data(t *testing.T) {
	attr := designer.Attribute{Object: named("О"), Type: designer.Type{Name: "xs:boolean"}, FillChecking: "DontCheck", ChoiceFoldersAndItems: "Items", QuickChoice: "Auto"}
	block := func(fill string) string {
		return `{27,{2,` + head + `,{"Pattern",{"B"}}},0,{0},{0},0,"",0,{"U"},{"U"},0,` + nilU + `,2,0,{5006,0},{3,0,0},{0,0},0,{0},` + fill + `,0,0,0}`
	}
	if got, want := flat(attribute(&attr, undefined)), block(`{"U"}`); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	f := designer.Field{Attribute: attr, Indexing: "Index", FullTextSearch: "Use", DataHistory: "DontUse", Master: true, MainFilter: true}
	if got, want := flat(resource(&f)), `{7,`+block(`{"U"}`)+`,1,1,0}`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := flat(dimension(&f)), `{9,`+block(`{"U"}`)+`,1,0,1,1,1,0}`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	k := designer.Constant{Attribute: attr, DataLockControlMode: "Managed", UseStandardCommands: true,
		Types: []designer.GeneratedType{{TypeID: "a", ValueID: "b"}, {TypeID: "c", ValueID: "d"}, {TypeID: "e", ValueID: "f"}}}
	if got, want := flat(constant(&k)), `{1,{16,`+block(`{"S",""}`)+`,a,b,c,d,1,1,{0},{0},`+nilU+`,0,0,e,f,0,0},0}`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTexts_register(t *testing.T) {
	r := designer.InformationRegister{
		Object: named("О"), Types: []designer.GeneratedType{{TypeID: "a", ValueID: "b"}}, UseStandardCommands: true, EditType: "InDialog", Periodicity: "Second",
		WriteMode: "Independent", DataLockControlMode: "Managed", FullTextSearch: "Use", DataHistory: "DontUse", MainFilterOnPeriod: true,
	}
	want := `{1,{33,a,b,{0,` + head + `},` + nilU + `,` + nilU + `,5,0,1,1,0,1,1,1,{0},` + nilU + `,` + nilU + `,{0},{0},{0},{0},{0},0,0,0,0,0},6,` +
		`{13134202-f60b-11d5-a3c7-0050bae0a776,0},{13134203-f60b-11d5-a3c7-0050bae0a776,0},{13134204-f60b-11d5-a3c7-0050bae0a776,0},` +
		`{3daea016-69b7-4ed4-9453-127911372fe6,0},{a2207540-1400-11d6-a3c7-0050bae0a776,0},{b44ba719-945c-445c-8aab-1088fa4df16e,0}}`
	if got := flat(informationRegister(&r)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTexts_schedule(t *testing.T) {
	s := designer.Schedule{
		BeginDate: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), EndDate: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC),
		BeginTime: time.Date(0, 1, 1, 23, 30, 0, 0, time.UTC), RepeatPeriodInDay: 600, WeekDays: []int{1, 5}, Months: []int{12}, WeeksPeriod: 1, DaysRepeatPeriod: 2, DayInMonth: -1,
	}
	want := `{20260102000000,00010101000000,00010101233000,00010101000000,00010101000000,0,600,0,2,1,5,0,-1,1,12,1,2,0}`
	if got := flat(schedule(&s)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
