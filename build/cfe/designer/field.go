package designer

import "sentry1c/build/cfe/mdclass"

// Attribute is what everything that holds a value has: constants and the
// fields of registers.
type Attribute struct {
	Object
	Type                  Type
	Format                Phrases
	EditFormat            Phrases
	ToolTip               Phrases
	Mask                  string
	MultiLine             bool
	FillChecking          string // of mdclass.FillChecking
	ChoiceFoldersAndItems string // of mdclass.ChoiceFoldersAndItems
	QuickChoice           string // of mdclass.QuickChoice

	// FillFromFillingValue and FillValue are what a new record begins with;
	// constants have neither.
	FillFromFillingValue bool
	FillValue            Value
}

// Field is a resource or a dimension of a register.
type Field struct {
	Attribute
	Indexing       string // of mdclass.Indexing
	FullTextSearch string // of mdclass.FullTextSearch
	DataHistory    string // of mdclass.DataHistory

	// Of a dimension only.
	Master               bool
	MainFilter           bool
	DenyIncompleteValues bool
}

// presentation reads how a value is shown and entered.
func (a *Attribute) presentation(c *cursor) {
	c.no("PasswordMode")
	a.Format = c.phrases("Format")
	a.EditFormat = c.phrases("EditFormat")
	a.ToolTip = c.phrases("ToolTip")
	c.no("MarkNegatives")
	a.Mask = c.text("Mask")
	a.MultiLine = c.bool("MultiLine")
	c.no("ExtendedEdit")
	c.null("MinValue")
	c.null("MaxValue")
}

// choice reads how a value is chosen, up to the form for it.
func (a *Attribute) choice(c *cursor, createOnInput bool) {
	a.FillChecking = c.one("FillChecking", mdclass.FillChecking)
	a.ChoiceFoldersAndItems = c.one("ChoiceFoldersAndItems", mdclass.ChoiceFoldersAndItems)
	c.empty("ChoiceParameterLinks")
	c.empty("ChoiceParameters")
	a.QuickChoice = c.one("QuickChoice", mdclass.QuickChoice)
	if createOnInput {
		c.fixed("CreateOnInput", "Auto")
	}
	c.empty("ChoiceForm")
	c.empty("LinkByType")
	c.fixed("ChoiceHistoryOnInput", "Auto")
}

// field reads one field of a register.
func (c *cursor) field(e *element) *Field {
	f := &Field{}
	c.bare(e, "uuid")
	c.checkUUID(e, e.attrs["uuid"])
	c.inside(e, func(in *cursor) {
		p := in.take("Properties")
		in.bare(p)
		in.inside(p, func(in *cursor) { f.read(in, e.attrs["uuid"], e.name) })
	})
	return f
}

func (f *Field) read(c *cursor, uuid, class string) {
	f.Object = c.head(uuid, "")
	f.Type = c.valueType()
	f.presentation(c)
	f.FillFromFillingValue = c.bool("FillFromFillingValue")
	f.FillValue = c.value("FillValue")
	f.choice(c, true)
	if class == "Dimension" {
		f.Master = c.bool("Master")
		f.MainFilter = c.bool("MainFilter")
		f.DenyIncompleteValues = c.bool("DenyIncompleteValues")
	}
	f.Indexing = c.one("Indexing", mdclass.Indexing)
	f.FullTextSearch = c.one("FullTextSearch", mdclass.FullTextSearch)
	f.DataHistory = c.one("DataHistory", mdclass.DataHistory)
}
