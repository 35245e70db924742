package mdclass

// rightID are the rights by their names in sources. Those of the configuration
// up to ConfigurationExtensionsAdministration that are not also rights of
// clients are known from programs that read such files and agree with one
// another; the rest is proven by files with their sources.
var rightID = map[string]string{
	"Read":   "1c87578f-9e09-4ec0-a991-5629c87b1588",
	"Update": "287b74b8-3a66-4a76-ba27-4f1f6a93770e",
	"View":   "aa6448f2-be0f-42ea-ba26-1af7f52b5b65",
	"Edit":   "b7bab52d-c1b1-4bd8-8276-02db08d42352",
	"Get":    "499e8968-ca89-43f0-9955-8756058b1b53",
	"Set":    "1d306db2-d97e-4b57-9b28-5d21e838cd9e",

	"TotalsControl":                   "24abfe06-289a-48c5-8bb4-032c733e45c5",
	"ReadDataHistory":                 "64319ca1-f3d8-472e-82ce-5da233e6daaa",
	"ReadDataHistoryOfMissingData":    "1b762bf9-df7f-4255-bbe6-f7578f41368d",
	"UpdateDataHistory":               "b162ff57-0296-483e-9af8-dc37576802cb",
	"UpdateDataHistoryOfMissingData":  "c4ab1331-e58d-4a46-ad2e-fe6d80b72aa4",
	"UpdateDataHistorySettings":       "a679c969-8ea1-4b8b-9e61-8a414ba448f4",
	"UpdateDataHistoryVersionComment": "5b3ea0e2-fdb9-41f6-bf6c-25747906b4cb",
	"ViewDataHistory":                 "9342b152-a7ae-4c79-9b7b-f4f028a36479",
	"EditDataHistoryVersionComment":   "8497054a-ffd1-4ca7-bdfe-340b9ddc050a",
	"SwitchToDataHistoryVersion":      "479a42c0-c3e9-4ae7-bf4a-75cebc14fec4",

	"Administration":              "900e3c92-6e18-4874-846a-b28780b5b54c",
	"DataAdministration":          "10b8ce49-ae3d-4a2e-afe7-1e3648bd59f7",
	"UpdateDataBaseConfiguration": "4d87a22d-ca7f-40ba-a367-a4eae62f4a7f",
	"ExclusiveMode":               "8fb221e3-0d4f-43f2-ad71-1984cad63375",
	"ActiveUsers":                 "fd05f656-7a23-43a4-8996-f480a806fb97",
	"EventLog":                    "1c799cf9-342d-4bf7-9b6f-951a009228ce",
	"ThinClient":                  "3c00c6ee-844e-4620-85e4-671e72f114d9",
	"WebClient":                   "bd33c881-192c-4ef7-a51d-b146e38c5078",
	"MobileClient":                "1e50809b-73ed-4935-bb77-2616c4cabdf5",
	"ThickClient":                 "29da0973-3b85-40e5-89da-bce02dbab08e",
	"ExternalConnection":          "02119c69-f08a-4142-9426-3725d74b7719",
	"Automation":                  "07ef4641-f7da-417a-bd75-35c40a17c2f7",
	"TechnicalSpecialistMode":     "265eec41-3ce1-4a07-bc3b-253d44c9a4f4",
	"CollaborationSystemInfoBaseRegistration": "3762abec-3836-446a-83ce-3e05001bca8b",
	"MainWindowModeNormal":                    "d066966a-ff6a-4a41-bd68-6191cab083bc",
	"MainWindowModeWorkplace":                 "f6168734-8b8d-4a88-ab39-ef6b51758e83",
	"MainWindowModeEmbeddedWorkplace":         "b9b44b51-3ac9-47cd-8b5a-df51afdcceb0",
	"MainWindowModeFullscreenWorkplace":       "818fc6c3-4691-44e3-a80c-e8d424730ead",
	"MainWindowModeKiosk":                     "155a0b35-4343-4047-989b-d385373b063e",
	"AnalyticsSystemClient":                   "f7c6a0bb-bca6-4cd3-9146-832971cd7073",
	"SaveUserData":                            "d8682bbb-7800-4aa0-8590-d3cb11fe2a29",
	"ConfigurationExtensionsAdministration":   "399d7390-8d83-4a57-b4d7-c902c15b701f",
	"Output":                                  "31c3d4f6-7d02-4654-a14e-06aacafcb4fa",
}

// rightsOf lists the rights of each class that a role may name, in the order in
// which the platform lists them.
var rightsOf = map[string][]string{
	"Configuration": {
		"Administration", "DataAdministration", "UpdateDataBaseConfiguration", "ExclusiveMode", "ActiveUsers", "EventLog",
		"ThinClient", "WebClient", "MobileClient", "ThickClient", "ExternalConnection", "Automation", "TechnicalSpecialistMode",
		"CollaborationSystemInfoBaseRegistration", "MainWindowModeNormal", "MainWindowModeWorkplace", "MainWindowModeEmbeddedWorkplace",
		"MainWindowModeFullscreenWorkplace", "MainWindowModeKiosk", "AnalyticsSystemClient", "SaveUserData",
		"ConfigurationExtensionsAdministration", "Output",
	},
	"Constant": {
		"Read", "Update", "View", "Edit", "ReadDataHistory", "UpdateDataHistory", "UpdateDataHistorySettings",
		"UpdateDataHistoryVersionComment", "ViewDataHistory", "EditDataHistoryVersionComment", "SwitchToDataHistoryVersion",
	},
	"InformationRegister": {
		"Read", "Update", "View", "Edit", "TotalsControl", "ReadDataHistory", "ReadDataHistoryOfMissingData", "UpdateDataHistory",
		"UpdateDataHistoryOfMissingData", "UpdateDataHistorySettings", "UpdateDataHistoryVersionComment", "ViewDataHistory",
		"EditDataHistoryVersionComment", "SwitchToDataHistoryVersion",
	},
	"SessionParameter": {"Get", "Set"},
	"CommonCommand":    {"View"},
	"CommonForm":       {"View"},
	"Subsystem":        {"View"},
}

// Right gives the identifier of a right of a class and its place in the
// platform's list. It tells false if the class does not have the right.
func Right(class, name string) (id string, place int, ok bool) {
	for i, r := range rightsOf[class] {
		if r == name {
			return rightID[r], i, true
		}
	}
	return "", 0, false
}

// HasRights tells whether roles may name objects of the class.
func HasRights(class string) bool { return rightsOf[class] != nil }
