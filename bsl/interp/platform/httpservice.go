package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// HTTPResponse is what the code of an HTTP service answers with.
type HTTPResponse struct {
	Status int64
	Body   string
}

var httpResponseType = &value.Type{Ru: "HTTPСервисОтвет", En: "HTTPServiceResponse"}

// Type tells the type.
func (*HTTPResponse) Type() *value.Type { return httpResponseType }

func defineHTTPService(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: httpResponseType, Where: eval.ServerCode, Min: 1, Max: 3, New: func(c *eval.Call) (value.Value, error) {
		return &HTTPResponse{Status: int64(c.Int(0))}, nil
	}}, []*eval.Function{
		proc("УстановитьТелоИзСтроки", "SetBodyFromString", 1, 3, func(c *eval.Call) error {
			self[*HTTPResponse](c).Body = c.OnlyText(0)
			return nil
		}),
	}, []*eval.Member{
		prop("КодСостояния", "StatusCode", func(c *eval.Call) value.Value { return num(self[*HTTPResponse](c).Status) }),
	})
}
