package syntax

// statements reads up to a word that ends a list of statements. Two statements
// have a semicolon between them; the last one may do without.
func (p *parser) statements() ([]Statement, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	list := []Statement{}
	for {
		for p.acceptSign(";") {
		}
		if p.atEnd() {
			return list, nil
		}
		s, err := p.statement()
		if err != nil {
			return nil, err
		}
		list = append(list, s)
		if !p.token().is(";") && !p.atEnd() {
			return nil, p.unexpected("«;»")
		}
	}
}

// atEnd reports whether the list of statements ends here.
func (p *parser) atEnd() bool {
	t := p.token()
	switch t.kind {
	case endOfText, annotation:
		return true
	case keyword:
		switch t.word {
		case wordElseIf, wordElse, wordEndIf, wordEndDo, wordExcept, wordEndTry, wordEndProcedure, wordEndFunction,
			wordProcedure, wordFunction, wordThen, wordDo:
			return true
		}
	}
	return false
}

func (p *parser) statement() (Statement, error) {
	t := p.token()
	if t.kind != keyword {
		return p.assignOrCall()
	}
	switch t.word {
	case wordIf:
		return p.ifStatement()
	case wordWhile:
		return p.whileStatement()
	case wordFor:
		return p.forStatement()
	case wordTry:
		return p.tryStatement()
	case wordRaise:
		return p.raiseStatement()
	case wordReturn:
		return p.returnStatement()
	case wordBreak:
		p.next()
		return &Break{t.pos}, nil
	case wordContinue:
		p.next()
		return &Continue{t.pos}, nil
	case wordExecute:
		p.next()
		e, err := p.expression()
		return &Execute{t.pos, e}, err
	case wordNew:
		return nil, p.fail(t.pos, "Новый does not begin a statement")
	case wordGoto, wordAddHandler, wordRemoveHandler, wordAsync, wordAwait:
		return nil, p.fail(t.pos, "«"+t.text+"» is not supported here")
	case wordVar:
		return nil, p.fail(t.pos, "variables are declared at the beginning of a method")
	}
	return nil, p.unexpected("a statement")
}

func (p *parser) assignOrCall() (Statement, error) {
	t := p.token()
	if t.kind != identifier {
		return nil, p.unexpected("a statement")
	}
	e, err := p.postfix()
	if err != nil {
		return nil, err
	}
	if p.acceptSign("=") {
		switch e.(type) {
		case *Name, *Member, *Index:
		default:
			return nil, p.fail(t.pos, "this cannot be assigned to")
		}
		value, err := p.expression()
		return &Assign{t.pos, e, value}, err
	}
	switch e.(type) {
	case *Call, *MemberCall:
		return &CallStatement{t.pos, e}, nil
	}
	return nil, p.unexpected("«=» or a call")
}

func (p *parser) ifStatement() (Statement, error) {
	s := &If{Pos: p.next().pos}
	for {
		condition, err := p.expression()
		if err != nil {
			return nil, err
		}
		if err := p.need(wordThen); err != nil {
			return nil, err
		}
		branch, err := p.statements()
		if err != nil {
			return nil, err
		}
		s.Conditions, s.Branches = append(s.Conditions, condition), append(s.Branches, branch)
		if p.accept(wordElseIf) {
			continue
		}
		if p.accept(wordElse) {
			if s.Else, err = p.statements(); err != nil {
				return nil, err
			}
		}
		return s, p.need(wordEndIf)
	}
}

func (p *parser) whileStatement() (Statement, error) {
	s := &While{Pos: p.next().pos}
	var err error
	if s.Condition, err = p.expression(); err != nil {
		return nil, err
	}
	s.Body, err = p.loopBody()
	return s, err
}

func (p *parser) forStatement() (Statement, error) {
	start := p.next().pos
	each := p.accept(wordEach)
	t, err := p.name()
	if err != nil {
		return nil, err
	}
	if each {
		s := &ForEach{Pos: start, Variable: t.text}
		if err := p.need(wordIn); err != nil {
			return nil, err
		}
		if s.Collection, err = p.expression(); err != nil {
			return nil, err
		}
		s.Body, err = p.loopBody()
		return s, err
	}
	s := &For{Pos: start, Variable: t.text}
	if err := p.needSign("="); err != nil {
		return nil, err
	}
	if s.From, err = p.expression(); err != nil {
		return nil, err
	}
	if err := p.need(wordTo); err != nil {
		return nil, err
	}
	if s.To, err = p.expression(); err != nil {
		return nil, err
	}
	s.Body, err = p.loopBody()
	return s, err
}

func (p *parser) loopBody() ([]Statement, error) {
	if err := p.need(wordDo); err != nil {
		return nil, err
	}
	body, err := p.statements()
	if err != nil {
		return nil, err
	}
	return body, p.need(wordEndDo)
}

func (p *parser) tryStatement() (Statement, error) {
	s := &Try{Pos: p.next().pos}
	var err error
	if s.Body, err = p.statements(); err != nil {
		return nil, err
	}
	if err := p.need(wordExcept); err != nil {
		return nil, err
	}
	if s.Handler, err = p.statements(); err != nil {
		return nil, err
	}
	return s, p.need(wordEndTry)
}

func (p *parser) raiseStatement() (Statement, error) {
	s := &Raise{Pos: p.next().pos}
	if p.token().is(";") || p.atEnd() {
		return s, nil
	}
	if p.token().is("(") {
		from := p.at
		args, err := p.args()
		if err != nil {
			return nil, err
		}
		if len(args) > 1 {
			s.Args = args
			return s, nil
		}
		p.at = from // brackets around an expression
	}
	e, err := p.expression()
	s.Args = []Expression{e}
	return s, err
}

func (p *parser) returnStatement() (Statement, error) {
	s := &Return{Pos: p.next().pos}
	var err error
	if !p.token().is(";") && !p.atEnd() {
		s.Value, err = p.expression()
	}
	switch {
	case err != nil || p.method == nil:
	case p.method.Function && s.Value == nil:
		err = p.fail(s.Pos, "a function returns a value")
	case !p.method.Function && s.Value != nil:
		err = p.fail(s.Pos, "a procedure returns no value")
	}
	return s, err
}
