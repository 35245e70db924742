package designer

import "sentry1c/build/cfe/mdclass"

// Constant is a single stored value.
type Constant struct {
	Attribute
	Types                []GeneratedType // Manager, ValueManager, ValueKey
	UseStandardCommands  bool
	ExtendedPresentation Phrases
	Explanation          Phrases
	DataLockControlMode  string // of mdclass.DataLockControlMode

	ValueManagerModule []byte // nil if there is no text
	ManagerModule      []byte // likewise
}

func (s *source) constant(name string) (*Constant, error) {
	r, err := s.record("Constants/"+name+".xml", "Constant", shape{info: true})
	if err != nil {
		return nil, err
	}
	k := &Constant{}
	err = r.read(r.info, func(c *cursor) { k.Types = c.generated("Constant", name, "Manager", "ValueManager", "ValueKey") })
	if err != nil {
		return nil, err
	}
	err = r.read(r.properties, func(c *cursor) {
		k.Object = c.head(r.uuid, name)
		k.Type = c.valueType()
		k.UseStandardCommands = c.bool("UseStandardCommands")
		c.empty("DefaultForm")
		k.ExtendedPresentation = c.phrases("ExtendedPresentation")
		k.Explanation = c.phrases("Explanation")
		k.presentation(c)
		k.choice(c, false)
		k.DataLockControlMode = c.one("DataLockControlMode", mdclass.DataLockControlMode)
		c.fixed("DataHistory", "DontUse")
		c.no("UpdateDataHistoryImmediatelyAfterWrite")
		c.no("ExecuteAfterWriteDataHistoryVersionProcessing")
	})
	if err != nil {
		return nil, err
	}
	ext := "Constants/" + name + "/Ext/"
	if k.ValueManagerModule, err = s.module(ext + "ValueManagerModule.bsl"); err != nil {
		return nil, err
	}
	k.ManagerModule, err = s.module(ext + "ManagerModule.bsl")
	return k, err
}
