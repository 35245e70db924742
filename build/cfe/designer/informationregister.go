package designer

import "sentry1c/build/cfe/mdclass"

// InformationRegister is an independent register without forms, commands,
// attributes or changed standard attributes. Attributes are refused because
// their version in the lists of this platform is not known.
type InformationRegister struct {
	Object
	Types []GeneratedType // in the order of registerTypes

	UseStandardCommands   bool
	EditType              string // of mdclass.EditType
	Periodicity           string // of mdclass.Periodicity
	WriteMode             string // of mdclass.WriteMode
	MainFilterOnPeriod    bool
	IncludeHelpInContents bool
	DataLockControlMode   string // of mdclass.DataLockControlMode
	FullTextSearch        string // of mdclass.FullTextSearch
	EnableTotalsFirst     bool
	EnableTotalsLast      bool

	RecordPresentation         Phrases
	ExtendedRecordPresentation Phrases
	ListPresentation           Phrases
	ExtendedListPresentation   Phrases
	Explanation                Phrases

	DataHistory            string // of mdclass.DataHistory
	UpdateHistoryAfter     bool   // the history is brought up to date with the write itself
	ExecuteAfterWriteQueue bool   // versions of the history are processed after the write

	Resources  []*Field
	Dimensions []*Field

	RecordSetModule []byte // nil if there is no text
	ManagerModule   []byte // likewise
}

// registerTypes are the categories of the types that come with a register.
var registerTypes = []string{"Record", "Manager", "Selection", "List", "RecordSet", "RecordKey", "RecordManager"}

func (s *source) informationRegister(name string) (*InformationRegister, error) {
	r, err := s.record("InformationRegisters/"+name+".xml", "InformationRegister", shape{info: true, children: true})
	if err != nil {
		return nil, err
	}
	reg := &InformationRegister{}
	err = r.read(r.info, func(c *cursor) { reg.Types = c.generated("InformationRegister", name, registerTypes...) })
	if err != nil {
		return nil, err
	}
	err = r.read(r.properties, func(c *cursor) {
		reg.Object = c.head(r.uuid, name)
		reg.storage(c)
		reg.presentation(c)
		reg.history(c)
	})
	if err != nil {
		return nil, err
	}
	if err := r.read(r.children, reg.fields); err != nil {
		return nil, err
	}
	ext := "InformationRegisters/" + name + "/Ext/"
	if reg.RecordSetModule, err = s.module(ext + "RecordSetModule.bsl"); err != nil {
		return nil, err
	}
	reg.ManagerModule, err = s.module(ext + "ManagerModule.bsl")
	return reg, err
}

// storage reads the properties up to the totals.
func (reg *InformationRegister) storage(c *cursor) {
	reg.UseStandardCommands = c.bool("UseStandardCommands")
	reg.EditType = c.one("EditType", mdclass.EditType)
	c.empty("DefaultRecordForm")
	c.empty("DefaultListForm")
	c.empty("AuxiliaryRecordForm")
	c.empty("AuxiliaryListForm")
	reg.Periodicity = c.one("InformationRegisterPeriodicity", mdclass.Periodicity)
	reg.WriteMode = c.one("WriteMode", mdclass.WriteMode)
	reg.MainFilterOnPeriod = c.bool("MainFilterOnPeriod")
	reg.IncludeHelpInContents = c.bool("IncludeHelpInContents")
	reg.DataLockControlMode = c.one("DataLockControlMode", mdclass.DataLockControlMode)
	reg.FullTextSearch = c.one("FullTextSearch", mdclass.FullTextSearch)
	reg.EnableTotalsFirst = c.bool("EnableTotalsSliceFirst")
	reg.EnableTotalsLast = c.bool("EnableTotalsSliceLast")
}

func (reg *InformationRegister) presentation(c *cursor) {
	reg.RecordPresentation = c.phrases("RecordPresentation")
	reg.ExtendedRecordPresentation = c.phrases("ExtendedRecordPresentation")
	reg.ListPresentation = c.phrases("ListPresentation")
	reg.ExtendedListPresentation = c.phrases("ExtendedListPresentation")
	reg.Explanation = c.phrases("Explanation")
}

func (reg *InformationRegister) history(c *cursor) {
	reg.DataHistory = c.one("DataHistory", mdclass.DataHistory)
	reg.UpdateHistoryAfter = c.bool("UpdateDataHistoryImmediatelyAfterWrite")
	reg.ExecuteAfterWriteQueue = c.bool("ExecuteAfterWriteDataHistoryVersionProcessing")
}

// fields reads what the register holds.
func (reg *InformationRegister) fields(c *cursor) {
	for e := c.any(); e != nil; e = c.any() {
		switch e.name {
		case "Resource":
			reg.Resources = append(reg.Resources, c.field(e))
		case "Dimension":
			reg.Dimensions = append(reg.Dimensions, c.field(e))
		default:
			c.fail(e.line, "<%s>: it is not supported in a register", e.name)
		}
	}
}
