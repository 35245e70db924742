package designer

import "sentry1c/build/cfe/mdclass"

// CommonModule is a module of the extension's own.
type CommonModule struct {
	Object
	Global                    bool
	ClientManagedApplication  bool
	Server                    bool
	ExternalConnection        bool
	ClientOrdinaryApplication bool
	ServerCall                bool
	Privileged                bool
	ReturnValuesReuse         string // of mdclass.ReturnValuesReuse

	Module []byte // nil if there is no text
}

func (s *source) commonModule(name string) (*CommonModule, error) {
	r, err := s.record("CommonModules/"+name+".xml", "CommonModule", shape{})
	if err != nil {
		return nil, err
	}
	m := &CommonModule{}
	err = r.read(r.properties, func(c *cursor) {
		m.Object = c.head(r.uuid, name)
		m.Global = c.bool("Global")
		m.ClientManagedApplication = c.bool("ClientManagedApplication")
		m.Server = c.bool("Server")
		m.ExternalConnection = c.bool("ExternalConnection")
		m.ClientOrdinaryApplication = c.bool("ClientOrdinaryApplication")
		m.ServerCall = c.bool("ServerCall")
		m.Privileged = c.bool("Privileged")
		m.ReturnValuesReuse = c.one("ReturnValuesReuse", mdclass.ReturnValuesReuse)
	})
	if err != nil {
		return nil, err
	}
	m.Module, err = s.module("CommonModules/" + name + "/Ext/Module.bsl")
	return m, err
}
