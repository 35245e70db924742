package designer

import (
	"strings"
	"testing"
)

// Identifiers and names are unique in the extension as a whole, whatever has
// them.
func TestVerify_unique(t *testing.T) {
	ext := read(t)
	module, register := ext.CommonModules[0], ext.InformationRegisters[0]
	for want, spoil := range map[string]func(*Extension){
		"both CommonModule.ОбразецСервер and CommonModule.ОбразецКлиент have it": func(x *Extension) { x.CommonModules[1].UUID = module.UUID },
		"both Configuration.Образец and Language.Русский have it":                func(x *Extension) { x.Languages[0].UUID = x.Configuration.UUID },
		"both the contained object of class 9cd510cd-abfc-11d4-9434-004095e12fc7 and Language.Русский": func(x *Extension) {
			x.Languages[0].UUID = x.Configuration.Contained["9cd510cd-abfc-11d4-9434-004095e12fc7"]
		},
		"both CommonModule.ОбразецСервер and a type of InformationRegister.ОбразецНастройки":           func(x *Extension) { x.InformationRegisters[0].Types[3].ValueID = module.UUID },
		"both CommonModule.ОбразецСервер and a type of Constant.ОбразецКонстанта":                      func(x *Extension) { x.Constants[0].Types[0].TypeID = module.UUID },
		"and field Раздел of InformationRegister.ОбразецИстория have it":                               func(x *Extension) { x.InformationRegisters[1].Dimensions[0].UUID = register.UUID },
		"both Subsystem.ОбразецПодсистема and Subsystem.ОбразецПодсистема.Subsystem.Вложенная have it": func(x *Extension) { x.Subsystems[0].Children[0].UUID = x.Subsystems[0].UUID },
		"check name CommonModule.образецсервер: CommonModule.ОбразецСервер is there already":           func(x *Extension) { x.CommonModules[1].Name = "образецсервер" },
		"check name InformationRegister.ОбразецНастройки: two fields are called адрес":                 func(x *Extension) { x.InformationRegisters[0].Resources[1].Name = "адрес" },
	} {
		x := read(t)
		spoil(x)
		if err := x.verify(); err == nil || !strings.HasPrefix(err.Error(), "designer: check ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

// Objects of different classes may share a name; so may subsystems of
// different owners.
func TestVerify_sameNames(t *testing.T) {
	ext := read(t)
	ext.CommonCommands[1].Name = ext.CommonModules[0].Name
	ext.Subsystems[0].Children[0].Name = ext.Subsystems[0].Name
	ext.Roles[0].Rights.Objects = nil // they name the subsystem
	if err := ext.verify(); err != nil {
		t.Error(err)
	}
}

func TestVerify_references(t *testing.T) {
	for want, spoil := range map[string]func(*Extension){
		`Configuration.xml: line 7: "Role.Нет"`:                         func(x *Extension) { x.Configuration.DefaultRoles = []Reference{{"Role.Нет", 7}} },
		`"role.ОбразецРоль": the extension has no such object`:          func(x *Extension) { x.Configuration.DefaultRoles[0].Name = "role.ОбразецРоль" },
		`"Constant.ОбразецКонстанта": the extension has no such object`: func(x *Extension) { x.Configuration.DefaultLanguage = "Constant.ОбразецКонстанта" },
		`Subsystems/ОбразецПодсистема/Subsystems/Вложенная.xml: line 3`: func(x *Extension) { x.Subsystems[0].Children[0].Content = []Reference{{"Role.Нет", 3}} },
		`Roles/ОбразецРоль/Ext/Rights.xml: line 9`:                      func(x *Extension) { x.Roles[0].Rights.Objects[0].Object = Reference{"Constant.Нет", 9} },
		`ScheduledJobs/ОбразецЗадание.xml: line 5`:                      func(x *Extension) { x.ScheduledJobs[0].Module = Reference{"Role.ОбразецРоль", 5} },
	} {
		x := read(t)
		spoil(x)
		if err := x.verify(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, good := range []string{"А", "Ё1", "_", "СентриВызовСервера", "X_1", strings.Repeat("ж", maxName)} {
		if err := checkName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", "1А", "А Б", "А.Б", "../А", "А/Б", "А\\Б", "А-Б", "А\x00", strings.Repeat("ж", maxName+1)} {
		if checkName(bad) == nil {
			t.Errorf("%q passes for a name", bad)
		}
	}
}
