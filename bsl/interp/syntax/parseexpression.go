package syntax

// levels are the binary operators from the loosest to the tightest; Не stands
// between И and the comparisons.
var levels = []map[string]Op{
	{"=": Equal, "<>": NotEqual, "<": Less, "<=": LessEqual, ">": Greater, ">=": GreaterEqual},
	{"+": Add, "-": Subtract},
	{"*": Multiply, "/": Divide, "%": Modulo},
}

func (p *parser) expression() (Expression, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	return p.logical(wordOr, Or, func() (Expression, error) {
		return p.logical(wordAnd, And, p.not)
	})
}

func (p *parser) logical(word Word, op Op, operand func() (Expression, error)) (Expression, error) {
	left, err := operand()
	for err == nil && p.sees(word) {
		pos := p.next().pos
		var right Expression
		right, err = operand()
		left = &Binary{pos, op, left, right}
	}
	return left, err
}

func (p *parser) not() (Expression, error) {
	if !p.sees(wordNot) {
		return p.binary(0)
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	pos := p.next().pos
	operand, err := p.not()
	return &Unary{pos, Not, operand}, err
}

func (p *parser) binary(level int) (Expression, error) {
	if level == len(levels) {
		return p.unary()
	}
	left, err := p.binary(level + 1)
	for err == nil && p.token().kind == sign {
		op, ok := levels[level][p.token().text]
		if !ok {
			break
		}
		pos := p.next().pos
		var right Expression
		right, err = p.binary(level + 1)
		left = &Binary{pos, op, left, right}
	}
	return left, err
}

func (p *parser) unary() (Expression, error) {
	t := p.token()
	if !t.is("-") && !t.is("+") {
		return p.postfix()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.next()
	operand, err := p.unary()
	op := Negate
	if t.text == "+" {
		op = Plus
	}
	return &Unary{t.pos, op, operand}, err
}

// postfix reads a value and what is asked of it.
func (p *parser) postfix() (Expression, error) {
	e, err := p.primary()
	for err == nil {
		t := p.token()
		switch {
		case t.is("."):
			p.next()
			e, err = p.member(e)
		case t.is("["):
			p.next()
			var index Expression
			if index, err = p.expression(); err == nil {
				err = p.needSign("]")
			}
			e = &Index{t.pos, e, index}
		default:
			return e, nil
		}
	}
	return nil, err
}

func (p *parser) member(object Expression) (Expression, error) {
	t := p.token()
	// Behind a point a reserved word is a name like any other.
	if t.kind != identifier && t.kind != keyword {
		return nil, p.unexpected("a name")
	}
	p.next()
	if !p.token().is("(") {
		return &Member{t.pos, object, t.text}, nil
	}
	args, err := p.args()
	return &MemberCall{t.pos, object, t.text, args}, err
}

func (p *parser) primary() (Expression, error) {
	t := p.token()
	if e, ok, err := p.constant(); ok || err != nil {
		return e, err
	}
	switch {
	case t.kind == identifier:
		p.next()
		if !p.token().is("(") {
			return &Name{t.pos, t.text}, nil
		}
		args, err := p.args()
		return &Call{t.pos, t.text, args}, err
	case t.kind == keyword && t.word == wordNew:
		return p.newExpression()
	case t.kind == keyword && t.word == wordAwait:
		return nil, p.fail(t.pos, "«"+t.text+"» is not supported here")
	case t.is("("):
		p.next()
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		return e, p.needSign(")")
	case t.is("?"):
		return p.ternary()
	}
	return nil, p.unexpected("an expression")
}

// constant reads a literal if one is there. Strings that follow one another are
// one string.
func (p *parser) constant() (Literal, bool, error) {
	t := p.token()
	switch t.kind {
	case number:
		p.next()
		return &Number{Pos: t.pos, Digits: t.text}, true, nil
	case text:
		s := &String{Pos: t.pos}
		for p.token().kind == text {
			s.Value += p.next().text
		}
		return s, true, nil
	case date:
		p.next()
		return &Date{t.pos, t.text}, true, nil
	case keyword:
		var e Literal
		switch t.word {
		case wordTrue, wordFalse:
			e = &Bool{t.pos, t.word == wordTrue}
		case wordUndefined:
			e = &Undefined{t.pos}
		case wordNull:
			e = &Null{t.pos}
		default:
			return nil, false, nil
		}
		p.next()
		return e, true, nil
	}
	return nil, false, nil
}

func (p *parser) newExpression() (Expression, error) {
	start := p.next().pos
	e := &New{Pos: start}
	var err error
	if p.token().is("(") {
		e.Dynamic = true
		if e.Args, err = p.args(); err == nil && (len(e.Args) == 0 || e.Args[0] == nil) {
			err = p.fail(start, "Новый() needs the name of a type")
		}
		return e, err
	}
	t, err := p.name()
	if err != nil {
		return nil, err
	}
	e.Type = t.text
	if p.token().is("(") {
		e.Args, err = p.args()
	}
	return e, err
}

func (p *parser) ternary() (Expression, error) {
	start := p.next().pos
	args, err := p.args()
	if err != nil {
		return nil, err
	}
	if len(args) != 3 || args[0] == nil || args[1] == nil || args[2] == nil {
		return nil, p.fail(start, "?() has three operands")
	}
	return &Ternary{start, args[0], args[1], args[2]}, nil
}

// args reads arguments in brackets; an omitted one is nil. «()» has none.
func (p *parser) args() ([]Expression, error) {
	if err := p.needSign("("); err != nil {
		return nil, err
	}
	if p.acceptSign(")") {
		return nil, nil
	}
	var list []Expression
	for {
		var e Expression
		if !p.token().is(",") && !p.token().is(")") {
			var err error
			if e, err = p.expression(); err != nil {
				return nil, err
			}
		}
		list = append(list, e)
		if p.acceptSign(")") {
			return list, nil
		}
		if err := p.needSign(","); err != nil {
			return nil, err
		}
	}
}
