package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// defineDynamicCode defines Вычислить; Выполнить is a statement of the language,
// which is not there on thin and web clients.
func defineDynamicCode(c *eval.Catalog) {
	c.Define(on(eval.ServerCode, fn("Вычислить", "Eval", 1, 1, func(c *eval.Call) (value.Value, error) {
		text := c.OnlyText(0)
		if c.Bad() {
			return nil, nil
		}
		return c.Thread.Evaluate(text)
	}))...)
}
