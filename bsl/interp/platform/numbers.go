package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func defineNumbers(c *eval.Catalog) {
	c.Define(
		fn("Цел", "Int", 1, 1, func(c *eval.Call) (value.Value, error) { return c.Number(0).Truncate(), nil }),
		fn("Окр", "Round", 1, 3, func(c *eval.Call) (value.Value, error) {
			if c.Has(2) {
				return nil, eval.Faultf("the mode of Окр is not modelled")
			}
			digits := 0
			if c.Has(1) {
				digits = c.Int(1)
			}
			return c.Number(0).Round(digits), nil
		}),
		fn("Мин", "Min", 1, 100, func(c *eval.Call) (value.Value, error) { return extreme(c, true) }),
		fn("Макс", "Max", 1, 100, func(c *eval.Call) (value.Value, error) { return extreme(c, false) }),
	)
}

// extreme takes the least or the greatest of values of one type.
func extreme(c *eval.Call, least bool) (value.Value, error) {
	best := c.Arg(0)
	for i := 1; i < len(c.Args); i++ {
		less, ok := value.Less(c.Arg(i), best)
		if !ok {
			return nil, eval.Mismatch(i)
		}
		if less == least && !value.Equal(c.Arg(i), best) {
			best = c.Arg(i)
		}
	}
	return best, nil
}
