package designer

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sentry1c/build/cfe/mdclass"
)

func read(t *testing.T) *Extension {
	t.Helper()
	ext, err := Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	return ext
}

func TestRead_root(t *testing.T) {
	conf := read(t).Configuration
	if conf.Name != "Образец" || conf.Prefix != "Образец" || conf.Purpose != "AddOn" || conf.CompatibilityMode != 80317 || conf.KeepMapping ||
		conf.Vendor != `Автор "Образца"` || conf.Version != "" || conf.DefaultLanguage != "Language.Русский" || conf.InterfaceMode != "Taxi" {
		t.Errorf("root %+v", conf)
	}
	if want := (Phrases{{"ru", "Образец расширения"}, {"en", "Sample extension"}}); !reflect.DeepEqual(conf.Synonym, want) {
		t.Errorf("synonym %v, want %v", conf.Synonym, want)
	}
	if len(conf.DefaultRoles) != 1 || conf.DefaultRoles[0].Name != "Role.ОбразецРоль" || len(conf.Contained) != len(mdclass.Groups) {
		t.Errorf("roles %v, contained %v", conf.DefaultRoles, conf.Contained)
	}
	if !strings.Contains(string(conf.ApplicationModule), "&После(\"ОбработкаОтображенияОшибки\")\r\n") || !strings.HasPrefix(string(conf.SessionModule), "\uFEFF") {
		t.Errorf("modules %q, %q", conf.ApplicationModule, conf.SessionModule)
	}
}

