package mdclass

// Group is one of the root object's groups of lists.
type Group struct {
	// ID is the class of the contained object the group belongs to.
	ID string
	// Classes have their lists in this order in the group.
	Classes []*Class
}

// Groups are the groups of the root object in the order they are written. The
// first two stand in this order in every file, the others in any.
var Groups = []Group{
	{GeneralGroup, []*Class{
		{Name: "Role", Folder: "Roles", List: "09736b02-9cac-4e3f-b4f7-d3e9576ab948", Parts: []Part{{SuffixRights, "rights", Rights}}},
		{Name: "CommonTemplate", Folder: "CommonTemplates", List: "0c89c792-16c3-11d5-b96b-0050bae0a95d", Parts: []Part{{SuffixTemplate, "content", Template}}},
		{Name: "CommonModule", Folder: "CommonModules", List: "0fe48980-252d-11d6-a3c7-0050bae0a776", Parts: []Part{{SuffixModule, "module", Module}}},
		{Name: "HTTPService", List: "0fffc09c-8f4c-47cc-b41c-8d5c5a221d79", Parts: []Part{{"0", "module", Module}}},
		{Name: "ScheduledJob", Folder: "ScheduledJobs", List: "11bdaf85-d5ad-4d91-bb24-aa0eee139052", Parts: []Part{{SuffixSchedule, "schedule", Schedule}}},
		{Name: "CommonAttribute", List: "15794563-ccec-41f6-a83c-ec5f7b9a5bc1"},
		{Name: "SessionParameter", Folder: "SessionParameters", List: "24c43748-c938-45d0-8d14-01424a72b11e"},
		{Name: "FunctionalOptionsParameter", List: "30d554db-541e-4f62-8970-a1c6dcfeb2bc"},
		{Name: "Subsystem", Folder: "Subsystems", List: SubsystemList, Parts: []Part{
			{"0", "help", Opaque},
			{"1", "command interface", Opaque},
		}},
		{Name: "Interface", List: "39bddf6a-0c3c-452b-921c-d99cfa1c2f1b"},
		{Name: "Style", List: "3e5404af-6ef8-4c73-ad11-91bd2dfac4c8"},
		{Name: "FilterCriterion", List: "3e7bfcc0-067d-11d6-a3c7-0050bae0a776"},
		{Name: "SettingsStorage", List: "46b4cd97-fd13-4eaa-aba2-3bddd7699218"},
		{Name: "EventSubscription", List: "4e828da6-0f44-4b5b-b1c0-a2b3cfe7bdcc"},
		{Name: "StyleItem", List: "58848766-36ea-4076-8800-e91eb49590d7"},
		{Name: "Bot", List: "6e6dc072-b7ac-41e7-8f88-278d25b6da2a"},
		{Name: "CommonPicture", List: "7dcd43d9-aca5-4926-b549-1842e6a4e8cf"},
		{Name: "ExchangePlan", List: "857c4a91-e5f4-4fac-86ec-787626f1c108"},
		{Name: "WebService", List: "8657032e-7740-4e1d-a3ba-5dd6e8afb78f", Parts: []Part{{"0", "module", Module}}},
		{Name: "Language", Folder: "Languages", List: "9cd510ce-abfc-11d4-9434-004095e12fc7"},
		{Name: "WebSocketClient", List: "a7641777-7813-45c6-96ef-9d51587a6ac6"},
		{Name: "FunctionalOption", List: "af547940-3268-434f-a3e7-e47d6d2638c3"},
		{Name: "DefinedType", List: "c045099e-13b9-4fb6-9d50-fca00202971e"},
		{Name: "XDTOPackage", List: "cc9df798-7c94-4616-97d2-7aa0b7bc515e"},
		{Name: "WSReference", List: "d26096fb-7a5d-4df9-af63-47d04771fa9b"},
	}},
	{MainGroup, []*Class{
		{Name: "Constant", Folder: "Constants", List: "0195e80c-b157-11d4-9435-004095e12fc7", Parts: []Part{
			{SuffixValueManager, "value manager module", Module},
			{SuffixConstManager, "manager module", Module},
		}},
		{Name: "Document", List: "061d872a-5787-460e-95ac-ed74ea3a3e84", Parts: []Part{
			{"0", "object module", Module},
			{"2", "manager module", Module},
		}},
		{Name: "CommonForm", Folder: "CommonForms", List: "07ee8426-87f1-11d5-b99c-0050bae0a95d", Parts: []Part{
			{SuffixForm, "form", Form},
			{"1", "help", Opaque},
		}},
		{Name: "InformationRegister", Folder: "InformationRegisters", List: "13134201-f60b-11d5-a3c7-0050bae0a776", Parts: []Part{
			{"0", "help", Opaque},
			{SuffixRecordSet, "record set module", Module},
			{SuffixManager, "manager module", Module},
		}},
		{Name: "CommandGroup", List: "1c57eabe-7349-44b3-b1de-ebfeab67b47d"},
		{Name: "CommonCommand", Folder: "CommonCommands", List: "2f1a5187-fb0e-4b05-9489-dc5dd6412348", Parts: []Part{
			{"1", "help", Opaque},
			{SuffixCommandModule, "command module", Module},
		}},
		{Name: "DocumentNumerator", List: "36a8e346-9aaa-4af9-bdbd-83be3c177977"},
		{Name: "DocumentJournal", List: "4612bd75-71b7-4a5c-8cc5-2b0b65f9fa0d"},
		{Name: "Report", List: "631b75a0-29e2-11d6-a3c7-0050bae0a776", Parts: []Part{
			{"0", "object module", Module},
			{"2", "manager module", Module},
		}},
		{Name: "ChartOfCharacteristicTypes", List: "82a1b659-b220-4d94-a9bd-14d757b95a48"},
		{Name: "AccumulationRegister", List: "b64d9a40-1642-11d6-a3c7-0050bae0a776"},
		{Name: "Sequence", List: "bc587f20-35d9-11d6-a3c7-0050bae0a776"},
		{Name: "DataProcessor", List: "bf845118-327b-4682-b5c6-285d2a0eb296", Parts: []Part{
			{"0", "object module", Module},
			{"2", "manager module", Module},
		}},
		{Name: "Catalog", List: "cf4abea6-37b2-11d4-940f-008048da11f9", Parts: []Part{
			{"0", "object module", Module},
			{"3", "manager module", Module},
		}},
		{Name: "Enum", List: "f6a80749-5ad7-400b-8519-39dc5dff2542", Parts: []Part{{"0", "manager module", Module}}},
	}},
	{AccountingGroup, []*Class{
		{Name: "ChartOfAccounts", List: "238e7e88-3c5f-48b2-8a3b-81ebbecb20ed"},
		{Name: "AccountingRegister", List: "2deed9b8-0056-4ffe-a473-c20a6c32a0bc"},
	}},
	{"9de14907-ec23-4a07-96f0-85521cb6b53b", []*Class{
		{Name: "ChartOfCalculationTypes", List: "30b100d6-b29f-47ac-aec7-cb8ca8a54767"},
		{Name: "CalculationRegister", List: "f2de87a8-64e5-45eb-a22d-b3aedab050e7"},
	}},
	{ProcessGroup, []*Class{
		{Name: "Task", List: "3e63355c-1378-4953-be9b-1deb5fb6bec5"},
		{Name: "BusinessProcess", List: "fcd3404e-1523-48ce-9bc0-ecdb822684a1"},
	}},
	{"e68182ea-4237-4383-967f-90c1e3370bc7", []*Class{
		{Name: "ExternalDataSource", List: "5274d9fc-9c3a-4a71-8f5e-a0db8ab23de5"},
	}},
	{"fb282519-d103-4dd3-bc12-cb271d631dfc", []*Class{
		{Name: "IntegrationService", List: "bf3420b0-f6f9-41a0-b83a-fe9d4ab0b65d"},
	}},
}

// Groups that are written in ways of their own. The first two hold what
// extensions are made of.
const (
	GeneralGroup    = "9cd510cd-abfc-11d4-9434-004095e12fc7"
	MainGroup       = "9fcd25a0-4822-11d4-9414-008048da11f9"
	AccountingGroup = "e3687481-0a87-462c-a166-9f34594f9bba"
	ProcessGroup    = "51f2d5d8-ea4d-4064-8892-82951750031e"
)
