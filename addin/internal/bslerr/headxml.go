package bslerr

import (
	"html"
	"strings"
)

// saidByAnswer returns what the answer of a service, JSON or XML, says of the error,
// in one line.
func saidByAnswer(value string) (string, bool) {
	if said, ok := saidByJSON(value); ok {
		return said, true
	}
	return saidByXML(value)
}

// xmlKeys are elements that say what went wrong besides those of JSON.
var xmlKeys = [...]string{"faultstring", "faulttext"}

// saidByXML returns what a message that is XML says of the error: the text of the
// most telling element that holds nothing but text.
func saidByXML(value string) (string, bool) {
	text := strings.TrimFunc(value, isBlank)
	if len(text) < 2 || len(text) > maxSaidJSON || text[0] != '<' || text[len(text)-1] != '>' {
		return "", false
	}
	best, rank := "", len(saidKeys)
	fields := 0
	for at := 0; at < len(text) && fields < maxSaidFields; {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			break
		}
		open += at
		name, from, ok := xmlElement(text, open)
		if !ok {
			at = open + 1
			continue
		}
		at = from
		end := strings.IndexByte(text[from:], '<')
		if end < 0 || !strings.HasPrefix(text[from+end:], "</") {
			continue
		}
		fields++
		said := strings.Join(strings.FieldsFunc(html.UnescapeString(text[from:from+end]), isBlank), " ")
		if r := xmlRank(name, rank); r < rank && said != "" {
			best, rank = said, r
		}
	}
	return best, best != "" && len(best) <= maxHeadBytes && !silentWords(best)
}

// xmlRank returns how telling the name of an element is: less is more; rank or more
// does not count.
func xmlRank(name string, rank int) int {
	name = strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
	for _, key := range xmlKeys {
		if name == key {
			return -1
		}
	}
	for i, key := range saidKeys[:max(rank, 0)] {
		if name == key {
			return i
		}
	}
	return len(saidKeys)
}

// xmlElement reads the tag that begins an element at i: its name and where its
// content starts.
func xmlElement(text string, i int) (name string, from int, ok bool) {
	end := i + 1
	for end < len(text) && (isNameByte(text[end]) || text[end] == ':' || text[end] == '.' || text[end] == '-') {
		end++
	}
	size := strings.IndexByte(text[end:min(len(text), end+maxTagBytes)], '>')
	if end == i+1 || size < 0 || size > 0 && text[end+size-1] == '/' {
		return "", 0, false
	}
	return text[i+1 : end], end + size + 1, true
}
