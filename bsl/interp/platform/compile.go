package platform

import (
	"errors"
	"fmt"

	"sentry1c/bsl/interp/eval"
)

// sides are those a program is compiled for, each by itself.
var sides = [...]eval.Side{eval.ThinClient, eval.WebClient, eval.ThickClient, eval.Server, eval.ExternalConnection}

// Compile compiles the modules of the infobase for every side that a session may
// have, as Designer does: a module that is wrong on one of them is wrong.
func (b *Infobase) Compile(modules []*eval.Module) error {
	var errs []error
	catalog := NewCatalog()
	for _, side := range sides {
		p := &eval.Program{Side: side, Version: b.Version, Compatibility: b.Compatibility, Catalog: catalog}
		if err := eval.Compile(p, modules); err != nil {
			errs = append(errs, fmt.Errorf("on the %s: %w", side, err))
		}
		b.Programs[side] = p
	}
	for _, m := range modules {
		if m.Name != "" {
			b.AddObject("ОбщийМодуль."+m.Name, m.Name)
		}
	}
	return errors.Join(errs...)
}
