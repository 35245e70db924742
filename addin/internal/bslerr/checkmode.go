package bslerr

import (
	"slices"
	"strings"
)

// checkWords stand before the mode of a check.
var checkWords = [...]string{"Проверка", "Check", "Перевірка"}

// checked reports whether the text is a log of a check by the Designer.
func checked(text string) bool {
	for _, w := range checkWords {
		if strings.Contains(text, "("+w+": ") {
			return true
		}
	}
	return false
}

// checkMode splits «code (Проверка: mode)» in [s, e) as the Designer prints it:
// the mode goes to the frame, the place of the code is returned.
func (p *parser) checkMode(f *Frame, s, e int) span {
	if p.text[e-1] != ')' {
		return span{s, e}
	}
	open, depth := -1, 0
	for i := e - 1; i >= s && open < 0; i-- {
		switch p.text[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				open = i
			}
		}
	}
	if open <= s || p.text[open-1] != ' ' {
		return span{s, e}
	}
	word, _, ok := strings.Cut(p.text[open+1:e-1], ": ")
	if !ok || !slices.Contains(checkWords[:], word) {
		return span{s, e}
	}
	mode := open + 1 + len(word) + len(": ")
	f.CheckMode = p.text[mode : e-1]
	p.acct.add(markFrame, mode, e-1)
	p.acct.add(markGrammar, open, open+1)
	p.acct.add(markGrammar, open+1, open+1+len(word))
	p.acct.add(markGrammar, open+1+len(word), open+2+len(word))
	p.acct.add(markGrammar, e-1, e)
	return span{s, trimRight(p.text, s, open)}
}
