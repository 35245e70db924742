package cfe

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/cfe/container"
)

// id makes identifiers for the extension below.
func id(n int) string { return fmt.Sprintf("%08d-0000-4000-8000-000000000000", n) }

const nobody = "00000000-0000-0000-0000-000000000000"

// foreign is an extension such as other platforms and other tools leave it,
// written by hand: a newer root, headers of every version, objects that are
// not built here, pieces in every form, no line ends where the platform breaks.
func foreign(t *testing.T) *opened {
	o := &opened{t: t}
	own := make([]string, 61)
	for i := range own {
		own[i] = "0"
	}
	own[0], own[1] = "67", `{0,{3,{1,0,`+id(2)+`},"Чужое",{1,"ru","Чужое"},"",1,0,`+nobody+`,0}}`
	own[14], own[15], own[26], own[39], own[42], own[43], own[44], own[49] = `"Кто-то"`, `"9.9"`, "80321", `{0,1,{"#",157fa490-4ce9-11d4-9415-008048da11f9,{1,`+id(10)+`}}}`, `"чж_"`, "80310", "1", "1"
	o.set(id(1), "\uFEFF{2,{"+id(1)+"},2,"+
		"{9cd510cd-abfc-11d4-9434-004095e12fc7,{1,{"+strings.Join(own, ",")+"},5,"+
		"{09736b02-9cac-4e3f-b4f7-d3e9576ab948,1,"+id(10)+"},"+
		"{0fe48980-252d-11d6-a3c7-0050bae0a776,2,"+id(11)+","+id(12)+"},"+
		"{37f2fa9a-b276-11d4-9435-004095e12fc7,1,"+id(13)+"},"+
		"{7dcd43d9-aca5-4926-b549-1842e6a4e8cf,1,"+id(14)+"},"+
		"{6e6dc072-b7ac-41e7-8f88-278d25b6da2a,0}}},"+
		"{9fcd25a0-4822-11d4-9414-008048da11f9,{6,{1,{{1,0,"+id(3)+"},"+nobody+"},2,"+
		"{07ee8426-87f1-11d5-b99c-0050bae0a95d,2,"+id(15)+","+id(16)+"},"+
		"{cf4abea6-37b2-11d4-940f-008048da11f9,1,"+id(17)+"}}}},"+
		`{{0,"",""}}}`)
	header := func(version, n int, name string, adopted int) string {
		switch version {
		case 0:
			return fmt.Sprintf(`{0,{0,0,%s},"%s",{0},""}`, id(n), name)
		case 1:
			return fmt.Sprintf(`{1,{0,0,%s},"%s",{0},"",%d,0}`, id(n), name, adopted)
		case 2:
			return fmt.Sprintf(`{2,{1,0,%s},"%s",{0},"",%d,0,%s}`, id(n), name, adopted, nobody)
		}
		return fmt.Sprintf(`{3,{1,0,%s},"%s",{0},"",%d,0,%s,0}`, id(n), name, adopted, nobody)
	}
	o.set(id(10), "\uFEFF{1,{6,"+header(0, 10, "чж_Роль", 0)+",1,0,0},0}")
	o.set(id(11), "\uFEFF{1,{12,"+header(1, 11, "чж_Модуль", 0)+",0,1,0,0,0,0,0,0},0}")
	o.set(id(11)+".0", "\uFEFFПроцедура А()\r\nКонецПроцедуры")
	o.set(id(12), "\uFEFF{1,{12,"+header(3, 12, "Заимствованный", 1)+",0,1,0,0,0,0,0,0},0}")
	o.set(id(12)+".0", string(container.Module([]byte("\uFEFF// есть\r\n"), 0)))
	o.set(id(13), "\uFEFF{1,{22,"+header(3, 13, "чж_Подсистема", 0)+`,1,{0,0},1,{4,0,{0},"",-1,-1,1,0,""},{0},{0,0},0},1,{37f2fa9a-b276-11d4-9435-004095e12fc7,1,`+id(18)+"}}")
	o.set(id(18), "\uFEFF{1,{22,"+header(2, 18, "Внутри", 0)+`,1,{0,0},1,{4,0,{0},"",-1,-1,1,0,""},{0},{0,0},0},1,{37f2fa9a-b276-11d4-9435-004095e12fc7,0}}`)
	o.set(id(14), "\uFEFF{1,{2,"+header(3, 14, "чж_Картинка", 0)+"},0}")
	o.set(id(14)+".0", "\x89PNG")
	o.set(id(15), "\uFEFF{1,{4,{13,"+header(3, 15, "чж_Форма", 0)+",0,1,{0,0}},{0},{0},1},0}")
	o.set(id(15)+".0", "\uFEFF{4,{50},\"&НаКлиенте\r\nПроцедура Б()\r\nКонецПроцедуры\r\n\",{4,0},{0,0}}")
	o.set(id(16), "\uFEFF{1,{4,{13,"+header(3, 16, "чж_ОбычнаяФорма", 0)+",0,1,{0,0}},{0},{0},1},0}")
	o.set(id(16)+".0", string(container.Module(nil, 0)))
	o.set(id(17), "\uFEFF{1,{56,{0,"+header(3, 17, "чж_Справочник", 0)+"},{5,{27,{2,"+header(3, 20, "Реквизит", 0)+"}}}},2,"+
		"{fdf816d2-1ead-11d5-b975-0050bae0a95d,1,"+id(21)+"},{3daea016-69b7-4ed4-9453-127911372fe6,1,"+id(22)+"}}")
	o.set(id(17)+".1c", string(container.Module([]byte("\uFEFF// неизвестно что\r\n"), 0)))
	o.set(id(21), "\uFEFF{1,{1,{0,{13,"+header(3, 21, "ФормаЭлемента", 0)+",0,1,{0,0}}}},0}")
	o.set(id(21)+".0", "\uFEFF{4,{50},\"\",{4,0},{0,0}}")
	o.set(id(21)+".1", "help")
	o.set(id(22), "\uFEFF{1,{2,4,"+header(3, 22, "Макет", 0)+"},0}")
	o.set(id(22)+".0", "\uFEFFлюбой текст {")

	info := configInfo{Mode: 80321, Root: id(1), Block: "QUJD"}
	entries := slices.Clone(o.entries)
	o.set(configInfoName, info.text(entries))
	return o
}