func TestRead_objects(t *testing.T) {
	ext := read(t)
	for what, n := range map[string][2]int{
		"languages": {len(ext.Languages), 1}, "subsystems": {len(ext.Subsystems), 1}, "parameters": {len(ext.SessionParameters), 1},
		"roles": {len(ext.Roles), 2}, "templates": {len(ext.CommonTemplates), 2}, "modules": {len(ext.CommonModules), 6},
		"jobs": {len(ext.ScheduledJobs), 2}, "commands": {len(ext.CommonCommands), 2}, "constants": {len(ext.Constants), 1},
		"registers": {len(ext.InformationRegisters), 2},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
	m := ext.CommonModules[0]
	if !m.Server || !m.ExternalConnection || !m.ClientOrdinaryApplication || !m.Privileged || m.Global || m.ClientManagedApplication || m.ServerCall || m.ReturnValuesReuse != "DontUse" {
		t.Errorf("module %+v", m)
	}
	if last := ext.CommonModules[5]; last.Module != nil || last.ReturnValuesReuse != "DuringRequest" {
		t.Errorf("module without text %+v", last)
	}
	if addIn, data := ext.CommonTemplates[0], ext.CommonTemplates[1]; addIn.Type != "AddIn" || addIn.Data != nil || data.Type != "BinaryData" || len(data.Data) != 96 {
		t.Errorf("templates %+v, %+v", addIn, data)
	}
	sub := ext.Subsystems[0]
	if len(sub.Content) != 3 || sub.Content[0].Name != "InformationRegister.ОбразецНастройки" || len(sub.Children) != 1 || sub.Children[0].IncludeInCommandInterface {
		t.Errorf("subsystem %+v", sub)
	}
	if id := ext.UUID("Subsystem.ОбразецПодсистема.Subsystem.Вложенная"); id != sub.Children[0].UUID || id == "" {
		t.Errorf("the inner subsystem is %q", id)
	}
	if ext.UUID("CommonModule.Нет") != "" {
		t.Error("an object that is not there has an identifier")
	}
	if c := ext.CommonCommands[1]; c.Group != "FormCommandBarImportant" || c.Representation != "PictureAndText" || c.ParameterUseMode != "Multiple" || !c.ModifiesData || c.Module == nil {
		t.Errorf("command %+v", c)
	}
}

func TestRead_data(t *testing.T) {
	ext := read(t)
	reg := ext.InformationRegisters[0]
	var types []Type
	for _, f := range reg.Resources {
		types = append(types, f.Type)
	}
	want := []Type{
		{Name: "xs:string", Length: 500}, {Name: "xs:boolean"}, {Name: "xs:string"}, {Name: "xs:string", Length: 3, Fixed: true},
		{Name: "xs:decimal", Digits: 5, NonNegative: true}, {Name: "xs:decimal", Digits: 5, Fraction: 4},
		{Name: "xs:dateTime", Date: "DateTime"}, {Name: "xs:dateTime", Date: "Date"}, {Name: "xs:dateTime", Date: "Time"},
		{Name: "v8:ValueStorage"}, {Name: "v8:UUID"},
	}
	if !reflect.DeepEqual(types, want) {
		t.Errorf("types %+v, want %+v", types, want)
	}
	if f := reg.Resources[0]; f.FillChecking != "ShowError" || f.FillValue != (Value{StringValue, ""}) || f.FullTextSearch != "DontUse" || len(f.ToolTip) != 1 {
		t.Errorf("field %+v", f)
	}
	if f := reg.Resources[3]; f.FillValue != (Value{StringValue, "   "}) {
		t.Errorf("field %+v", f)
	}
	if f := reg.Resources[4]; f.FillValue != (Value{NumberValue, "300"}) || !f.FillFromFillingValue {
		t.Errorf("field %+v", f)
	}
	if len(reg.Types) != 7 || reg.ManagerModule == nil || reg.RecordSetModule != nil || reg.Periodicity != "Nonperiodical" || !reg.UseStandardCommands {
		t.Errorf("register %+v", reg)
	}
	history := ext.InformationRegisters[1]
	if len(history.Dimensions) != 1 || !history.Dimensions[0].MainFilter || !history.Dimensions[0].DenyIncompleteValues || history.Dimensions[0].Indexing != "Index" || history.Periodicity != "Second" {
		t.Errorf("register %+v", history)
	}
	k := ext.Constants[0]
	if len(k.Types) != 3 || k.Type != (Type{Name: "xs:decimal", Digits: 10, Fraction: 2, NonNegative: true}) || k.ValueManagerModule == nil || k.ManagerModule != nil {
		t.Errorf("constant %+v", k)
	}
}

func TestRead_jobsAndRights(t *testing.T) {
	ext := read(t)
	job := ext.ScheduledJobs[0]
	if job.Module.Name != "CommonModule.ОбразецСервер" || job.Method != "ПоРасписанию" || job.Key != "образец" || !job.Use || !job.Predefined || job.RestartCount != 3 || job.RestartInterval != 10 {
		t.Errorf("job %+v", job)
	}
	s := job.Schedule
	if s == nil || s.RepeatPeriodInDay != 60 || len(s.WeekDays) != 7 || len(s.Months) != 12 || s.EndTime.Format(time.TimeOnly) != "23:59:30" || s.BeginDate.Year() != 1 {
		t.Errorf("schedule %+v", s)
	}
	if other := ext.ScheduledJobs[1]; other.Schedule != nil || other.Use || other.Predefined {
		t.Errorf("job without a schedule %+v", other)
	}
	r := ext.Roles[0].Rights
	if r == nil || len(r.Objects) != 7 || r.SetForNewObjects || r.IndependentRightsOfChildObject {
		t.Fatalf("rights %+v", r)
	}
	if want := []Right{{"Read", true}, {"Update", false}}; r.Objects[2].Object.Name != "Constant.ОбразецКонстанта" || !reflect.DeepEqual(r.Objects[2].Rights, want) {
		t.Errorf("rights of the constant %+v", r.Objects[2])
	}
	if ext.Roles[1].Rights != nil {
		t.Error("a role without rights has some")
	}
}

// What is not a source does not disturb.
func TestRead_passedOver(t *testing.T) {
	files := sample(t)
	files["ConfigDumpInfo.xml"] = &fstest.MapFile{Data: []byte("<x/>")}
	files[".gitattributes"] = &fstest.MapFile{}
	files[".git/config"] = &fstest.MapFile{}
	change(t, files, "Configuration.xml", "<Vendor>", "<!-- whose -->\n\t\t\t<Vendor>")
	if _, err := Read(files); err != nil {
		t.Error(err)
	}
}

// A language may be left out, and with it everything that names it.
func TestRead_withoutLanguage(t *testing.T) {
	files := sample(t)
	delete(files, "Languages/Русский.xml")
	change(t, files, "Configuration.xml", "\t\t\t<Language>Русский</Language>\n", "")
	change(t, files, "Configuration.xml", "\t\t\t<DefaultLanguage>Language.Русский</DefaultLanguage>\n", "")
	change(t, files, "Configuration.xml", "\t\t\t<InterfaceCompatibilityMode>Taxi</InterfaceCompatibilityMode>\n", "")
	ext, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if ext.Configuration.DefaultLanguage != "" || ext.Configuration.InterfaceMode != "" || len(ext.Languages) != 0 {
		t.Errorf("root %+v", ext.Configuration)
	}
}

func TestRead_languageByIdentifier(t *testing.T) {
	files := sample(t)
	const id = "f1277fda-9e7f-4629-b8b1-505a7ecc8ec6"
	change(t, files, "Languages/Русский.xml", "<LanguageCode>", "<ExtendedConfigurationObject>"+id+"</ExtendedConfigurationObject>\n\t\t\t<LanguageCode>")
	ext, err := Read(files)
	if err != nil || ext.Languages[0].Extended != id || ext.Languages[0].Code != "ru" {
		t.Errorf("%v, %v", ext, err)
	}
}

// TestRead_form: a common form with its handlers in the order of their identifiers,
// and a right to it.
func TestRead_form(t *testing.T) {
	ext := read(t)
	if len(ext.CommonForms) != 1 {
		t.Fatalf("%d forms", len(ext.CommonForms))
	}
	f := ext.CommonForms[0]
	want := []FormEvent{{"OnOpen", "ПриОткрытии"}, {"OnCreateAtServer", "ПриСозданииНаСервере"}}
	if !f.UseStandardCommands || !slices.Equal(f.Events, want) || !strings.HasPrefix(string(f.Module), "&НаСервере") {
		t.Errorf("the form is %+v", f)
	}
	if id, _, ok := mdclass.Right("CommonForm", "View"); !ok || id == "" || ext.UUID("CommonForm.ОбразецФорма") != f.UUID {
		t.Error("nobody can be given the form")
	}
}
