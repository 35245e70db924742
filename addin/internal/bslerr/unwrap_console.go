package bslerr

import "strings"

// fromConsole joins the head of an error of OneScript that a console of a fixed
// width broke: «{Модуль C:\a\» and «b.os / Ошибка в строке: 5 / …» in the next line.
func fromConsole(text string) (string, []Dropped) {
	if !strings.Contains(text, "\n") {
		return text, nil
	}
	for _, w := range scriptWords {
		text = joinHeads(text, w.module)
	}
	return text, nil
}

// maxBrokenHeads bounds the heads of one text that are looked at more closely.
const maxBrokenHeads = 64

// joinHeads joins the broken heads that start with the word.
func joinHeads(text, word string) string {
	var b strings.Builder
	done, from := 0, 0 // of the text: in b, looked at
	for range maxBrokenHeads {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		at := from + i
		from = at + len(word)
		line := text[at:min(len(text), at+maxScriptPath)]
		end := strings.IndexByte(line, '\n')
		if end < 0 {
			continue
		}
		if _, ok := scriptHeadAt(line, 0, end); ok {
			continue
		}
		if head, n := brokenHead(line); n > 0 {
			b.WriteString(text[done:at])
			b.WriteString(head)
			done, from = at+n, at+n
		}
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// maxBreaks bounds the lines that a head was broken to.
const maxBreaks = 8

// brokenHead joins a head that starts s and is broken. It returns the head in one
// line and how much of s it is, 0 if there is none.
func brokenHead(s string) (string, int) {
	var joined strings.Builder
	for n, at := 0, 0; n <= maxBreaks && at < len(s); n++ {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += at
		}
		b, e := at, len(strings.TrimRight(s[:end], "\r"))
		if n > 0 {
			b = min(e, len(s)-len(strings.TrimLeft(s[at:], " \t")))
		}
		line := s[b:max(b, e)]
		// What a head is broken at may be a blank that the console took.
		for _, glue := range [...]string{"", " "} {
			try := joined.String() + glue + line
			if h, ok := scriptHeadAt(try, 0, len(try)); ok && h.message > joined.Len() {
				return try[:h.message], b + len(line) - (len(try) - h.message)
			}
		}
		joined.WriteString(line)
		at = end + 1
	}
	return "", 0
}
