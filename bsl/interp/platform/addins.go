package platform

import (
	"errors"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// AddIns is where libraries of add-ins come from.
type AddIns interface {
	// Attach loads the library of a bundle. A nil library without an error is the
	// platform's plain Ложь; an error is an exception with its text.
	Attach(a Attachment) (AddInLibrary, error)
}

// Attachment is what ПодключитьВнешнююКомпоненту was asked for.
type Attachment struct {
	Bundle   []byte
	Name     string // the symbolic one
	Isolated bool
	Language value.Language
}

// AddInLibrary makes objects of an add-in.
type AddInLibrary interface {
	// New makes one; false if there is no such class.
	New(class string) (AddIn, bool, error)
}

// AddIn is one object of an add-in. Names come as they were written; values are
// those an add-in can take: simple ones and binary data.
type AddIn interface {
	// Call calls a method. An error is an exception of 1C; ErrNoMember says that
	// there is no such method, ErrDead that the process of the add-in is gone.
	Call(method string, args []value.Value) (value.Value, error)
	// Get reads a property.
	Get(property string) (value.Value, error)
	// Close lets the object go.
	Close() error
}

// What an add-in may answer besides exceptions of its own.
var (
	ErrNoMember = errors.New("no such member")
	ErrDead     = errors.New("the add-in's process is gone")
)

// longestString is what crosses to an isolated add-in unharmed, in bytes of
// UTF-16. Longer strings were seen to end its process.
const longestString = 100 << 10

// attachment is a library under a symbolic name in one session.
type attachment struct {
	library  AddInLibrary
	isolated bool
	dead     bool
	objects  []*addInObject
}

// addInObject is ВнешнийОбъект.
type addInObject struct {
	of        *attachment
	component AddIn
}

var addInObjectType = &value.Type{Ru: "ВнешнийОбъект", En: "ExternalObject"}

func (*addInObject) Type() *value.Type { return addInObjectType }

func defineAddIns(c *eval.Catalog) {
	// By the help this may be called everywhere. This project attaches on the
	// server only, so that nothing is installed on clients; tests hold it to that.
	attach := fn("ПодключитьВнешнююКомпоненту", "AttachAddIn", 2, 3, attachAddIn)
	attach.Longer = &eval.Longer{Max: 4, Since: eval.Release(8, 3, 21), Compatibility: eval.Release(8, 3, 21)}
	c.Define(on(eval.ServerCode, attach)...)
	c.DefineClass(&eval.Class{Type: addInObjectType}, nil, nil)
	c.Prefix("AddIn.", &eval.Class{Type: addInObjectType, Where: eval.ServerCode, New: newAddIn})
}

func attachAddIn(c *eval.Call) (value.Value, error) {
	s := session(c)
	place, name := c.OnlyText(0), c.OnlyText(1)
	if kind, ok := eval.Optional[*value.Enum](c, 2); ok && !c.Bad() && kind.Of != addInType.kind {
		return nil, eval.Mismatch(2)
	}
	isolated := s.Base.Version.AtLeast(eval.Release(8, 3, 21)) // the server's default since it can
	if mode, ok := eval.Optional[*value.Enum](c, 3); ok && !c.Bad() {
		if mode.Of != attachType.kind {
			return nil, eval.Mismatch(3)
		}
		isolated = mode.Ru == "Изолированно"
	}
	switch {
	case c.Bad():
		return nil, nil
	case !nameRule.MatchString(name):
		return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '2')")
	case c.Thread.Flags.Safe && c.Thread.Flags.Profile == "": // a profile may allow it
		return nil, eval.Raised(eval.CategoryAccess, "Подключение внешней компоненты запрещено в безопасном режиме")
	case s.Base.AddIns == nil:
		return value.Bool(false), nil
	}
	class, template, ok := strings.Cut(place, ".")
	content := s.Base.Templates[foldName(template)]
	if !ok || !equalFold(class, "ОбщийМакет", "CommonTemplate") || content == nil {
		return nil, eval.Raised(eval.CategoryOther, "Ошибка при загрузке внешней компоненты: %s", place)
	}
	library, err := s.Base.AddIns.Attach(Attachment{content, name, isolated, s.Language})
	if err != nil {
		return nil, eval.Raised(eval.CategoryOther, "%v", err)
	}
	if library == nil {
		return value.Bool(false), nil
	}
	s.attached[foldName(name)] = &attachment{library: library, isolated: isolated}
	return value.Bool(true), nil
}

// newAddIn is Новый("AddIn.Имя.Класс").
func newAddIn(c *eval.Call) (value.Value, error) {
	parts := strings.Split(c.Name, ".")
	unknown := eval.Raised(eval.CategoryScript, "Тип не определен (%s)", c.Name)
	if len(parts) != 3 {
		return nil, unknown
	}
	a := session(c).attached[foldName(parts[1])]
	if a == nil || a.dead {
		return nil, unknown
	}
	component, ok, err := a.library.New(parts[2])
	if err != nil {
		return nil, eval.Raised(eval.CategoryOther, "%v", err)
	}
	if !ok {
		return nil, unknown
	}
	o := &addInObject{a, component}
	a.objects = append(a.objects, o)
	return o, nil
}

// CallMember calls a method of the add-in.
func (o *addInObject) CallMember(c *eval.Call) (value.Value, bool, error) {
	args := make([]value.Value, len(c.Args))
	for i, v := range c.Args {
		switch v := v.(type) {
		case nil, value.UndefinedValue, value.Bool, value.Number, value.Date, *value.Binary:
			args[i] = v
		case value.String:
			if o.of.isolated && v.Len16()*2 > longestString {
				o.of.dead = true
			}
			args[i] = v
		default:
			return nil, true, eval.Mismatch(i)
		}
	}
	if o.of.dead {
		return nil, true, gone(c.Name)
	}
	v, err := o.component.Call(c.Name, args)
	v, err = o.answer(c.Name, v, err, "Метод объекта не обнаружен (%s)")
	return v, true, err
}

func gone(name string) error {
	return &eval.Exception{Info: &eval.ErrorInfo{Description: "Ошибка при вызове метода контекста (" + name + ")", Category: eval.CategoryOther,
		Cause: &eval.ErrorInfo{Description: "Внешняя компонента отключена из-за ошибки", Category: eval.CategoryOther}}}
}

func (o *addInObject) answer(name string, v value.Value, err error, missing string) (value.Value, error) {
	switch {
	case errors.Is(err, ErrNoMember):
		return nil, eval.Raised(eval.CategoryScript, missing, name)
	case errors.Is(err, ErrDead):
		o.of.dead = true
		return nil, gone(name)
	case err != nil:
		if _, isFault := eval.AsFault(err); isFault {
			return nil, err
		}
		return nil, eval.Raised(eval.CategoryOther, "Ошибка при вызове метода контекста (%s): %v", name, err)
	case v == nil:
		return value.Undefined, nil
	}
	return v, nil
}

// GetMember reads a property of the add-in.
func (o *addInObject) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	if o.of.dead {
		return nil, true, gone(name)
	}
	v, err := o.component.Get(name)
	v, err = o.answer(name, v, err, "Поле объекта не обнаружено (%s)")
	return v, true, err
}

// SetMember refuses: the properties of this project's add-in are read-only.
func (o *addInObject) SetMember(_ *eval.Thread, name string, _ value.Value) (bool, error) {
	return true, eval.Raised(eval.CategoryScript, "Поле объекта недоступно для записи (%s)", name)
}
