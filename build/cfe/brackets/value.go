package brackets

import "strconv"

// Kind says which of the three sorts of value one is.
type Kind uint8

const (
	Token  Kind = iota // bare characters
	String             // quoted text
	List               // values in braces
)

// Value is one value. The zero Value is the empty token, which is legal: it is
// what stands between two commas.
type Value struct {
	Kind Kind
	// Text is a token as it stands or a string without quotes.
	Text string
	// Items are the values of a list.
	Items []Value
}

// L makes a list.
func L(items ...Value) Value { return Value{Kind: List, Items: items} }

// S makes a string.
func S(text string) Value { return Value{Kind: String, Text: text} }

// T makes a token. The caller vouches for it: a token with a comma, a quote or
// a brace in it would be read back as something else.
func T(token string) Value { return Value{Text: token} }

// N makes the token of a number.
func N(n int64) Value { return T(strconv.FormatInt(n, 10)) }

// B makes the token 1 or 0.
func B(b bool) Value {
	if b {
		return T("1")
	}
	return T("0")
}

// At follows indexes into nested lists. It tells false if there is no such
// place.
func (v Value) At(path ...int) (Value, bool) {
	for _, i := range path {
		if v.Kind != List || i < 0 || i >= len(v.Items) {
			return Value{}, false
		}
		v = v.Items[i]
	}
	return v, true
}

// Is tells whether the value at the path is this token.
func (v Value) Is(token string, path ...int) bool {
	got, ok := v.At(path...)
	return ok && got.Kind == Token && got.Text == token
}

// Int is the number at the path. It tells false for anything else.
func (v Value) Int(path ...int) (int64, bool) {
	got, ok := v.At(path...)
	if !ok || got.Kind != Token {
		return 0, false
	}
	n, err := strconv.ParseInt(got.Text, 10, 64)
	return n, err == nil
}

// Walk calls visit for the value and everything below it, outside in. A false
// answer keeps it from going below that value.
func (v Value) Walk(visit func(Value) bool) {
	if !visit(v) {
		return
	}
	for _, item := range v.Items {
		item.Walk(visit)
	}
}
