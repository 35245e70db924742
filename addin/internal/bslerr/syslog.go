package bslerr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSyslogHead is more than the head of a line of a system's log has.
const maxSyslogHead = 160

// syslogHead returns where the message of a line of a system's log starts: «Mar 12
// 10:15:01 srv1c app[1520]: …», or b.
func syslogHead(text string, b, e int) int {
	line := text[b:min(e, b+maxSyslogHead)]
	n, dated := stampAt(line)
	if !dated {
		if n = monthStamp(line); n == 0 {
			return b
		}
	}
	at := strings.Index(line, "]: ")
	if at < n {
		return b
	}
	process := line[strings.LastIndexByte(line[:at], ' ')+1 : at]
	name, pid, ok := strings.Cut(process, "[")
	if !ok || name == "" || pid == "" || strings.Trim(pid, "0123456789") != "" || strings.Count(line[n:at], " ") != 2 {
		return b
	}
	return skipBlanks(text, b+at+len("]: "), e)
}

// monthStamp returns the length of «Mar 12 10:15:01» at the start of s, or 0.
func monthStamp(s string) int {
	i := 0
	for range 3 {
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	if !shortMonths[strings.ToLower(s[:i])] || i >= len(s) || s[i] != ' ' {
		return 0
	}
	day := skipBlanks(s, i, len(s))
	clock := day
	for clock < len(s) && isDigit(s[clock]) {
		clock++
	}
	if clock == day || clock-day > 2 || clock >= len(s) || s[clock] != ' ' {
		return 0
	}
	n := timeAt(s[clock+1:], false)
	if n == 0 {
		return 0
	}
	return clock + 1 + n
}

var shortMonths = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec янв фев мар апр май мая июн июл авг сен сент окт ноя дек") {
		m[name] = true
	}
	return m
}()

// nameAndTime reports whether a line is the name of a writer and a time, as messengers
// put them above a message that is copied: «Иван Петров 10:15».
func nameAndTime(line string) bool {
	at := strings.LastIndexAny(line, " \t")
	if at < 0 || timeAt(line[at+1:], true) != len(line)-at-1 || strings.Count(line[at+1:], ":") != 1 {
		return false
	}
	words := strings.Fields(strings.TrimRight(line[:at], " ,"))
	if len(words) == 0 || len(words) > 3 {
		return false
	}
	for _, word := range words {
		if !capitalised(word) {
			return false
		}
	}
	return len(words) > 1
}

// capitalised reports whether a word is letters, the first of which is a capital and
// no other.
func capitalised(word string) bool {
	for i, r := range word {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) != (i == 0) {
			return false
		}
	}
	return word != ""
}
