package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// logValues gives what a column of the log has, as a structure with a field of its name:
// of events a map of their names to what they are called (ssl_3_1 ЖурналРегистрации form
// of its data processor:21-35).
func logValues(c *eval.Call) (value.Value, error) {
	s := session(c)
	s.count("ПолучитьЗначенияОтбораЖурналаРегистрации")
	if c.Has(1) || !equalFold(c.Text(0), "Событие", "Event") {
		return nil, eval.Faultf("only the values of the column Событие are modelled")
	}
	if err := s.demand(c.Thread, "Конфигурация", "ЖурналРегистрации"); err != nil {
		return nil, err
	}
	if s.Base.LogError != nil {
		return nil, eval.Raised(eval.CategoryOther, "%v", s.Base.LogError)
	}
	events := &value.Map{}
	for _, row := range s.Base.Log {
		events.Set(str(row.Event), str(row.EventPresentation))
	}
	return value.StructureOf(s.Base.script("Событие", "Event"), events), nil
}
