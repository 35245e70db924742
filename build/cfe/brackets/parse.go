package brackets

import (
	"errors"
	"fmt"
	"strings"
)

// BOM is the byte order mark with which the platform begins every text.
const BOM = "\uFEFF"

// Bounds of what is read. Real lists are nested some 25 deep and the largest, forms,
// hold some 600,000 values.
const (
	maxDepth  = 500
	maxValues = 2 << 20
)

// base64Break is how the platform ends a full line of base64. It belongs to the
// token it stands in, also at its end.
const base64Break = "\r\r\n"

// Parse reads the values of a text, usually one, separated by commas. A byte
// order mark in front is skipped.
//
// # Memory
//
// The values share memory with the text.
func Parse(text string) ([]Value, error) {
	p := parser{text: text, at: len(text) - len(strings.TrimPrefix(text, BOM))}
	values, err := p.values(0)
	if err == nil && p.at < len(text) {
		err = errors.New("a closing brace without its opening one")
	}
	if err != nil {
		return nil, fmt.Errorf("brackets: parse line %d: %w", 1+strings.Count(text[:p.at], "\n"), err)
	}
	return values, nil
}

// ParseOne reads a text that is one list.
func ParseOne(text string) (Value, error) {
	values, err := Parse(text)
	if err != nil {
		return Value{}, err
	}
	if len(values) != 1 || values[0].Kind != List {
		return Value{}, fmt.Errorf("brackets: parse: one list expected, %d values found", len(values))
	}
	return values[0], nil
}

type parser struct {
	text  string
	at    int
	count int
}

// values reads up to a closing brace, which it leaves, or to the end.
func (p *parser) values(depth int) ([]Value, error) {
	var values []Value
	for {
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		if p.count++; p.count > maxValues {
			return nil, fmt.Errorf("more than %d values", maxValues)
		}
		p.space()
		if p.at == len(p.text) || p.text[p.at] == '}' {
			return values, nil
		}
		if p.text[p.at] != ',' {
			return nil, fmt.Errorf("a comma or a closing brace expected, %q found", p.peek())
		}
		p.at++
	}
}

func (p *parser) value(depth int) (Value, error) {
	p.space()
	if p.at == len(p.text) {
		return Value{}, nil
	}
	switch p.text[p.at] {
	case '{':
		return p.list(depth + 1)
	case '"':
		return p.quoted()
	default:
		return p.token()
	}
}

func (p *parser) list(depth int) (Value, error) {
	if depth > maxDepth {
		return Value{}, fmt.Errorf("lists nested more than %d deep", maxDepth)
	}
	p.at++
	p.space()
	if p.at < len(p.text) && p.text[p.at] == '}' {
		p.at++
		return L(), nil
	}
	items, err := p.values(depth)
	if err != nil {
		return Value{}, err
	}
	if p.at == len(p.text) {
		return Value{}, errors.New("a list is not closed")
	}
	p.at++
	return L(items...), nil
}

// quoted reads a string. Only one with a quote in it is copied.
func (p *parser) quoted() (Value, error) {
	from := p.at + 1
	for end := from; ; end += 2 {
		i := strings.IndexByte(p.text[end:], '"')
		if i < 0 {
			return Value{}, errors.New("a string is not closed")
		}
		end += i
		if strings.HasPrefix(p.text[end:], `""`) {
			continue
		}
		p.at = end + 1
		return S(strings.ReplaceAll(p.text[from:end], `""`, `"`)), nil
	}
}

// token reads up to a comma or a closing brace. White space behind it is not
// part of it, except for the line end of base64.
func (p *parser) token() (Value, error) {
	from := p.at
	n := strings.IndexAny(p.text[from:], `,}{"`)
	if n < 0 {
		n = len(p.text) - from
	}
	raw := p.text[from : from+n]
	p.at += n
	token := strings.TrimRight(raw, " \t\r\n")
	if raw == token+base64Break {
		token = raw
	}
	return T(token), nil
}

func (p *parser) space() {
	rest := strings.TrimLeft(p.text[p.at:], " \t\r\n")
	p.at = len(p.text) - len(rest)
}

// peek is the next few characters, for messages.
func (p *parser) peek() string {
	const enough = 20
	rest := p.text[p.at:]
	if len(rest) > enough {
		rest = rest[:enough]
	}
	return strings.ToValidUTF8(rest, "?")
}
