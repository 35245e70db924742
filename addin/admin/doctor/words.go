package doctor

import (
	"fmt"
	"regexp"
)

// words is an error of a file in the language of the report.
func (r *Report) words(err error) string {
	text := problemOf.ReplaceAllString(err.Error(), "")
	if !r.russian {
		return text
	}
	for _, t := range translations {
		if parts := t.english.FindStringSubmatch(text); parts != nil {
			var args []any
			for _, part := range parts[1:] {
				args = append(args, part)
			}
			return fmt.Sprintf(t.russian, args...)
		}
	}
	return text
}

// problemOf is what stands before the words of package manifest.
var problemOf = regexp.MustCompile(`^(manifest: (read bundle|unpack|parse|pick): )+`)

type translation struct {
	english *regexp.Regexp
	russian string
}

func of(english, russian string) translation {
	return translation{regexp.MustCompile("^" + english + "$"), russian}
}

// translations are the errors of packages binary and manifest. Those of a manifest that
// somebody has written by hand stay as they are, behind a colon.
var translations = []translation{
	of(`this is no library of Linux, Windows or macOS`, "это не библиотека Linux, Windows или macOS"),
	of(`the file is cut off: it has (?:only )?(\d+) bytes.*`, "файл обрезан: в нём байт: %s"),
	of(`the file is damaged.*`, "файл повреждён"),
	of(`this is an ELF file, but no shared library: (.*)`, "это файл ELF, но не разделяемая библиотека: %s"),
	of(`this is a file of macOS, but no library: (.*)`, "это файл macOS, но не библиотека: %s"),
	of(`this is a file of Windows, but no DLL`, "это файл Windows, но не DLL"),
	of(`a library for (.*), on which there is no 1C`, "библиотека для %s, где нет 1С"),
	of(`a DLL for the machine (.*), on which there is no 1C`, "DLL для процессора %s, где нет 1С"),
	of(`(?:.*: )?zip: .*`, "это не исправный zip: файл повреждён или обрезан"),
	of(`no (\S+) in the root of the zip`, "в корне zip нет файла %s"),
	of(`(.*) is named in the manifest and not in the zip`, "файл %s назван в манифесте, а в zip его нет"),
	of(`(".*") is encrypted`, "файл %s зашифрован"),
	of(`(".*") is packed by method (\d+), which the platform does not know`, "файл %s упакован способом %s, которого платформа не знает"),
	of(`no component for (.*); the bundle supports (.*)`, "нет компоненты для %s; в комплекте есть %s"),
	of(`no component for (.*): the bundle has no native component at all`, "нет компоненты для %s: в комплекте нет ни одной внешней компоненты"),
	of(`line (\d+): (.*)`, "манифест неверен, строка %s: %s"),
}
