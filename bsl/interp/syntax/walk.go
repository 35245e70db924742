package syntax

// Node is a statement or an expression.
type Node interface{ Position() Pos }

// Walk calls visit with every statement and expression of the module in the order of
// the text: what holds others comes before them.
func (m *Module) Walk(visit func(Node)) {
	w := walker{visit}
	for _, method := range m.Methods {
		for _, p := range method.Params {
			if p.Default != nil {
				w.expression(p.Default)
			}
		}
		w.statements(method.Body)
	}
	w.statements(m.Body)
}

// Method finds a method of the module by its name.
func (m *Module) Method(name string) (*Method, bool) {
	for _, method := range m.Methods {
		if Fold(method.Name) == Fold(name) {
			return method, true
		}
	}
	return nil, false
}

// Text is what stands between the first line of a method and its last.
func (m *Module) Text(method *Method) []string {
	return m.Lines[min(method.Pos.Line, method.End.Line-1) : method.End.Line-1]
}

type walker struct{ visit func(Node) }

func (w walker) statements(list []Statement) {
	for _, s := range list {
		w.statement(s)
	}
}

func (w walker) statement(s Statement) {
	w.visit(s)
	switch s := s.(type) {
	case *Assign:
		w.expressions(s.Target, s.Value)
	case *CallStatement:
		w.expression(s.Call)
	case *If:
		for i, condition := range s.Conditions {
			w.expression(condition)
			w.statements(s.Branches[i])
		}
		w.statements(s.Else)
	case *While:
		w.expression(s.Condition)
		w.statements(s.Body)
	case *For:
		w.expressions(s.From, s.To)
		w.statements(s.Body)
	case *ForEach:
		w.expression(s.Collection)
		w.statements(s.Body)
	case *Try:
		w.statements(s.Body)
		w.statements(s.Handler)
	case *Raise:
		w.expressions(s.Args...)
	case *Return:
		w.expression(s.Value)
	case *Execute:
		w.expression(s.Text)
	}
}

func (w walker) expressions(list ...Expression) {
	for _, e := range list {
		w.expression(e)
	}
}

// expression passes over nil: an argument may be omitted.
func (w walker) expression(e Expression) {
	if e == nil {
		return
	}
	w.visit(e)
	switch e := e.(type) {
	case *Member:
		w.expression(e.Object)
	case *Index:
		w.expressions(e.Object, e.Index)
	case *Call:
		w.expressions(e.Args...)
	case *MemberCall:
		w.expression(e.Object)
		w.expressions(e.Args...)
	case *New:
		w.expressions(e.Args...)
	case *Unary:
		w.expression(e.Operand)
	case *Binary:
		w.expressions(e.Left, e.Right)
	case *Ternary:
		w.expressions(e.Condition, e.Then, e.Else)
	}
}
