package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/addin"
)

// componentNames are what the modules call the component's object.
var componentNames = []string{"Компонента", "Объект"}

// bslCall is a call of a method or a reading of a property of the component.
type bslCall struct {
	file, name string
	args       int // -1 for a property
}

// componentCalls finds what the modules want of the component. Texts and comments
// are left out.
func componentCalls(file, text string) []bslCall {
	return callsOf(file, text, componentNames...)
}

// callsOf finds what is called on objects of these names.
func callsOf(file, text string, objects ...string) []bslCall {
	text = withoutTexts(text)
	var calls []bslCall
	pattern := regexp.MustCompile(`(?:^|[^\p{L}\d_.])((?:` + strings.Join(objects, "|") + `)(?:\(\))?)\.([\p{L}\d_]+)(\()?`)
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		call := bslCall{file: file, name: text[m[4]:m[5]], args: -1}
		if m[6] >= 0 {
			call.args = countArguments(text[m[7]:])
		}
		calls = append(calls, call)
	}
	return calls
}

// withoutTexts empties strings and comments.
func withoutTexts(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		inText := false
		for i := 0; i < len(line); i++ {
			switch {
			case line[i] == '"':
				inText = !inText
				b.WriteByte('"')
			case !inText && strings.HasPrefix(line[i:], "//"):
				i = len(line)
			case !inText:
				b.WriteByte(line[i])
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// countArguments counts what stands up to the closing bracket.
func countArguments(text string) int {
	depth, commas, anything := 0, 0, false
	for _, c := range text {
		switch {
		case c == '(' || c == '[':
			depth++
		case (c == ')' || c == ']') && depth > 0:
			depth--
		case c == ')':
			if !anything {
				return 0
			}
			return commas + 1
		case c == ',' && depth == 0:
			commas++
		}
		anything = anything || !strings.ContainsRune(" \t\r\n", c)
	}
	return -2
}

func TestCountArguments(t *testing.T) {
	for text, want := range map[string]int{
		")": 0, " )": 0, "П[0])": 1, "a, b)": 2, "a, , c)": 3, "f(a, b), c)": 2, "П[0], (a + b))": 2, "a,\n\tb)": 2,
	} {
		if got := countArguments(text); got != want {
			t.Errorf("%q has %d arguments, %d were counted", text, want, got)
		}
	}
	calls := componentCalls("m", "А = Компонента.Б(П[0], \"Объект.Х(\"); // Компонента.В()\nНоваяКомпонента.Г();\nЕсли Компонента().Д <> 1")
	if want := []bslCall{{"m", "Б", 2}, {"m", "Д", -1}}; !slices.Equal(calls, want) {
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
		for _, call := range componentCalls(name, plainText(content)) {
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
		text := plainText(content)
		for _, m := range regexp.MustCompile(`Метод = "([\p{L}]+)"`).FindAllStringSubmatch(text, -1) {
			dispatched[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`СентриСлужебный\.Вызвать\(\s*"([\p{L}]+)"`).FindAllStringSubmatch(text, -1) {
			asked[m[1]] = name
		}
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
