package syntax

// Module is the text of one module on one side.
type Module struct {
	File    string
	Vars    []Var
	Methods []*Method
	Body    []Statement // what stands behind the methods

	Regions  []Region
	Lines    []string       // of the source, for messages
	Comments map[int]string // by line, without the slashes
}

// Var is a variable of a module.
type Var struct {
	Pos         Pos
	Name        string
	Export      bool
	Annotations []Annotation // of a variable of a module
}

// Method is a procedure or a function.
type Method struct {
	Pos         Pos // of the word Процедура or Функция
	End         Pos // of the word that ends it
	Name        string
	Function    bool
	Export      bool
	Params      []Param
	Annotations []Annotation
	Vars        []Var
	Body        []Statement
}

// Param is a formal parameter.
type Param struct {
	Pos     Pos
	Name    string
	ByValue bool    // Знач
	Default Literal // nil if the argument is obligatory
}

// Annotation is &НаКлиенте or &После("…").
type Annotation struct {
	Pos  Pos
	Name string
	Arg  string
}

// Statement is one of the types below.
type Statement interface{ Position() Pos }

// Expression is one of the types below.
type Expression interface{ Position() Pos }

// Position is where the node begins.
func (p Pos) Position() Pos { return p }

// The statements.
type (
	// Assign stores a value; Target is *Name, *Member or *Index.
	Assign struct {
		Pos
		Target, Value Expression
	}
	// CallStatement calls and drops the result.
	CallStatement struct {
		Pos
		Call Expression // *Call or *MemberCall
	}
	// If has one condition for each branch; Else is nil if there is none.
	If struct {
		Pos
		Conditions []Expression
		Branches   [][]Statement
		Else       []Statement
	}
	// While is Пока.
	While struct {
		Pos
		Condition Expression
		Body      []Statement
	}
	// For counts from From to To.
	For struct {
		Pos
		Variable string
		From, To Expression
		Body     []Statement
	}
	// ForEach walks a collection.
	ForEach struct {
		Pos
		Variable   string
		Collection Expression
		Body       []Statement
	}
	// Try is Попытка.
	Try struct {
		Pos
		Body, Handler []Statement
	}
	// Raise is ВызватьИсключение: no argument raises the current error again,
	// more than one is the form of newer platforms.
	Raise struct {
		Pos
		Args []Expression
	}
	// Return is Возврат; Value is nil in a procedure.
	Return struct {
		Pos
		Value Expression
	}
	// Break is Прервать.
	Break struct{ Pos }
	// Continue is Продолжить.
	Continue struct{ Pos }
	// Execute is Выполнить.
	Execute struct {
		Pos
		Text Expression
	}
)

// Literal is a constant in a text.
type Literal interface {
	Expression
	literal()
}

// The expressions.
type (
	// Undefined is Неопределено.
	Undefined struct{ Pos }
	// Null is Null.
	Null struct{ Pos }
	// Bool is Истина or Ложь.
	Bool struct {
		Pos
		Value bool
	}
	// Number is a number as written, without a sign unless Negative.
	Number struct {
		Pos
		Digits   string
		Negative bool
	}
	// String is the value of a string literal.
	String struct {
		Pos
		Value string
	}
	// Date is fourteen digits.
	Date struct {
		Pos
		Digits string
	}
	// Name is a variable, a global property or a module.
	Name struct {
		Pos
		Name string
	}
	// Member is Object.Name.
	Member struct {
		Pos
		Object Expression
		Name   string
	}
	// Index is Object[Index].
	Index struct {
		Pos
		Object, Index Expression
	}
	// Call is Name(Args); an omitted argument is nil.
	Call struct {
		Pos
		Name string
		Args []Expression
	}
	// MemberCall is Object.Name(Args).
	MemberCall struct {
		Pos
		Object Expression
		Name   string
		Args   []Expression
	}
	// New is Новый Type(Args), or Новый(Dynamic) with the type's name as a value.
	New struct {
		Pos
		Type    string
		Dynamic bool
		Args    []Expression
	}
	// Unary is - or Не.
	Unary struct {
		Pos
		Op      Op
		Operand Expression
	}
	// Binary is an operator between two operands.
	Binary struct {
		Pos
		Op          Op
		Left, Right Expression
	}
	// Ternary is ?(Condition, Then, Else).
	Ternary struct {
		Pos
		Condition, Then, Else Expression
	}
)

func (*Undefined) literal() {}
func (*Null) literal()      {}
func (*Bool) literal()      {}
func (*Number) literal()    {}
func (*String) literal()    {}
func (*Date) literal()      {}

// Op is an operator.
type Op uint8

// The operators.
const (
	Or Op = iota + 1
	And
	Not
	Equal
	NotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
	Add
	Subtract
	Multiply
	Divide
	Modulo
	Negate
	Plus
)
