package bslerr

import (
	"html"
	"strings"
)

// maxTagBytes bounds a tag with its attributes.
const maxTagBytes = 256

// htmlTags are the tags that pages and mails put into an error; true are those that
// break the line.
var htmlTags = map[string]bool{
	"br": true, "p": true, "div": true, "pre": true, "li": true, "ul": true, "ol": true, "tr": true, "td": true, "table": true, "hr": true,
	"blockquote": true, "body": true, "html": true, "h1": true, "h2": true, "h3": true, "h4": true, "summary": true, "details": true,
	"b": false, "i": false, "u": false, "em": false, "strong": false, "span": false, "font": false, "code": false, "tt": false, "small": false, "a": false, "o:p": false,
}

// pageTags are those that whole pages have besides. A message may speak of them, so they
// do not tell that a text is a page.
var pageTags = map[string]bool{
	"head": true, "style": true, "script": true, "title": true, "h5": true, "h6": true, "th": true, "tbody": true, "thead": true,
	"section": true, "article": true, "main": true, "center": true,
}

// unseen are elements whose content a page does not show.
var unseen = map[string]bool{"head": true, "style": true, "script": true, "title": true, "summary": true}

// tagAt reads a known tag at the start of s: its name without the slash, its length.
func tagAt(s string) (name string, n int) { return tagOf(s, htmlTags) }

// tagOf is tagAt with the tags that are known.
func tagOf(s string, tags map[string]bool) (name string, n int) {
	if len(s) < 3 || s[0] != '<' {
		return "", 0
	}
	i := 1
	if s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && i-start < 12 && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || isDigit(s[i]) || s[i] == ':') {
		i++
	}
	name = strings.ToLower(s[start:i])
	if _, known := tags[name]; !known || i == len(s) || strings.IndexByte(" />\t", s[i]) < 0 {
		return "", 0
	}
	end := strings.IndexByte(s[i:min(len(s), i+maxTagBytes)], '>')
	if end < 0 || strings.IndexByte(s[i:i+end], '<') >= 0 {
		return "", 0
	}
	return name, i + end + 1
}

// fromHTML undoes HTML if tags stand for the line breaks of an error: a tag right
// before a position or a separator, or at the end of most lines. Code that writes
// tags has them in its strings.
func fromHTML(text string) (string, []Dropped) {
	if allEscaped(text) {
		if plain := html.UnescapeString(text); isHTML(plain) || hasPosition(plain) {
			text = plain
		}
	}
	if !isHTML(text) {
		return text, nil
	}
	var b strings.Builder
	b.Grow(len(text))
	counts := map[string]int{}
	var order []string
	rest := text
	for {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		name, n := tagAt(rest)
		if n == 0 {
			name, n = tagOf(rest, pageTags)
		}
		if n == 0 {
			b.WriteByte('<')
			rest = rest[1:]
			continue
		}
		tag := rest[:n]
		rest = rest[n:]
		if unseen[name] && tag[1] != '/' {
			if end := strings.Index(rest, "</"+name+">"); end >= 0 {
				tag += rest[:end+len("</>")+len(name)]
				rest = rest[end+len("</>")+len(name):]
			}
		}
		switch {
		case name == "br":
			if !strings.HasPrefix(rest, "\n") && !strings.HasPrefix(rest, "\r") {
				b.WriteByte('\n')
			}
			if strings.Trim(tag[len("<br"):], " \t/>") == "" {
				continue // stands for a line break and is named no more than one
			}
		case (htmlTags[name] || pageTags[name]) && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") && !strings.HasPrefix(rest, "\n"):
			b.WriteByte('\n')
		}
		if counts[tag]++; counts[tag] == 1 {
			order = append(order, tag)
		}
	}
	var left []Dropped
	for _, tag := range order {
		left = append(left, Dropped{DroppedMarkup, tag, counts[tag]})
	}
	return strings.ReplaceAll(html.UnescapeString(b.String()), "\u00a0", " "), left
}

// allEscaped reports whether the text has entities and none of the characters that
// they stand for, so that nobody wrote them.
func allEscaped(text string) bool {
	if strings.IndexByte(text, '&') < 0 || strings.ContainsAny(text, `<>"`) {
		return false
	}
	return strings.Contains(text, "&quot;") || strings.Contains(text, "&lt;") || strings.Contains(text, "&gt;") || strings.Contains(text, "&#34;") || strings.Contains(text, "&#10;")
}

func hasPosition(text string) bool {
	_, ok := innerPosition(text, 0, len(text))
	return ok
}

// isHTML looks for tags that stand for line breaks.
func isHTML(text string) bool {
	if strings.IndexByte(text, '<') < 0 {
		return false
	}
	lines, ends := 0, 0
	for r := newLineReader(text); ; {
		s, e, ok := r.next()
		if !ok {
			break
		}
		b, e := trim(text, s, e)
		if b == e {
			continue
		}
		lines++
		if i := strings.LastIndexByte(text[b:e], '<'); i >= 0 {
			if name, n := tagAt(text[b+i : e]); htmlTags[name] && i+n == e-b {
				ends++
			}
		}
		if breaksBefore(text, b, e) {
			return true
		}
	}
	return ends*2 > lines && ends > 1 && hasPlace(text)
}

// breaksBefore reports whether a tag that breaks lines stands in [b, e) right before
// a position or a separator, and in no string of code.
func breaksBefore(text string, b, e int) bool {
	code := false
	if text[b] == '{' {
		_, code = parsePosition(text, b, e, true)
	}
	even := true
	for i := b; i < e; {
		j := strings.IndexAny(text[i:e], `<"`)
		if j < 0 {
			return false
		}
		i += j
		if text[i] == '"' {
			even = !even
			i++
			continue
		}
		name, n := tagAt(text[i:e])
		if n == 0 {
			i++
			continue
		}
		i += n
		if !htmlTags[name] || code && !even {
			continue
		}
		for i = skipBlanks(text, i, e); i < e; i = skipBlanks(text, i+n, e) {
			if _, n = tagAt(text[i:e]); n == 0 {
				break
			}
		}
		next := i
		if next < e && text[next] == '{' {
			if pos, ok := parsePosition(text, next, e, true); ok && pos.printed(text) {
				return true
			}
		}
		if end := strings.IndexByte(text[next:min(e, next+maxSeparatorBytes+1)], '<'); end > 0 {
			if _, ok := separatorLine(text, next, trimRight(text, next, next+end)); ok {
				return true
			}
		}
	}
	return false
}
