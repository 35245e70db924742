package standin

import "strings"

// help lists the properties and methods of the current object in both languages, with the defaults of parameters.
func (s *script) help() error {
	o, err := s.object()
	if err != nil {
		return err
	}
	for i := range o.NProps() {
		access := make([]string, 0, 2)
		if o.PropReadable(i) {
			access = append(access, s.say("чтение", "read"))
		}
		if o.PropWritable(i) {
			access = append(access, s.say("запись", "write"))
		}
		s.printf(".%s (%s)\n", s.bothNames(o.PropName, i), strings.Join(access, ", "))
	}
	for i := range o.NMethods() {
		params := make([]string, o.NParams(i))
		for p := range params {
			params[p] = "?"
			if v, _ := o.ParamDefault(i, p); v.VT != VTEmpty {
				value, _ := v.Value()
				params[p] = "= " + s.formatValue(value)
			}
		}
		s.printf("%s(%s)\n", s.bothNames(o.MethodName, i), strings.Join(params, ", "))
	}
	if s.options.Hint != "" {
		s.printf("%s\n", s.options.Hint)
	}
	return nil
}

// bothNames is "Русское / English", or the other way round.
func (s *script) bothNames(name func(int, Alias) (string, bool), index int) string {
	english, _ := name(index, English)
	russian, ok := name(index, Russian)
	if !ok || russian == english {
		return english
	}
	return s.say(russian+" / "+english, english+" / "+russian)
}
