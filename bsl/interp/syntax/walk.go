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
	Parts(s, w.expression, func(_ Part, block []Statement) { w.statements(block) })
}

// Part is what a block of statements is for the statement that holds it.
type Part int

// The parts of statements.
const (
	Branch Part = iota
	LoopBody
	TryBody
	Handler
)

// Parts shows what a statement holds, in the order of the text: its expressions, nil where
// one is omitted, and its blocks of other statements.
func Parts(s Statement, expression func(Expression), block func(Part, []Statement)) {
	switch s := s.(type) {
	case *Assign:
		expression(s.Target)
		expression(s.Value)
	case *CallStatement:
		expression(s.Call)
	case *If:
		for i, condition := range s.Conditions {
			expression(condition)
			block(Branch, s.Branches[i])
		}
		block(Branch, s.Else)
	case *While:
		expression(s.Condition)
		block(LoopBody, s.Body)
	case *For:
		expression(s.From)
		expression(s.To)
		block(LoopBody, s.Body)
	case *ForEach:
		expression(s.Collection)
		block(LoopBody, s.Body)
	case *Try:
		block(TryBody, s.Body)
		block(Handler, s.Handler)
	case *Raise:
		for _, e := range s.Args {
			expression(e)
		}
	case *Return:
		expression(s.Value)
	case *Execute:
		expression(s.Text)
	}
}

// Assigned shows each name that statements assign to, in the order of the text, with the
// value; that of the variable of a loop is nil.
func Assigned(list []Statement, made func(pos Pos, name string, value Expression)) {
	for _, s := range list {
		switch s := s.(type) {
		case *Assign:
			if name, ok := s.Target.(*Name); ok {
				made(name.Pos, name.Name, s.Value)
			}
		case *For:
			made(s.Pos, s.Variable, nil)
		case *ForEach:
			made(s.Pos, s.Variable, nil)
		}
		Parts(s, func(Expression) {}, func(_ Part, block []Statement) { Assigned(block, made) })
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
