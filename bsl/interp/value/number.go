package value

import (
	"math"
	"math/big"
	"strings"
)

// Number is Число: exact and decimal. The zero value is 0.
type Number struct {
	small int64
	rat   *big.Rat // nil if the number is small
}

// fractionDigits is how many digits a quotient keeps behind the point.
const fractionDigits = 27

// Type tells the type.
func (Number) Type() *Type { return NumberType }

// Int makes a number.
func Int[T ~int | ~int64](n T) Number { return Number{small: int64(n)} }

func ratNumber(r *big.Rat) Number {
	if r.IsInt() && r.Num().IsInt64() {
		return Number{small: r.Num().Int64()}
	}
	return Number{rat: r}
}

// ParseNumber reads a number as texts of the language and users write it: blanks
// between groups, a point or a comma before the fraction.
func ParseNumber(text string) (Number, bool) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\t':
			return -1
		case ',':
			return '.'
		}
		return r
	}, text)
	digits := strings.TrimLeft(clean, "+-")
	if len(clean)-len(digits) > 1 || digits == "" || strings.Trim(digits, "0123456789.") != "" || strings.Count(digits, ".") > 1 || digits == "." {
		return Number{}, false
	}
	r, ok := new(big.Rat).SetString(clean)
	if !ok {
		return Number{}, false
	}
	return ratNumber(r), true
}

func (n Number) big() *big.Rat {
	if n.rat != nil {
		return n.rat
	}
	return new(big.Rat).SetInt64(n.small)
}

// Add is n + m.
func (n Number) Add(m Number) Number {
	if n.rat == nil && m.rat == nil {
		if sum := n.small + m.small; (sum > n.small) == (m.small > 0) {
			return Number{small: sum}
		}
	}
	return ratNumber(new(big.Rat).Add(n.big(), m.big()))
}

// Sub is n - m.
func (n Number) Sub(m Number) Number { return n.Add(m.Neg()) }

// Neg is -n.
func (n Number) Neg() Number {
	if n.rat == nil && n.small != math.MinInt64 {
		return Number{small: -n.small}
	}
	return ratNumber(new(big.Rat).Neg(n.big()))
}

// Mul is n × m.
func (n Number) Mul(m Number) Number {
	const safe = 1 << 31
	if n.rat == nil && m.rat == nil && n.small > -safe && n.small < safe && m.small > -safe && m.small < safe {
		return Number{small: n.small * m.small}
	}
	return ratNumber(new(big.Rat).Mul(n.big(), m.big()))
}

// Div is n / m; false if m is 0.
func (n Number) Div(m Number) (Number, bool) {
	if m.Sign() == 0 {
		return Number{}, false
	}
	return ratNumber(new(big.Rat).Quo(n.big(), m.big())).round(fractionDigits), true
}

// Mod is the rest of n / m with the sign of n; false if m is 0.
func (n Number) Mod(m Number) (Number, bool) {
	if m.Sign() == 0 {
		return Number{}, false
	}
	q, _ := n.Div(m)
	return n.Sub(q.Truncate().Mul(m)), true
}

// Sign is -1, 0 or 1.
func (n Number) Sign() int { return n.big().Sign() }

// Cmp compares.
func (n Number) Cmp(m Number) int {
	if n.rat == nil && m.rat == nil {
		switch {
		case n.small < m.small:
			return -1
		case n.small > m.small:
			return 1
		}
		return 0
	}
	return n.big().Cmp(m.big())
}

// Truncate drops the fraction.
func (n Number) Truncate() Number {
	if n.rat == nil {
		return n
	}
	return ratNumber(new(big.Rat).SetInt(new(big.Int).Quo(n.rat.Num(), n.rat.Denom())))
}

// Round is Окр: half goes away from zero.
func (n Number) Round(digits int) Number { return n.round(digits) }

func (n Number) round(digits int) Number {
	if n.rat == nil && digits >= 0 {
		return n
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(digits, -digits))), nil))
	if digits < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(n.big(), scale)
	half := big.NewRat(int64(scaled.Sign()), 2)
	scaled.Add(scaled, half)
	whole := new(big.Rat).SetInt(new(big.Int).Quo(scaled.Num(), scaled.Denom()))
	return ratNumber(whole.Quo(whole, scale))
}

// Int64 is the number if it is whole and fits.
func (n Number) Int64() (int64, bool) {
	if n.rat != nil {
		return 0, false
	}
	return n.small, true
}

// Float is the nearest float.
func (n Number) Float() float64 {
	f, _ := n.big().Float64()
	return f
}

// Plain is the number for machines: a point, no groups.
func (n Number) Plain() string {
	if n.rat == nil {
		return big.NewInt(n.small).String()
	}
	return strings.TrimRight(strings.TrimRight(n.rat.FloatString(fractionDigits), "0"), ".")
}

// FromFloat makes a number of a float as it is printed.
func FromFloat(f float64) Number {
	r, ok := new(big.Rat).SetString(big.NewFloat(f).Text('g', 15))
	if !ok {
		return Number{}
	}
	return ratNumber(r)
}

func (n Number) present(l Language) string {
	return n.Group(l.In("\u00a0", ","), l.In(",", "."))
}

// Group writes the number with signs between groups and before the fraction.
func (n Number) Group(groups, point string) string {
	text := n.Plain()
	minus := strings.HasPrefix(text, "-")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	var b strings.Builder
	if minus {
		b.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(groups)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}
