package check

import (
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// moduleNames are common modules whose name is one word: of 1c-syntax/ssl_3_1@2572466ea
// and @81134face, ssl_3_1_eng@5c8e0a862, IRPTeam/IRP, BlizD/Tasks, cpr1c/tools_ui_1c,
// bia-technologies/yaxunit and others. A variable of such a name that is not declared does
// not compile in those bases: the name means the module.
const moduleNames = "Анкетирование Взаимодействия Интеграция Мокито Обсуждения Пользователи Помощник " +
	"Appearance Application Attachments Cloud Collections Colors Commands Common Computations Connections Constraints Contracts " +
	"Conversations Conversion Currencies Dependencies Diary Dimensions Emails Enum Environment Exchange Filler Forms Framework Goods " +
	"Images Interactions Jobs Localization Log Logins Mailboxes Metafields Options Output Periods Photos Posting Print Progress Regexp " +
	"Reporter Responsibility Runtime Saas Shortage Starting Surveys Tags Users Versioning"

// TestLocals: the variables of what is put into foreign bases are not named as common
// modules that are there.
func TestLocals(t *testing.T) {
	taken := setOf(moduleNames)
	units := extension(t)
	paths, err := filepath.Glob(filepath.Join(root, "bsl", "modules", "*.bsl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no single module: %v", err)
	}
	for _, path := range paths {
		units = append(units, Unit{Module: module(t, path, eval.Server)})
	}
	seen := 0
	for _, u := range units {
		for name := range undeclared(t, u.Module) {
			seen++
			if taken[syntax.Fold(name)] {
				t.Errorf("%s: the variable %s is named as a common module of public configurations", u.Path, name)
			}
		}
	}
	if seen < 300 {
		t.Errorf("%d variables: the test does not see them", seen)
	}
	for source, want := range map[string]bool{
		"Процедура А()\nПользователи = 1;\nКонецПроцедуры":                                                           true,
		"Процедура А()\nЕсли 1 = 1 Тогда\nДля Каждого Обсуждения Из А Цикл\nКонецЦикла;\nКонецЕсли;\nКонецПроцедуры": true,
		"Процедура А(Пользователи)\nПерем Обсуждения;\nПользователи = 1;\nОбсуждения = 1;\nКонецПроцедуры":           false,
	} {
		found := false
		for name := range undeclared(t, &eval.Module{Path: "Проба", Source: source, Sides: eval.Server}) {
			found = found || taken[syntax.Fold(name)]
		}
		if found != want {
			t.Errorf("%s\nfound: %v, want %v", strings.ReplaceAll(source, "\n", " "), found, want)
		}
	}
}

// undeclared are the variables that an assignment or a loop makes.
func undeclared(t *testing.T, m *eval.Module) map[string]bool {
	t.Helper()
	tree, err := syntax.Parse(m.Path, m.Source, m.Sides.Defined)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, method := range tree.Methods {
		b := &body{world: &world{Config: config(t), modules: map[string]*text{}}, text: &text{Unit: Unit{Module: m}}, locals: map[string]string{}}
		declared := map[string]bool{}
		for _, p := range method.Params {
			declared[syntax.Fold(p.Name)] = true
		}
		for _, v := range method.Vars {
			declared[syntax.Fold(v.Name)] = true
		}
		syntax.Assigned(method.Body, b.assigned)
		for name := range b.locals {
			if !declared[name] {
				names[name] = true
			}
		}
	}
	return names
}
