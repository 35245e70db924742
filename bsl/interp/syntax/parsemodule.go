package syntax

func (p *parser) module() (*Module, error) {
	m := p.result
	for {
		annotations, err := p.annotations()
		if err != nil {
			return nil, err
		}
		switch {
		case p.sees(wordVar):
			vars, err := p.vars(true)
			if err != nil {
				return nil, err
			}
			if len(m.Methods) > 0 {
				return nil, p.fail(vars[0].Pos, "variables of a module stand before its methods")
			}
			for i := range vars {
				vars[i].Annotations = annotations
			}
			m.Vars = append(m.Vars, vars...)
		case p.sees(wordProcedure), p.sees(wordFunction):
			method, err := p.methodText(annotations)
			if err != nil {
				return nil, err
			}
			m.Methods = append(m.Methods, method)
		case p.sees(wordAsync):
			return nil, p.fail(p.token().pos, "asynchronous methods are not supported here")
		case len(annotations) > 0:
			return nil, p.unexpected("a method")
		default:
			if m.Body, err = p.statements(); err != nil {
				return nil, err
			}
			if p.token().kind != endOfText {
				return nil, p.unexpected("a statement")
			}
			return m, nil
		}
	}
}

func (p *parser) annotations() ([]Annotation, error) {
	var list []Annotation
	for p.token().kind == annotation {
		t := p.next()
		a := Annotation{Pos: t.pos, Name: t.text}
		if p.acceptSign("(") {
			if p.token().kind != text {
				return nil, p.unexpected("a string")
			}
			a.Arg = p.next().text
			if err := p.needSign(")"); err != nil {
				return nil, err
			}
		}
		list = append(list, a)
	}
	return list, nil
}

// vars reads «Перем А, Б Экспорт;».
func (p *parser) vars(ofModule bool) ([]Var, error) {
	var list []Var
	p.next()
	for {
		t, err := p.name()
		if err != nil {
			return nil, err
		}
		v := Var{Pos: t.pos, Name: t.text}
		if ofModule {
			v.Export = p.accept(wordExport)
		}
		list = append(list, v)
		if !p.acceptSign(",") {
			return list, p.needSign(";")
		}
	}
}

func (p *parser) methodText(annotations []Annotation) (*Method, error) {
	start := p.next()
	m := &Method{Pos: start.pos, Function: start.word == wordFunction, Annotations: annotations}
	t, err := p.name()
	if err != nil {
		return nil, err
	}
	m.Name = t.text
	if m.Params, err = p.params(); err != nil {
		return nil, err
	}
	m.Export = p.accept(wordExport)
	for p.sees(wordVar) {
		vars, err := p.vars(false)
		if err != nil {
			return nil, err
		}
		m.Vars = append(m.Vars, vars...)
	}
	p.method = m
	defer func() { p.method = nil }()
	if m.Body, err = p.statements(); err != nil {
		return nil, err
	}
	m.End = p.token().pos
	end := wordEndProcedure
	if m.Function {
		end = wordEndFunction
	}
	if err := p.need(end); err != nil {
		return nil, err
	}
	p.acceptSign(";")
	return m, nil
}

func (p *parser) params() ([]Param, error) {
	if err := p.needSign("("); err != nil {
		return nil, err
	}
	var list []Param
	for !p.acceptSign(")") {
		if len(list) > 0 {
			if err := p.needSign(","); err != nil {
				return nil, err
			}
		}
		param := Param{ByValue: p.accept(wordVal)}
		t, err := p.name()
		if err != nil {
			return nil, err
		}
		param.Pos, param.Name = t.pos, t.text
		if p.acceptSign("=") {
			if param.Default, err = p.literal(); err != nil {
				return nil, err
			}
		}
		list = append(list, param)
	}
	return list, nil
}

// literal reads a constant, the only thing that a default may be.
func (p *parser) literal() (Literal, error) {
	minus := p.acceptSign("-")
	e, ok, err := p.constant()
	if err != nil {
		return nil, err
	}
	n, isNumber := e.(*Number)
	if !ok || minus && !isNumber {
		return nil, p.unexpected("a constant")
	}
	if minus {
		n.Negative = true
	}
	return e, nil
}
