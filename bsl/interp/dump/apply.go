package dump

import (
	"fmt"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// kinds are the simple types as the dump names them.
var kinds = map[string]*value.Type{
	"xs:string": value.StringType, "xs:boolean": value.BoolType, "xs:decimal": value.NumberType, "xs:dateTime": value.DateType,
}

// Apply adds the extension to an infobase and compiles it together with further
// modules, those of the configuration.
//
// A base in a lower mode of compatibility refuses it: «Режим совместимости расширения
// конфигурации больше режима совместимости основной конфигурации»
// (yellow-hammer/md-sparrow#19, checked on a live base).
func (e *Extension) Apply(base *platform.Infobase, more ...*eval.Module) error {
	if !base.Compatibility.AtLeast(e.Mode) {
		return fmt.Errorf("dump: apply %s: Режим совместимости расширения конфигурации больше режима совместимости основной конфигурации: %s and %s", e.Name, e.Mode, base.Compatibility)
	}
	base.Extensions = append(base.Extensions, platform.Extension{Name: e.Name, Version: e.Version})
	for _, r := range e.registers {
		target := &platform.Register{Name: r.Name}
		for _, part := range []struct {
			from []field
			to   *[]platform.Field
		}{{r.Dimensions, &target.Dimensions}, {r.Resources, &target.Resources}} {
			for _, f := range part.from {
				kind := kinds[f.Type]
				if kind == nil {
					return fmt.Errorf("dump: the type %q of %s.%s is not modelled", f.Type, r.Name, f.Name)
				}
				*part.to = append(*part.to, platform.Field{Name: f.Name, Kind: kind, Length: f.Length, Digits: f.Digits, Scale: f.Scale})
			}
		}
		base.AddRegister(target)
		base.AddObject(target.FullName(), r.Synonym)
	}
	for _, j := range e.jobs {
		job := base.AddScheduled(j.Name, j.Synonym, strings.TrimPrefix(j.Method, "CommonModule."), platform.Schedule{})
		job.Use = j.Use
	}
	for name, module := range e.commands {
		base.Commands[name] = module
	}
	for _, f := range e.forms {
		base.Forms[strings.ToLower(f.FullName())] = f
		base.AddObject(f.FullName(), f.Name)
	}
	for _, r := range e.roles {
		base.AddRole(r.Name, r.Synonym, r.rights)
	}
	return base.Compile(append(append([]*eval.Module(nil), e.Modules...), more...))
}
