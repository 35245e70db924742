package objects

import (
	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// Lists of what a register holds.
const (
	resourceList  = "13134202-f60b-11d5-a3c7-0050bae0a776"
	dimensionList = "13134203-f60b-11d5-a3c7-0050bae0a776"
	formList      = "13134204-f60b-11d5-a3c7-0050bae0a776"
	templateList  = "3daea016-69b7-4ed4-9453-127911372fe6"
	attributeList = "a2207540-1400-11d6-a3c7-0050bae0a776"
	commandList   = "b44ba719-945c-445c-8aab-1088fa4df16e"
)

// attribute is the block that everything holding a value has. The places of the
// properties that are always off here (password, marking of negative numbers,
// extended editing) are known by their neighbours only, which is why sources
// that switch them on are refused.
func attribute(a *designer.Attribute, fill brackets.Value) brackets.Value {
	const version = 27
	const links = 5006 // version of the list of links of choice parameters
	return brackets.L(brackets.N(version),
		brackets.L(brackets.N(2), own(a.Object), pattern(a.Type)),
		zero, phrases(a.Format), phrases(a.ToolTip), zero, brackets.S(a.Mask), brackets.B(a.MultiLine), undefined, undefined,
		brackets.T(mdclass.ChoiceFoldersAndItems[a.ChoiceFoldersAndItems]), none, brackets.T(mdclass.QuickChoice[a.QuickChoice]),
		brackets.T(mdclass.FillChecking[a.FillChecking]), brackets.L(brackets.N(links), zero), brackets.L(brackets.N(3), zero, zero),
		brackets.L(zero, zero), zero, phrases(a.EditFormat), fill, brackets.B(a.FillFromFillingValue), zero, zero,
	)
}

// constant is proven, also in the header of 8.3.17. Whatever its type, the
// platform fills it with an empty string.
func constant(k *designer.Constant) brackets.Value {
	const version = 16
	empty := fillValue(designer.Value{Kind: designer.StringValue})
	return object(brackets.N(version), attribute(&k.Attribute, empty),
		id(k.Types[0].TypeID), id(k.Types[0].ValueID), id(k.Types[1].TypeID), id(k.Types[1].ValueID),
		brackets.B(k.UseStandardCommands), brackets.T(mdclass.DataLockControlMode[k.DataLockControlMode]),
		phrases(k.ExtendedPresentation), phrases(k.Explanation), none, zero, zero,
		id(k.Types[2].TypeID), id(k.Types[2].ValueID), zero, zero,
	)
}

// informationRegister is proven in the header of later platforms, up to 8.3.25
// for its fields, but for one bit: for registers without a period the platform keeps either value in the
// place of the main filter on the period, whatever the sources say.
func informationRegister(r *designer.InformationRegister) brackets.Value {
	const version = 33
	items := []brackets.Value{brackets.N(version)}
	for _, t := range r.Types {
		items = append(items, id(t.TypeID), id(t.ValueID))
	}
	items = append(items,
		brackets.L(zero, own(r.Object)), none, none, // forms
		brackets.T(mdclass.Periodicity[r.Periodicity]), brackets.T(mdclass.WriteMode[r.WriteMode]), brackets.T(mdclass.EditType[r.EditType]),
		brackets.B(r.UseStandardCommands), brackets.B(r.IncludeHelpInContents), brackets.B(r.MainFilterOnPeriod),
		brackets.T(mdclass.DataLockControlMode[r.DataLockControlMode]), brackets.T(mdclass.FullTextSearch[r.FullTextSearch]),
		brackets.L(zero), // standard attributes
		none, none,       // auxiliary forms
		phrases(r.RecordPresentation), phrases(r.ExtendedRecordPresentation), phrases(r.ListPresentation), phrases(r.ExtendedListPresentation), phrases(r.Explanation),
		brackets.B(r.EnableTotalsFirst), brackets.B(r.EnableTotalsLast),
		brackets.T(mdclass.DataHistory[r.DataHistory]), brackets.B(r.UpdateHistoryAfter), brackets.B(r.ExecuteAfterWriteQueue),
	)
	lists := []brackets.Value{
		fields(resourceList, r.Resources, resource), fields(dimensionList, r.Dimensions, dimension), collection(formList), collection(templateList),
		collection(attributeList), collection(commandList),
	}
	return brackets.L(append([]brackets.Value{one, brackets.L(items...), brackets.N(int64(len(lists)))}, lists...)...)
}

func fields(list string, found []*designer.Field, write func(*designer.Field) brackets.Value) brackets.Value {
	var items []brackets.Value
	for _, f := range found {
		items = append(items, brackets.L(write(f), zero))
	}
	return collection(list, items...)
}

func resource(f *designer.Field) brackets.Value {
	const version = 7
	return brackets.L(brackets.N(version), attribute(&f.Attribute, fillValue(f.FillValue)),
		brackets.T(mdclass.Indexing[f.Indexing]), brackets.T(mdclass.FullTextSearch[f.FullTextSearch]), brackets.T(mdclass.DataHistory[f.DataHistory]))
}

func dimension(f *designer.Field) brackets.Value {
	const version = 9
	return brackets.L(brackets.N(version), attribute(&f.Attribute, fillValue(f.FillValue)),
		brackets.B(f.Master), brackets.B(f.DenyIncompleteValues), brackets.T(mdclass.Indexing[f.Indexing]), brackets.B(f.MainFilter),
		brackets.T(mdclass.FullTextSearch[f.FullTextSearch]), brackets.T(mdclass.DataHistory[f.DataHistory]))
}
