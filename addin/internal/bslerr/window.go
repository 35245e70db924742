package bslerr

import "strings"

// The error window of the platform gives a report to copy: what the program is,
// then the errors, each below a line of dashes and its time:
//
//	Платформа: 1С:Предприятие 8.3 (8.3.24.1586)
//	Конфигурация: …
//
//	Ошибки:
//	--------------------------------------------------------------------------------
//	20.11.2025 15:18:47
//	Тип не определен
//	{ОбщийМодуль.А.Модуль(773)}:…

// leastDashes is the least length of the line between errors.
const leastDashes = 20

// dashes reports whether a line consists of dashes.
func dashes(line string) bool {
	return len(line) >= leastDashes && strings.Trim(line, "-") == ""
}

// onlyStamp reports whether a line is a date with a time and nothing else.
func onlyStamp(line string) bool {
	if line == "" || !isDigit(line[0]) || len(line) > maxStampBytes {
		return false
	}
	n, dated := stampAt(line)
	return dated && n == len(line)
}

// windowHeads are lines that stand right before the first line of dashes, and
// beginnings of the first line of the report.
var (
	windowHeads  = map[string]bool{"Ошибки:": true, "Ошибка:": true, "Errors:": true, "Error:": true, "Помилки:": true, "Помилка:": true}
	windowStarts = [...]string{"Платформа:", "Platform:", "Платформа :", "1С:Предприятие 8", "1C:Enterprise 8"}
)

// windowSurvey follows the lines of a text.
type windowSurvey struct {
	first, last span // lines that are not blank
	dashes      int  // where the line before starts, if it is one of dashes; else -1
	before      span // the line before those dashes
}

// line looks at a line that is not blank and returns how much of the text stands
// before the first error of a window, -1 if the text is none so far.
func (w *windowSurvey) line(text string, b, e int) int {
	e = trimRight(text, b, e)
	line := text[b:e]
	found := -1
	if w.dashes >= 0 && onlyStamp(line) {
		found = 0
		if windowHeads[text[w.before.s:w.before.e]] || windowStart(text[w.first.s:w.first.e]) {
			found = w.dashes
		}
	}
	if !dashes(line) && windowHeads[text[w.last.s:w.last.e]] && windowStart(text[w.first.s:w.first.e]) {
		found = b // no dashes: the first error follows its heading
	}
	if w.first.e == 0 {
		w.first = span{b, e}
	}
	if w.dashes = -1; dashes(line) {
		w.dashes, w.before = b, w.last
	}
	w.last = span{b, e}
	return found
}

func windowStart(line string) bool {
	for _, s := range windowStarts {
		if strings.HasPrefix(line, s) {
			return true
		}
	}
	return false
}

// windowLine takes a line of dashes or a time of the error window.
func (p *parser) windowLine(b, e int) bool {
	switch line := p.in.text[b:e]; {
	case dashes(line):
		p.in.drop(DroppedWindow, b, e)
	case onlyStamp(line):
		p.in.drop(DroppedTime, b, e)
		p.separate(Sibling, span{})
	default:
		return false
	}
	p.msg.blanks = 0
	return true
}
