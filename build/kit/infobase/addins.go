package infobase

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/native/standin"
)

// AddIns attaches the real library, counts how often, and lets the process of an
// isolated add-in die when a test says so.
type AddIns struct {
	library  *standin.Library
	Attached []platform.Attachment
	// Dying is how many of the next calls of DyingMethod end the process; of any
	// method, if it is empty.
	Dying       int
	DyingMethod string
	// Refused and Failed are the two ways in which the platform does not attach.
	Refused bool
	Failed  error
	Version string // answered instead of the true one
	// Called counts the calls of each method and the readings of each property, and
	// Init are the arguments of the last one.
	Called map[string]int
	Init   []value.Value
}

// NewAddIns attaches with nothing in the way.
func NewAddIns() (*AddIns, error) {
	l, err := opened()
	return &AddIns{library: l, Called: map[string]int{}}, err
}

// TakeFaults gives what broke rules of the ABI since it was asked last, when all
// sessions are closed.
func (a *AddIns) TakeFaults() []standin.Fault { return a.library.TakeFaults() }

// Attach is the platform's.
func (a *AddIns) Attach(asked platform.Attachment) (platform.AddInLibrary, error) {
	a.Attached = append(a.Attached, asked)
	content, err := bundle()
	switch {
	case a.Failed != nil:
		return nil, a.Failed
	case err != nil:
		return nil, err
	case a.Refused || !slices.Equal(asked.Bundle, content):
		return nil, nil
	}
	return &process{AddIns: a, isolated: asked.Isolated}, nil
}

// process is one attachment: the process of the add-in if it is isolated.
type process struct {
	*AddIns
	isolated bool
	dead     bool
}

func (p *process) New(class string) (platform.AddIn, bool, error) {
	options := []standin.ObjectOption{standin.WithLocale("ru_RU"), standin.WithLanguage("ru")}
	if p.isolated {
		options = append(options, standin.WithIsolated())
	}
	o, err := p.library.New(class, options...)
	if errors.Is(err, standin.ErrNoClass) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return &component{process: p, object: o}, true, nil
}

// component is an object of the add-in behind the border of values.
type component struct {
	process *process
	object  *standin.Object
}

func (c *component) Call(method string, args []value.Value) (value.Value, error) {
	p := c.process
	if p.Called[method]++; method == "Инициализировать" {
		p.Init = args
	}
	if p.dead {
		return nil, platform.ErrDead
	}
	if p.Dying > 0 && (p.DyingMethod == "" || p.DyingMethod == method) {
		p.Dying--
		p.dead = true
		return nil, platform.ErrDead
	}
	passed := make([]any, len(args))
	for i, v := range args {
		var err error
		if passed[i], err = toHost(v); err != nil {
			return nil, err
		}
	}
	return fromHost(c.object.Call(method, passed...))
}

func (c *component) Get(property string) (value.Value, error) {
	c.process.Called[property]++
	if c.process.dead {
		return nil, platform.ErrDead
	}
	if c.process.Version != "" && property == "Версия" {
		return value.String(c.process.Version), nil
	}
	return fromHost(c.object.Get(property))
}

func (c *component) Close() error { return c.object.Close() }

func toHost(v value.Value) (any, error) {
	switch v := v.(type) {
	case nil:
		return standin.Omitted{}, nil
	case value.UndefinedValue:
		return nil, nil
	case value.Bool:
		return bool(v), nil
	case value.String:
		return string(v), nil
	case value.Date:
		return v.Time(), nil
	case *value.Binary:
		return v.Bytes, nil
	case value.Number:
		if n, ok := v.Int64(); ok {
			return n, nil
		}
		return v.Float(), nil
	}
	return nil, fmt.Errorf("a value of type %s cannot go to an add-in", v.Type().Ru)
}

func fromHost(v any, err error) (value.Value, error) {
	if errors.Is(err, standin.ErrNoMethod) || errors.Is(err, standin.ErrNoProperty) {
		return nil, platform.ErrNoMember
	}
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case nil:
		return value.Undefined, nil
	case bool:
		return value.Bool(v), nil
	case string:
		return value.String(v), nil
	case int64:
		return value.Int(v), nil
	case float64:
		return value.FromFloat(v), nil
	case []byte:
		return &value.Binary{Bytes: v}, nil
	case time.Time:
		if d, ok := value.DateOf(v); ok {
			return d, nil
		}
	}
	return nil, fmt.Errorf("the add-in gave a %T", v)
}
