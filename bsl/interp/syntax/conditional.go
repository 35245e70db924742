package syntax

import "strings"

// Region is a part of a text between #Область and #КонецОбласти.
type Region struct {
	Name        string
	First, Last int // lines of the two directives
	Depth       int // 0 for those inside no other
}

// conditional removes what #Если leaves out on a side and collects the regions.
type conditional struct {
	file    string
	defined func(symbol string) bool
	open    []condition
	regions []Region
	nested  []int // indexes of regions that are not closed
}

// condition is one #Если that is not closed.
type condition struct {
	pos                 Pos
	outer, taken, found bool // the text around is taken; this branch is; one was already
	last                bool // #Иначе was met
}

// apply returns the tokens that count.
func (c *conditional) apply(tokens []token) ([]token, error) {
	var kept []token
	for _, t := range tokens {
		if t.kind == preprocess {
			if err := c.directive(t); err != nil {
				return nil, err
			}
			continue
		}
		if c.taken() || t.kind == endOfText {
			kept = append(kept, t)
		}
	}
	if n := len(c.open); n > 0 {
		return nil, &Error{c.file, c.open[n-1].pos, "#Если has no #КонецЕсли"}
	}
	if n := len(c.nested); n > 0 {
		r := c.regions[c.nested[n-1]]
		return nil, &Error{c.file, Pos{r.First, 1}, "#Область " + r.Name + " has no #КонецОбласти"}
	}
	return kept, nil
}

func (c *conditional) taken() bool {
	n := len(c.open)
	return n == 0 || c.open[n-1].taken
}

func (c *conditional) directive(t token) error {
	line, _, _ := strings.Cut(strings.TrimPrefix(t.text, "#"), "//")
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return &Error{c.file, t.pos, "# without a word"}
	}
	fail := func(msg string) error { return &Error{c.file, t.pos, msg} }
	n := len(c.open)
	switch Fold(fields[0]) {
	case "область", "region":
		if len(fields) != 2 {
			return fail("#Область has one name")
		}
		c.nested = append(c.nested, len(c.regions))
		c.regions = append(c.regions, Region{Name: fields[1], First: t.pos.Line, Depth: len(c.nested) - 1})
	case "конецобласти", "endregion":
		if len(c.nested) == 0 {
			return fail("#КонецОбласти without #Область")
		}
		c.regions[c.nested[len(c.nested)-1]].Last = t.pos.Line
		c.nested = c.nested[:len(c.nested)-1]
	case "если", "if":
		value, err := c.evaluate(t.pos, fields[1:])
		if err != nil {
			return err
		}
		c.open = append(c.open, condition{pos: t.pos, outer: c.taken(), taken: c.taken() && value, found: value})
	case "иначеесли", "elsif":
		value, err := c.evaluate(t.pos, fields[1:])
		if err != nil {
			return err
		}
		if n == 0 || c.open[n-1].last {
			return fail("#ИначеЕсли has no place here")
		}
		top := &c.open[n-1]
		top.taken = top.outer && value && !top.found
		top.found = top.found || value
	case "иначе", "else":
		if n == 0 || c.open[n-1].last {
			return fail("#Иначе has no place here")
		}
		top := &c.open[n-1]
		top.last, top.taken = true, top.outer && !top.found
	case "конецесли", "endif":
		if n == 0 {
			return fail("#КонецЕсли without #Если")
		}
		c.open = c.open[:n-1]
	default:
		return fail("the directive #" + fields[0] + " is not known")
	}
	return nil
}

// evaluate reads a condition: symbols with Не, И, Или and no brackets, closed
// by Тогда.
func (c *conditional) evaluate(pos Pos, fields []string) (bool, error) {
	if n := len(fields); n < 2 || words[Fold(fields[n-1])] != wordThen {
		return false, &Error{c.file, pos, "the condition does not end with Тогда"}
	}
	any, all, negate, want := false, true, false, true
	for _, field := range fields[:len(fields)-1] {
		switch word := words[Fold(field)]; {
		case want && word == wordNot:
			negate = !negate
		case want && word == noWord:
			if !knownSymbol[Fold(field)] {
				return false, &Error{c.file, pos, "the symbol " + field + " is not known"}
			}
			all = all && c.defined(field) != negate
			negate, want = false, false
		case !want && word == wordAnd:
			want = true
		case !want && word == wordOr:
			any, all, want = any || all, true, true
		default:
			return false, &Error{c.file, pos, "the condition makes no sense at " + field}
		}
	}
	if want {
		return false, &Error{c.file, pos, "the condition lacks a symbol"}
	}
	return any || all, nil
}

// knownSymbol are the symbols of the preprocessor.
var knownSymbol = map[string]bool{
	"клиент": true, "client": true, "сервер": true, "server": true,
	"наклиенте": true, "atclient": true, "насервере": true, "atserver": true,
	"тонкийклиент": true, "thinclient": true, "вебклиент": true, "webclient": true,
	"толстыйклиентуправляемоеприложение": true, "thickclientmanagedapplication": true,
	"толстыйклиентобычноеприложение": true, "thickclientordinaryapplication": true,
	"внешнеесоединение": true, "externalconnection": true,
	"мобильноеприложениеклиент": true, "mobileappclient": true,
	"мобильноеприложениесервер": true, "mobileappserver": true,
	"мобильныйклиент": true, "mobileclient": true,
	"мобильныйавтономныйсервер": true, "mobilestandaloneserver": true,
}