func TestCheck_foreign(t *testing.T) {
	r := Check(foreign(t).file())
	if worst, _ := r.Worst(); worst > Note {
		t.Errorf("worst %v: %v", worst, r.Findings)
	}
	x := r.Extension
	if x.Name != "Чужое" || x.Prefix != "чж_" || x.Vendor != "Кто-то" || x.Version != "9.9" || x.Purpose != "Customization" || x.CompatibilityMode != 80310 || !x.KeepMapping || x.ListVersion != 67 {
		t.Errorf("extension %+v", x)
	}
	want := []string{
		"Configuration.Чужое " + id(1) + " adopted",
		"Role.чж_Роль " + id(10),
		"CommonModule.чж_Модуль " + id(11) + " module 56 2 lines",
		"CommonModule.Заимствованный " + id(12) + " adopted module 16 1 line",
		"Subsystem.чж_Подсистема " + id(13),
		"Subsystem.чж_Подсистема.Subsystem.Внутри " + id(18),
		"CommonPicture.чж_Картинка " + id(14) + " piece .0 4 ",
		"CommonForm.чж_Форма " + id(15) + " form 102 module of 76 bytes, 3 lines",
		"CommonForm.чж_ОбычнаяФорма " + id(16) + " form 1283 ordinary form",
		"Catalog.чж_Справочник " + id(17) + " piece .1c 35 1 line",
		"Catalog.чж_Справочник.Form.ФормаЭлемента " + id(21) + " form 26 , help 4 ",
		"Catalog.чж_Справочник.Template.Макет " + id(22) + " content 26 ",
	}
	var got []string
	for _, o := range r.Objects {
		line := o.FullName() + " " + o.UUID
		if o.Adopted {
			line += " adopted"
		}
		var parts []string
		for _, p := range o.Parts {
			parts = append(parts, fmt.Sprintf(" %s %d %s", p.Name, p.Size, p.Detail))
		}
		got = append(got, line+strings.Join(parts, ","))
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing %q", want[i])
		case i >= len(want):
			t.Errorf("more than wanted: %q", got[i])
		case got[i] != want[i]:
			t.Errorf("object %d is\n%q, want\n%q", i, got[i], want[i])
		}
	}
	if !strings.Contains(r.Text(), "mapping by identifiers") || !strings.Contains(r.Text(), "platform 8.3.24 or 8.3.25") {
		t.Errorf("the report says\n%s", r.Text())
	}
}

// What is wrong in objects that are not built here is found as well.
func TestCheck_foreignSpoiled(t *testing.T) {
	for want, spoil := range map[string]func(*opened){
		"CommonForm.чж_Форма, form: it cannot be read":               func(o *opened) { o.set(id(15)+".0", "\uFEFF{4") },
		"CommonForm.чж_Форма, form module: its text is not UTF-8":    func(o *opened) { o.set(id(15)+".0", "\uFEFF{4,{50},\"\xff\"}") },
		"Template " + id(22) + ": it is listed, but not in the file": func(o *opened) { o.remove(id(22)) },
		"Form " + id(21) + ": its name is not found in its list":     func(o *opened) { o.set(id(21), "\uFEFF{1}") },
		"Catalog.чж_Справочник.Реквизит: it has the identifier " + id(11): func(o *opened) {
			o.set(id(17), strings.Replace(o.text(id(17)), id(20), id(11), 1))
		},
	} {
		o := foreign(t)
		spoil(o)
		findings(t, want, o.sealed(), Error, want)
	}
}

// Objects that list each other must not be followed for ever.
func TestCheck_nesting(t *testing.T) {
	o := foreign(t)
	o.set(id(18), strings.Replace(o.text(id(18)), "{37f2fa9a-b276-11d4-9435-004095e12fc7,0}", "{37f2fa9a-b276-11d4-9435-004095e12fc7,1,"+id(13)+"}", 1))
	findings(t, "ring", o.sealed(), Error, "Subsystem "+id(13)+": it is listed twice")

	o = foreign(t)
	for n := 18; n < 18+maxNesting+5; n++ {
		next := "{37f2fa9a-b276-11d4-9435-004095e12fc7,1," + id(1000+n+1) + "}"
		text := strings.Replace(o.text(id(18)), "{37f2fa9a-b276-11d4-9435-004095e12fc7,0}", next, 1)
		o.set(id(1000+n), strings.ReplaceAll(text, id(18), id(1000+n)))
	}
	o.set(id(18), strings.Replace(o.text(id(18)), "{37f2fa9a-b276-11d4-9435-004095e12fc7,0}", "{37f2fa9a-b276-11d4-9435-004095e12fc7,1,"+id(1018)+"}", 1))
	findings(t, "deep", o.sealed(), Error, "objects are nested more than 20 deep")
}
