package bslerr

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// phrase is a message of the platform in all known languages.
type phrase struct {
	key string
	// heads are the constant beginnings, each ending where the argument
	// begins. «head|tail» has the argument between both. A head that ends with
	// a parenthesis or a quote has an argument up to its counterpart.
	heads []string
}

// Phrase is a platform message recognised at the start of a line.
type Phrase struct {
	// Key is its word in English, the same in every language.
	Key string
	// Arg is what the message is about, without parentheses or quotes: the
	// name of a member, a type. "" if it has none.
	Arg string
	// Rest is the remainder of the line after the phrase.
	Rest string
}

// variant is one language of a phrase, prepared for matching.
type variant struct {
	key, head, tail string
}

// variants by the first word of the head; longer heads first.
var variants = func() map[string][]variant {
	m := map[string][]variant{}
	for _, p := range phrases {
		for _, h := range p.heads {
			head, tail, _ := strings.Cut(h, "|")
			w := firstWord(head)
			m[w] = append(m[w], variant{p.key, head, tail})
		}
	}
	for _, v := range m {
		sort.SliceStable(v, func(i, j int) bool { return len(v[i].head) > len(v[j].head) })
	}
	return m
}()

// maxWordScan bounds the search for the end of the first word.
const maxWordScan = 64

func firstWord(s string) string {
	for i := 0; i < len(s) && i < maxWordScan; i++ {
		if s[i] < utf8.RuneSelf && !isNameByte(s[i]) {
			return s[:i]
		}
	}
	return s[:min(len(s), maxWordScan)]
}

// FindPhrase recognises a platform message at the start of a line. Blanks that do not
// break a line, as pages have them, are blanks.
func FindPhrase(line string) (Phrase, bool) {
	if p, ok := findPhrase(line); ok || !strings.Contains(line, nbsp) {
		return p, ok
	}
	p, ok := findPhrase(strings.ReplaceAll(line, nbsp, " "))
	rest := len(line)
	for range p.Rest {
		_, n := utf8.DecodeLastRuneInString(line[:rest])
		rest -= n
	}
	p.Rest = line[rest:]
	return p, ok
}

const nbsp = "\u00a0"

func findPhrase(line string) (Phrase, bool) {
	for _, v := range variants[firstWord(line)] {
		if rest, ok := strings.CutPrefix(line, v.head); ok {
			if p, ok := v.argument(rest); ok {
				return p, true
			}
		}
	}
	return Phrase{}, false
}

// maxArgBytes bounds the search for the end of an argument.
const maxArgBytes = 1024

// argument reads the argument and what follows it.
func (v variant) argument(rest string) (Phrase, bool) {
	p := Phrase{Key: v.key, Rest: rest}
	window := rest[:min(len(rest), maxArgBytes)]
	if v.tail != "" {
		i := strings.Index(window, v.tail)
		if i < 0 {
			return p, false
		}
		p.Arg, p.Rest = rest[:i], rest[i+len(v.tail):]
		return p, true
	}
	i := -1
	switch v.head[len(v.head)-1] {
	case '(':
		i = closing(window)
	case '\'', '"':
		i = strings.IndexByte(window, v.head[len(v.head)-1])
	default:
		// A head that ends inside a word is another message: «Деление на 01».
		if isNameByte(v.head[len(v.head)-1]) && wordEnd(rest, 0) > 0 {
			return p, false
		}
		return p, true
	}
	if i < 0 {
		if len(window) == len(rest) { // cut by the end of the text
			p.Arg, p.Rest = rest, ""
		}
		return p, true
	}
	p.Arg, p.Rest = rest[:i], rest[i+1:]
	return p, true
}

// closing finds the parenthesis that closes the one before s.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

// phraseLines is how many lines of a message are searched for a phrase: tools
// print a banner before the message of the platform.
const phraseLines = 5

// maxPrefixes bounds the words before a phrase, each of which ends with a colon or
// the like: «[ERROR] Ошибка обмена: Деление на 0».
const (
	maxPrefixes    = 4
	maxPrefixBytes = 256
)

// messageKey returns the key of the first phrase in the first lines of the
// message, or "".
func messageKey(value string) string {
	if i := strings.IndexByte(value, ' '); i > 0 && i < maxListMark && strings.IndexByte(value, '\n') < 0 && markOfList(value[:i]) {
		value = value[i+1:] // «1. Деление на 0» above frames with numbers
	}
	for range phraseLines {
		line, rest, more := strings.Cut(value, "\n")
		if key := phraseKey(line); key != "" {
			return key
		}
		if !more {
			break
		}
		value = rest
	}
	return ""
}

// bulletsAndBlanks stand before a message in a list.
const bulletsAndBlanks = " \t-–—•*·"

// phraseKey returns the key of the phrase that starts the line or stands in it
// behind words of a tool, or "".
func phraseKey(line string) string {
	for range maxPrefixes {
		line = strings.TrimLeft(line, bulletsAndBlanks)
		if p, ok := FindPhrase(line); ok {
			return p.Key
		}
		if p, ok := FindPhrase(line[silentWordsLen(line):]); ok {
			return p.Key
		}
		n := prefixLen(line)
		if n == 0 {
			break
		}
		line = line[n:]
	}
	return ""
}

// prefixLen returns how much of the line is words before what may be a phrase: up to
// the first colon, dash, bracket or exclamation mark that a blank follows.
func prefixLen(line string) int {
	window := line[:min(len(line), maxPrefixBytes)]
	n := 0
	for _, end := range [...]string{": ", " - ", " – ", " — ", "] ", "! "} {
		if i := strings.Index(window, end); i >= 0 && (n == 0 || i+len(end) < n) {
			n = i + len(end)
		}
	}
	return n
}
