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
func (in *input) checkMode(f *Frame, s, e int) span {
	if in.text[e-1] != ')' {
		return span{s, e}
	}
	open, depth := -1, 0
	for i := e - 1; i >= s && open < 0; i-- {
		switch in.text[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				open = i
			}
		}
	}
	if open <= s || in.text[open-1] != ' ' {
		return span{s, e}
	}
	word, _, ok := strings.Cut(in.text[open+1:e-1], ": ")
	if !ok || !slices.Contains(checkWords[:], word) {
		return span{s, e}
	}
	mode := open + 1 + len(word) + len(": ")
	f.CheckMode = in.text[mode : e-1]
	in.acct.add(markFrame, mode, e-1)
	in.acct.add(markGrammar, open, open+1)
	in.acct.add(markGrammar, open+1, open+1+len(word))
	in.acct.add(markGrammar, open+1+len(word), open+2+len(word))
	in.acct.add(markGrammar, e-1, e)
	return span{s, trimRight(in.text, s, open)}
}
