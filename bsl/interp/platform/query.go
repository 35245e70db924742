package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// query is Запрос. Its language is not modelled: a test answers for the database.
type query struct {
	text       string
	parameters map[string]value.Value
}

var (
	queryType       = &value.Type{Ru: "Запрос", En: "Query"}
	queryResultType = &value.Type{Ru: "РезультатЗапроса", En: "QueryResult"}
)

func (*query) Type() *value.Type { return queryType }

type queryResult struct{ table *value.Table }

func (*queryResult) Type() *value.Type { return queryResultType }

func defineQueries(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: queryType, Where: eval.ServerCode, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		return &query{text: c.Text(0), parameters: map[string]value.Value{}}, nil
	}}, []*eval.Function{
		proc("УстановитьПараметр", "SetParameter", 2, 2, func(c *eval.Call) error {
			self[*query](c).parameters[c.OnlyText(0)] = c.Arg(1)
			return nil
		}),
		fn("Выполнить", "Execute", 0, 0, func(c *eval.Call) (value.Value, error) {
			s, q := session(c), self[*query](c)
			if err := s.spend("Запрос"); err != nil {
				return nil, err
			}
			if s.Base.Query == nil {
				return nil, eval.Faultf("the query %s is not answered", q.text)
			}
			return &queryResult{s.Base.Query(q.text, q.parameters)}, nil
		}),
	}, []*eval.Member{{Ru: "Текст", En: "Text",
		Get: func(c *eval.Call) (value.Value, error) { return str(self[*query](c).text), nil },
		Set: func(c *eval.Call) (value.Value, error) {
			self[*query](c).text = c.Text(0)
			return nil, nil
		}}})
	c.DefineClass(&eval.Class{Type: queryResultType}, []*eval.Function{
		fn("Выгрузить", "Unload", 0, 1, func(c *eval.Call) (value.Value, error) { return self[*queryResult](c).table, nil }),
	}, nil)
}
