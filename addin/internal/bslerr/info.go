package bslerr

// The platform prints the additional information of an exception as JSON right
// behind its categories:
//
//	[ОшибкаВоВремяВыполненияВстроенногоЯзыка, ИсключениеВызванноеИзВстроенногоЯзыка]{
//	"#value": "42"
//	}

// opensInfo reports whether additional information starts here.
func opensInfo(rest string) bool {
	return rest == "{" || len(rest) > 1 && rest[0] == '{' && rest[1] == '"'
}

// info drops the additional information that starts at s in a line that ends at
// e, with the lines it goes on in. Lines of the grammar end it too: it may be cut.
func (p *parser) info(s, e int) {
	end := e
	for depth := jsonDepth(0, p.in.text[s:e]); depth > 0; {
		ahead := p.in.lines
		if _, _, ok := ahead.next(); !ok {
			break
		}
		_, b, e := p.in.nextLine()
		if _, ok := separatorLine(p.in.text, b, e); ok {
			break
		}
		if _, ok := parsePosition(p.in.text, b, e, true); ok {
			break
		}
		p.in.lines = ahead
		depth = jsonDepth(depth, p.in.text[b:e])
		if b < e {
			end = e
		}
	}
	p.in.drop(DroppedInfo, s, end)
}

// jsonDepth returns how many braces and brackets are open behind a line of JSON
// that starts inside of depth others. No string goes over the end of a line.
func jsonDepth(depth int, line string) int {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return depth
}
