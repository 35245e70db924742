package cli

import (
	"flag"
	"regexp"
	"strings"
	"time"
)

// badValue is what package flag says of a value: it, the option and why.
var badValue = regexp.MustCompile(`(?s)^invalid (?:boolean )?value (".*") for (?:flag )?(-\S+): (.*)$`)

// mistaken is an error of package flag in the user's language.
func (f *Flags) mistaken(err error) error {
	text := err.Error()
	if parts := badValue.FindStringSubmatch(text); parts != nil {
		return f.told(f.Say("invalid value ", "неверное значение ") + parts[1] + f.Say(" for ", " у параметра ") + parts[2] + ": " + f.wanted(parts[2][1:], parts[3]))
	}
	for _, known := range []Text{
		{"flag provided but not defined: ", "нет такого параметра: "},
		{"flag needs an argument: ", "у параметра нет значения: "},
		{"bad flag syntax: ", "параметр записан неверно: "},
	} {
		if rest, ok := strings.CutPrefix(text, known.En); ok {
			return f.told(known.In(f.Language) + rest)
		}
	}
	return f.told(text)
}

func (f *Flags) told(text string) error {
	return f.Mistake("%s: %s\n%s -h shows what there is", "%s: %s\n%s -h покажет, что есть", f.program, text, f.program)
}

// wanted is what an option takes; why is what package flag says of it.
func (f *Flags) wanted(name, why string) string {
	one := f.Lookup(name)
	if one == nil {
		return why
	}
	getter, ok := one.Value.(flag.Getter)
	if !ok {
		return why // it says itself what it takes
	}
	switch getter.Get().(type) {
	case time.Duration:
		return f.Say("a time is expected, such as 2s or 1m30s", "ожидается время, например 2s или 1m30s")
	case bool:
		return f.Say("true or false is expected", "ожидается true или false")
	}
	return why
}
