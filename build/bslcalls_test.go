package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// componentNames are what the modules call the component's object.
var componentNames = []string{"Компонента", "Объект"}

// bslCall is a call of a method or a reading of a property of the component.
type bslCall struct {
	file, name string
	args       int // -1 for a property
}

// sides are where a module may run: what #Если leaves out on one stands on another.
var sides = []eval.Side{eval.Server, eval.ExternalConnection, eval.ThinClient, eval.WebClient, eval.ThickClient}

// walk visits what stands in a text of 1C's language, as it is on each side.
func walk(t *testing.T, file, text string, visit func(syntax.Node)) {
	t.Helper()
	for _, side := range sides {
		module, err := syntax.Parse(file, text, side.Defined)
		if err != nil {
			t.Fatal(err)
		}
		module.Walk(visit)
	}
}

// callsOf finds what is called on objects of these names, or on what functions of these
// names return.
func callsOf(t *testing.T, file, text string, objects ...string) []bslCall {
	t.Helper()
	var calls []bslCall
	walk(t, file, text, func(n syntax.Node) {
		switch n := n.(type) {
		case *syntax.MemberCall:
			if slices.Contains(objects, nameOf(n.Object)) {
				calls = append(calls, bslCall{file, n.Name, len(n.Args)})
			}
		case *syntax.Member:
			if slices.Contains(objects, nameOf(n.Object)) {
				calls = append(calls, bslCall{file, n.Name, -1})
			}
		}
	})
	return calls
}

// nameOf is the name of a variable or of a function without arguments that is called.
func nameOf(e syntax.Expression) string {
	switch e := e.(type) {
	case *syntax.Name:
		return e.Name
	case *syntax.Call:
		if len(e.Args) == 0 {
			return e.Name
		}
	}
	return ""
}

// returned is the text that a function returns and nothing else.
func returned(t *testing.T, file, text, function string) string {
	t.Helper()
	module, err := syntax.Parse(file, text, eval.Server.Defined)
	if err != nil {
		t.Fatal(err)
	}
	if method, ok := module.Method(function); ok && len(method.Body) == 1 {
		if statement, ok := method.Body[0].(*syntax.Return); ok {
			if text, ok := statement.Value.(*syntax.String); ok {
				return text.Value
			}
		}
	}
	t.Errorf("%s has no function %s that returns a text", file, function)
	return ""
}

func TestCallsOf(t *testing.T) {
	const text = "А = Компонента.Б(П[0], \"Объект.Х(\"); // Компонента.В()\n" +
		"НоваяКомпонента.Г();\nЕсли Компонента().Д <> 1 Тогда КонецЕсли;\n" +
		"#Если ВебКлиент Тогда\nОбъект.Е(а, , в);\n#КонецЕсли\nж.Объект.З();"
	calls := callsOf(t, "m", text, componentNames...)
	slices.SortFunc(calls, func(a, b bslCall) int { return strings.Compare(a.name, b.name) })
	calls = slices.Compact(calls)
	if want := []bslCall{{"m", "Б", 2}, {"m", "Д", -1}, {"m", "Е", 3}}; !slices.Equal(calls, want) {
		t.Errorf("%v, want %v", calls, want)
	}
}

// methodLimits are how many parameters a method takes at least and at most.
func methodLimits(name func(addin.Name) string) map[string][2]int {
	limits := map[string][2]int{}
	for _, m := range addin.Methods {
		required := 0
		for _, p := range m.Params {
			if p.Default == nil {
				required++
			}
		}
		limits[name(m.Name)] = [2]int{required, len(m.Params)}
	}
	return limits
}

// TestBSLCalls: what the modules call, the component has, with so many parameters.
func TestBSLCalls(t *testing.T) {
	methods, properties := methodLimits(func(n addin.Name) string { return n.Ru }), map[string]bool{}
	for _, p := range addin.Properties {
		properties[p.Name.Ru] = true
	}
	used := map[string]bool{}
	root, _ := sourceRoot(t)
	each(t, filepath.Join(root, "bsl"), func(name string, content []byte) {
		if !strings.HasSuffix(name, ".bsl") {
			return
		}
		for _, call := range callsOf(t, name, string(content), componentNames...) {
			used[call.name] = true
			count, known := methods[call.name]
			switch {
			case call.args == -1 && !properties[call.name]:
				t.Errorf("%s: the component has no property %s", call.file, call.name)
			case call.args == -1:
			case !known:
				t.Errorf("%s: the component has no method %s", call.file, call.name)
			case call.args < count[0] || call.args > count[1]:
				t.Errorf("%s: %s gets %d parameters, it takes %d to %d", call.file, call.name, call.args, count[0], count[1])
			}
		}
	})
	for _, name := range []string{"Инициализировать", "ЗаписатьИсключение", "ЗаписатьСообщение", "ДобавитьСобытиеИстории", "Версия", "ПоследняяОшибка"} {
		if !used[name] {
			t.Errorf("no module calls %s: the test does not see the calls", name)
		}
	}
}

// TestBSLDispatch: what the facade asks for by name, the service module calls.
func TestBSLDispatch(t *testing.T) {
	_, sources := sourceRoot(t)
	dispatched, asked := map[string]bool{}, map[string]string{}
	each(t, sources, func(name string, content []byte) {
		if !strings.HasSuffix(name, ".bsl") {
			return
		}
		walk(t, name, string(content), func(n syntax.Node) {
			switch n := n.(type) {
			case *syntax.Binary:
				if method, ok := n.Right.(*syntax.String); ok && n.Op == syntax.Equal && nameOf(n.Left) == "Метод" {
					dispatched[method.Value] = true
				}
			case *syntax.MemberCall:
				if nameOf(n.Object) != "СентриСлужебный" || n.Name != "Вызвать" {
					return
				}
				if method, ok := n.Args[0].(*syntax.String); ok {
					asked[method.Value] = name
				}
			}
		})
	})
	if len(asked) < 15 {
		t.Errorf("only %d names were found", len(asked))
	}
	for name, file := range asked {
		if !dispatched[name] {
			t.Errorf("%s asks for %s, which СентриСлужебный does not call", file, name)
		}
	}
	for name := range dispatched {
		if asked[name] == "" {
			t.Errorf("nobody asks for %s", name)
		}
	}
}
