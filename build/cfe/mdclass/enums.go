package mdclass

// Enum gives, for the values of a property as sources name them, what the
// platform stores. Only values whose storage is known from files of the
// platform are listed, so a property may have fewer here than in Designer.
type Enum map[string]string

// Properties of common modules, templates and commands.
var (
	// ReturnValuesReuse of a common module.
	ReturnValuesReuse = Enum{"DontUse": "0", "DuringRequest": "1", "DuringSession": "2"}

	// TemplateType of a common template. An add-in template is known from
	// configurations and external data processors; in an extension none has
	// been seen, though nothing else is stored differently there.
	TemplateType = Enum{"BinaryData": "1", "AddIn": "9"}

	// Representation of a command.
	Representation = Enum{"PictureAndText": "2", "Auto": "3"}

	// ParameterUseMode of a command.
	ParameterUseMode = Enum{"Single": "0", "Multiple": "1"}

	// UnavailableBehavior is what a command does without the main server.
	UnavailableBehavior = Enum{"Auto": "0"}
)

// Properties of data.
var (
	Periodicity           = Enum{"Nonperiodical": "0", "Second": "5"}
	WriteMode             = Enum{"Independent": "0"}
	EditType              = Enum{"InDialog": "1"}
	DataLockControlMode   = Enum{"Managed": "1"}
	FullTextSearch        = Enum{"DontUse": "0", "Use": "1"}
	DataHistory           = Enum{"DontUse": "0", "Use": "1"}
	Indexing              = Enum{"DontIndex": "0", "Index": "1"}
	FillChecking          = Enum{"DontCheck": "0", "ShowError": "1"}
	ChoiceFoldersAndItems = Enum{"Items": "0", "Folders": "1"}
	QuickChoice           = Enum{"Auto": "2"}
)

// Properties of the root.
var (
	// ExtensionPurpose of the root. A patch is left out: what is stored for it
	// is only a guess.
	ExtensionPurpose = Enum{"Customization": "1", "AddOn": "2"}

	// InterfaceCompatibilityMode of the root.
	InterfaceCompatibilityMode = Enum{"TaxiEnableVersion8_2": "2", "Taxi": "3"}
)

// TypeID are the types that have a fixed identifier, by their names in sources.
var TypeID = map[string]string{
	"v8:ValueStorage":   "e199ca70-93cf-46ce-a54b-6edc88c3a296",
	"v8:UUID":           "fc01b5df-97fe-449b-83d4-218a090e681e",
	"v8:FixedStructure": "3ee983d7-ace7-40f9-bb7e-2e916fcddd56",
}

// CommandGroup are the platform's own groups of commands, by their names in
// sources. FormCommandBarImportant and FormNavigationPanelGoTo are proven by
// files with their sources; the others are known from programs that read such
// files and agree with one another.
var CommandGroup = Enum{
	"NavigationPanelImportant":     "1af6d528-0b86-4fba-ab95-bd7475db03ba",
	"NavigationPanelOrdinary":      "77ea1b8f-dd79-4717-9dba-5628e7f348cf",
	"NavigationPanelSeeAlso":       "bc80566a-86a5-4e87-acd4-872239385a2e",
	"ActionsPanelCreate":           "4f499c31-050b-47c5-aa84-d0366c0a0da8",
	"ActionsPanelReports":          "5b360bff-01a1-49b6-93d2-26e7e8e3a038",
	"ActionsPanelTools":            "aabb34e1-98c1-4bd0-bf7f-243f95437b44",
	"FormCommandBarImportant":      "cb50f5c0-8013-4262-93a2-f0db379d6b6b",
	"FormCommandBarCreateBasedOn":  "dc2ade0f-383e-4c78-85f2-c0dabc0e2dc0",
	"FormNavigationPanelImportant": "dc11a6be-de1f-4b64-a7a5-9b17bf4ec9f2",
	"FormNavigationPanelGoTo":      "eacad741-96b9-4b3a-bf79-dde9ecead1a1",
	"FormNavigationPanelSeeAlso":   "8ab1540c-0bfa-4fa6-a1e1-5d5069efc7d8",
}
