package value

import "strings"

// Equal is the operator =. Values of different types are not equal; objects are
// equal to themselves only.
func Equal(a, b Value) bool {
	switch a := a.(type) {
	case nil:
		return IsUndefined(b)
	case Number:
		n, ok := b.(Number)
		return ok && a.Cmp(n) == 0
	}
	if b == nil {
		b = Undefined
	}
	return a == b
}

// Less is the operator <. It is false in ok for values that cannot be ordered:
// those of different types and those that are no number, string or date.
//
// Strings are ordered by letters without regard to case, capitals first among
// equals; the platform orders by the rules of the session's language, which
// differ for signs and for ё.
func Less(a, b Value) (less, ok bool) {
	switch a := a.(type) {
	case Number:
		n, ok := b.(Number)
		return ok && a.Cmp(n) < 0, ok
	case Date:
		d, ok := b.(Date)
		return ok && a < d, ok
	case String:
		s, ok := b.(String)
		if !ok {
			return false, false
		}
		x, y := strings.ToLower(string(a)), strings.ToLower(string(s))
		if x != y {
			return x < y, true
		}
		return a < s, true
	}
	return false, false
}

// Key is what a value is found by in a Соответствие.
func Key(v Value) any {
	switch v := v.(type) {
	case nil:
		return Undefined
	case Number:
		return Number.Plain(v) + "#"
	}
	return v
}
