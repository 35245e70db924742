package dump

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
)

// Extension is the sources of an extension.
type Extension struct {
	Name, Version string
	// Mode is the mode of compatibility: a base in a lower one refuses the extension.
	Mode    eval.Version
	Modules []*eval.Module

	registers []*register
	jobs      []*scheduledJob
	commands  map[string]*eval.Module // by name
	forms     []*platform.FormSource
	roles     []*role
}

// Load reads an extension from its folder.
func Load(folder string) (*Extension, error) {
	root, err := readObject(filepath.Join(folder, "Configuration.xml"))
	if err != nil {
		return nil, err
	}
	if root.Configuration == nil {
		return nil, fmt.Errorf("dump: %s does not describe a configuration", folder)
	}
	e := &Extension{Name: root.Configuration.Name, Version: root.Configuration.Version, commands: map[string]*eval.Module{}}
	mode := strings.ReplaceAll(strings.TrimPrefix(root.Configuration.Mode, "Version"), "_", ".")
	if e.Mode, err = eval.ParseVersion(mode); err != nil {
		return nil, fmt.Errorf("dump: read the mode of compatibility: %w", err)
	}
	for _, read := range []struct {
		class string
		add   func(o *object, base string) error
	}{{"CommonModules", e.addModule}, {"InformationRegisters", e.addRegister}, {"ScheduledJobs", e.addJob}, {"CommonCommands", e.addCommand}, {"CommonForms", e.addForm}, {"Roles", e.addRole}} {
		paths, err := filepath.Glob(filepath.Join(folder, read.class, "*.xml"))
		if err != nil {
			return nil, fmt.Errorf("dump: %w", err)
		}
		for _, path := range paths {
			o, err := readObject(path)
			if err != nil {
				return nil, err
			}
			if err := read.add(o, strings.TrimSuffix(path, ".xml")); err != nil {
				return nil, fmt.Errorf("dump: read %s: %w", path, err)
			}
		}
	}
	return e, e.addApplication(folder)
}

var errForeign = errors.New("the file describes something else than its folder says")

func (e *Extension) addModule(o *object, base string) error {
	m := o.CommonModule
	if m == nil {
		return errForeign
	}
	if m.Global {
		return errors.New("global modules are not modelled")
	}
	source, err := os.ReadFile(filepath.Join(base, "Ext", "Module.bsl"))
	if err != nil {
		return err
	}
	module := &eval.Module{Name: m.Name, Path: e.path("ОбщийМодуль." + m.Name + ".Модуль"), Source: string(source),
		Sides: m.sides(), ServerCall: m.ServerCall, Privileged: m.Privileged}
	switch m.Reuse {
	case "DontUse":
	case "DuringSession":
		module.Reuse = true
	default:
		return fmt.Errorf("reuse %q is not modelled", m.Reuse)
	}
	e.Modules = append(e.Modules, module)
	return nil
}

// path is a module as the platform prints it: that of an extension has its name
// in front.
func (e *Extension) path(module string) string { return e.Name + " " + module }

func (m *commonModule) sides() eval.Side {
	var s eval.Side
	for _, flag := range []struct {
		set   bool
		sides eval.Side
	}{
		{m.Managed, eval.ThinClient | eval.WebClient}, {m.Ordinary, eval.ThickClient},
		{m.Server, eval.Server}, {m.External, eval.ExternalConnection},
	} {
		if flag.set {
			s |= flag.sides
		}
	}
	return s
}

func (e *Extension) addRegister(o *object, base string) error {
	r := o.Register
	switch {
	case r == nil:
		return errForeign
	case r.Periodicity != "Nonperiodical":
		return fmt.Errorf("the periodicity %s is not modelled", r.Periodicity)
	}
	if _, err := os.Stat(base); !errors.Is(err, fs.ErrNotExist) {
		return errors.New("forms and modules of registers are not modelled")
	}
	e.registers = append(e.registers, r)
	return nil
}

func (e *Extension) addJob(o *object, _ string) error {
	if o.ScheduledJob == nil {
		return errForeign
	}
	e.jobs = append(e.jobs, o.ScheduledJob)
	return nil
}

func (e *Extension) addCommand(o *object, base string) error {
	if o.Command == nil {
		return errForeign
	}
	source, err := os.ReadFile(filepath.Join(base, "Ext", "CommandModule.bsl"))
	if err != nil {
		return err
	}
	name := o.Command.Name
	module := &eval.Module{Path: e.path("ОбщаяКоманда." + name + ".МодульКоманды"), Source: string(source), Kind: eval.OfCommand,
		Sides: eval.ThinClient | eval.WebClient | eval.Server, ServerCall: true}
	e.Modules = append(e.Modules, module)
	e.commands[name] = module
	return nil
}

func (e *Extension) addApplication(folder string) error {
	source, err := os.ReadFile(filepath.Join(folder, "Ext", "ManagedApplicationModule.bsl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	e.Modules = append(e.Modules, &eval.Module{Path: e.path("МодульУправляемогоПриложения"), Source: string(source), Kind: eval.Application,
		Sides: eval.ThinClient | eval.WebClient})
	return nil
}
