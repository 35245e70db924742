package eval

import (
	"errors"
	"fmt"

	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// Thread executes code of one session on one side.
//
// # Threads
//
// One goroutine at a time, like the session it stands for.
type Thread struct {
	Program  *Program
	Runtime  Runtime
	Language value.Language
	Flags    Flags
	// Application is the module of the managed application, nil on servers.
	Application *Instance
	// Steps is how many statements may still be executed; it ends loops that
	// have no end.
	Steps int

	frames []*Frame
}

// Flags are modes of the code that runs; they end with the method that set them.
type Flags struct {
	Privileged bool
	Safe       bool
	Profile    string // security profile of the safe mode
}

// Runtime is what the language needs of the session.
type Runtime interface {
	// ServerCall runs a method across the border, for an object that is known on
	// both sides; this is nil if there is none.
	ServerCall(t *Thread, this value.Value, routine *Routine, args []*Ref) (value.Value, error)
	// Recall gives what a function of a module with reuse returned, unless it is
	// forgotten, and Keep keeps it.
	Recall(t *Thread, key string) (value.Value, bool)
	Keep(t *Thread, key string, v value.Value)
}

// DefaultSteps is enough for every scenario by far.
const DefaultSteps = 20_000_000

// maxFrames is where the platform ends a recursion, more or less.
const maxFrames = 1000

// Frame is a method that runs.
type Frame struct {
	instance *Instance
	routine  *Routine
	locals   []*Ref
	extra    map[string]*Ref // variables that Выполнить made
	line     int
	handled  []*ErrorInfo // errors whose Исключение runs
	names    map[*syntax.Name]binding
	calls    map[*syntax.Call]target
}

func (t *Thread) frame() *Frame { return t.frames[len(t.frames)-1] }

// Handled is the error whose Исключение runs in the current method; nil if there
// is none.
func (t *Thread) Handled() *ErrorInfo {
	if len(t.frames) == 0 {
		return nil
	}
	f := t.frame()
	if n := len(f.handled); n > 0 {
		return f.handled[n-1]
	}
	return nil
}

// Depth is how many methods run.
func (t *Thread) Depth() int { return len(t.frames) }

// Places is the call stack, the innermost first.
func (t *Thread) Places() []Place {
	var list []Place
	for i := len(t.frames) - 1; i >= 0; i-- {
		list = append(list, t.frames[i].place())
	}
	return list
}

func (f *Frame) place() Place {
	p := Place{Module: f.instance.Code.Module.Path, Line: f.line}
	if lines := f.instance.Code.Tree.Lines; f.line >= 1 && f.line <= len(lines) {
		p.SourceLine = lines[f.line-1]
	}
	return p
}

// CallNamed calls a method of a module by its name, as the platform calls a
// handler. The arguments are changed by parameters that are not Знач.
func (t *Thread) CallNamed(instance *Instance, name string, args ...*Ref) (value.Value, error) {
	r := instance.Code.Routine(name)
	if r == nil {
		return nil, Faultf("%s has no method %s on this side", instance.Code.Module.Path, name)
	}
	return t.Invoke(instance, r, args)
}

// Invoke runs a method. A nil argument is omitted.
func (t *Thread) Invoke(instance *Instance, r *Routine, args []*Ref) (value.Value, error) {
	if r.away || r.code.Remote {
		return t.Runtime.ServerCall(t, instance.This, r, args)
	}
	if len(t.frames) >= maxFrames {
		return nil, t.locate(Raised(CategoryScript, "Переполнение стека встроенного языка на сервере"))
	}
	f := &Frame{instance: instance, routine: r, line: r.Pos.Line, names: r.code.names, calls: r.code.calls}
	if err := f.bindArgs(args); err != nil {
		return nil, err
	}
	t.frames = append(t.frames, f)
	flags := t.Flags
	if instance.Code.Module.Privileged {
		t.Flags.Privileged = true
	}
	defer func() { t.frames, t.Flags = t.frames[:len(t.frames)-1], flags }()
	_, result, err := t.statements(r.body)
	if err != nil {
		return nil, err
	}
	if result == nil {
		result = value.Undefined
	}
	return result, nil
}

func (f *Frame) bindArgs(args []*Ref) error {
	r := f.routine
	f.locals = make([]*Ref, len(r.slots))
	if len(args) > len(r.Params) {
		return Faultf("%s takes %d arguments, not %d", r.Name, len(r.Params), len(args))
	}
	for i := range f.locals {
		switch {
		case i >= len(r.Params):
			f.locals[i] = &Ref{value.Undefined}
		case i >= len(args) || args[i] == nil:
			if r.Params[i].Default == nil {
				return Raised(CategoryUse, "Недостаточно фактических параметров (%s)", r.Name)
			}
			v, err := constant(r.Params[i].Default)
			if err != nil {
				return err
			}
			f.locals[i] = &Ref{v}
		case r.Params[i].ByValue:
			f.locals[i] = &Ref{args[i].V}
		default:
			f.locals[i] = args[i]
		}
	}
	return nil
}

// locate gives an exception or a fault the place where it happened, unless it
// has one.
func (t *Thread) locate(err error) error {
	if len(t.frames) == 0 || err == nil {
		return err
	}
	var e *Exception
	if errors.As(err, &e) {
		if e.Info.Module == "" {
			e.Info.Place = t.frame().place()
			e.Info.Frames = t.Places()
		}
		return e
	}
	if f, ok := AsFault(err); ok {
		if f.Place.Module == "" {
			f.Place = t.frame().place()
		}
		return f
	}
	return t.locate(Faultf("%v", err))
}

func constant(e syntax.Literal) (value.Value, error) {
	switch e := e.(type) {
	case *syntax.Undefined:
		return value.Undefined, nil
	case *syntax.Null:
		return value.Null, nil
	case *syntax.Bool:
		return value.Bool(e.Value), nil
	case *syntax.String:
		return value.String(e.Value), nil
	case *syntax.Number:
		n, ok := value.ParseNumber(e.Digits)
		if e.Negative {
			n = n.Neg()
		}
		if ok {
			return n, nil
		}
	case *syntax.Date:
		if e.Digits == "00010101000000" || e.Digits == "00000000000000" {
			return value.EmptyDate, nil
		}
		if d, ok := value.ParseDate(e.Digits); ok {
			return d, nil
		}
	}
	return nil, fmt.Errorf("the constant %v cannot be read", e)
}
