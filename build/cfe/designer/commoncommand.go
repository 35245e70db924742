package designer

import "sentry1c/build/cfe/mdclass"

// CommonCommand is a command without a parameter, picture or shortcut.
type CommonCommand struct {
	Object
	Group            string // of mdclass.CommandGroup
	Representation   string // of mdclass.Representation
	ToolTip          Phrases
	ParameterUseMode string // of mdclass.ParameterUseMode
	ModifiesData     bool

	Module []byte // nil if there is no text
}

func (s *source) commonCommand(name string) (*CommonCommand, error) {
	r, err := s.record("CommonCommands/"+name+".xml", "CommonCommand", shape{})
	if err != nil {
		return nil, err
	}
	m := &CommonCommand{}
	err = r.read(r.properties, func(c *cursor) {
		m.Object = c.head(r.uuid, name)
		m.Group = c.one("Group", mdclass.CommandGroup)
		m.Representation = c.one("Representation", mdclass.Representation)
		m.ToolTip = c.phrases("ToolTip")
		c.empty("Picture")
		c.empty("Shortcut")
		c.no("IncludeHelpInContents")
		c.empty("CommandParameterType")
		m.ParameterUseMode = c.one("ParameterUseMode", mdclass.ParameterUseMode)
		m.ModifiesData = c.bool("ModifiesData")
		c.one("OnMainServerUnavalableBehavior", mdclass.UnavailableBehavior)
	})
	if err != nil {
		return nil, err
	}
	m.Module, err = s.module("CommonCommands/" + name + "/Ext/CommandModule.bsl")
	return m, err
}
