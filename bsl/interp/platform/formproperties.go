package platform

import "sentry1c/bsl/interp/value"

// Enumerations that items of forms take.
var (
	fieldKind = enum("ВидПоляФормы", "FormFieldType", "ПолеВвода", "InputField", "ПолеФлажка", "CheckBoxField", "ПолеНадписи", "LabelField",
		"ПолеПереключателя", "RadioButtonField", "ПолеТекстовогоДокумента", "TextDocumentField")
	groupKind = enum("ВидГруппыФормы", "FormGroupType", "ОбычнаяГруппа", "UsualGroup", "Страницы", "Pages", "Страница", "Page",
		"КоманднаяПанель", "CommandBar", "ГруппаКнопок", "ButtonGroup", "Подменю", "Popup")
	buttonKind = enum("ВидКнопкиФормы", "FormButtonType", "ОбычнаяКнопка", "UsualButton", "КнопкаКоманднойПанели", "CommandBarButton",
		"Гиперссылка", "Hyperlink", "ГиперссылкаКоманднойПанели", "CommandBarHyperlink")
	decorationKind = enum("ВидДекорацииФормы", "FormDecorationType", "Надпись", "Label", "Картинка", "Picture")
	titlePlace     = enum("ПоложениеЗаголовкаЭлементаФормы", "FormItemTitleLocation", "Авто", "Auto", "Верх", "Top", "Лево", "Left",
		"Нет", "None", "Низ", "Bottom", "Право", "Right")
	childGrouping = enum("ГруппировкаПодчиненныхЭлементовФормы", "ChildFormItemsGroup", "Вертикальная", "Vertical",
		"Горизонтальная", "Horizontal", "ГоризонтальнаяВсегда", "AlwaysHorizontal", "ГоризонтальнаяЕслиВозможно", "HorizontalIfPossible")
	groupLook = enum("ОтображениеОбычнойГруппы", "UsualGroupRepresentation", "Нет", "None", "ОбычноеВыделение", "NormalSeparation",
		"СильноеВыделение", "StrongSeparation", "СлабоеВыделение", "WeakSeparation")
	groupBehavior = enum("ПоведениеОбычнойГруппы", "UsualGroupBehavior", "Свертываемая", "Collapsible", "Всплывающая", "PopUp")
	toolTipLook   = enum("ОтображениеПодсказки", "ToolTipRepresentation", "Авто", "Auto", "Всплывающая", "Balloon", "Кнопка", "Button",
		"Нет", "None", "ОтображатьСверху", "ShowTop", "ОтображатьСнизу", "ShowBottom", "ОтображатьСправа", "ShowRight")
	buttonLook = enum("ОтображениеКнопки", "ButtonRepresentation", "Картинка", "Picture",
		"КартинкаИТекст", "PictureAndText", "Текст", "Text")
	pagesLook = enum("ОтображениеСтраницФормы", "FormPagesRepresentation", "ЗакладкиСверху", "TabsOnTop", "ЗакладкиСнизу", "TabsOnBottom", "Нет", "None")

	formEnums = []*enumeration{fieldKind, groupKind, buttonKind, decorationKind, titlePlace, childGrouping, groupLook, groupBehavior,
		toolTipLook, buttonLook, pagesLook}
)

// itemProp is a property of an item.
type itemProp struct {
	ru, en string
	kind   *value.Type // nil takes any
	begin  value.Value
}

// everyItem are the properties of all items, then those of each kind. The platform
// has more of them; one that is not here ends a test.
var (
	everyItem = []itemProp{
		{"Заголовок", "Title", value.StringType, value.String("")}, {"Подсказка", "ToolTip", value.StringType, value.String("")},
		{"Видимость", "Visible", value.BoolType, value.Bool(true)}, {"Доступность", "Enabled", value.BoolType, value.Bool(true)},
		{"ОтображениеПодсказки", "ToolTipRepresentation", toolTipLook.kind, nil},
		{"РастягиватьПоГоризонтали", "HorizontalStretch", nil, nil}, {"РастягиватьПоВертикали", "VerticalStretch", nil, nil},
		{"Ширина", "Width", value.NumberType, value.Int(0)}, {"Высота", "Height", value.NumberType, value.Int(0)},
		{"АвтоМаксимальнаяШирина", "AutoMaxWidth", value.BoolType, value.Bool(true)}, {"МаксимальнаяШирина", "MaxWidth", value.NumberType, value.Int(0)},
	}
	ofItem = map[*value.Type][]itemProp{
		formFieldType: {
			{"Вид", "Type", fieldKind.kind, nil}, {"ПутьКДанным", "DataPath", value.StringType, value.String("")},
			{"ТолькоПросмотр", "ReadOnly", value.BoolType, value.Bool(false)}, {"ПоложениеЗаголовка", "TitleLocation", titlePlace.kind, nil},
			{"МногострочныйРежим", "MultiLine", nil, nil}, {"РежимПароля", "PasswordMode", nil, nil}, {"ПодсказкаВвода", "InputHint", value.StringType, value.String("")},
			{"КнопкаОчистки", "ClearButton", nil, nil}, {"КнопкаВыбора", "ChoiceButton", nil, nil},
			{"АвтоОтметкаНезаполненного", "AutoMarkIncomplete", nil, nil}, {"ОтметкаНезаполненного", "MarkIncomplete", value.BoolType, value.Bool(false)},
			{"МинимальноеЗначение", "MinValue", nil, nil}, {"МаксимальноеЗначение", "MaxValue", nil, nil},
		},
		formGroupType: {
			{"Вид", "Type", groupKind.kind, nil}, {"Группировка", "Group", childGrouping.kind, nil}, {"Отображение", "Representation", groupLook.kind, nil},
			{"ОтображатьЗаголовок", "ShowTitle", value.BoolType, value.Bool(true)}, {"Поведение", "Behavior", groupBehavior.kind, nil},
			{"ТолькоПросмотр", "ReadOnly", value.BoolType, value.Bool(false)}, {"ОтображениеСтраниц", "PagesRepresentation", pagesLook.kind, nil},
		},
		formButtonType: {
			{"Вид", "Type", buttonKind.kind, nil}, {"ИмяКоманды", "CommandName", value.StringType, value.String("")},
			{"КнопкаПоУмолчанию", "DefaultButton", value.BoolType, value.Bool(false)}, {"Отображение", "Representation", buttonLook.kind, nil},
			{"Картинка", "Picture", pictureType, nil},
		},
		formDecorationType: {{"Вид", "Type", decorationKind.kind, nil}, {"Картинка", "Picture", pictureType, nil}},
		formCommandType: {
			{"Действие", "Action", value.StringType, value.String("")}, {"Картинка", "Picture", pictureType, nil},
			{"Отображение", "Representation", buttonLook.kind, nil}, {"ИзменяетСохраняемыеДанные", "ModifiesStoredData", value.BoolType, value.Bool(false)},
		},
	}
	itemEvents = map[*value.Type][][2]string{
		formFieldType:      {{"ПриИзменении", "OnChange"}, {"Нажатие", "Click"}, {"НачалоВыбора", "StartChoice"}, {"Очистка", "Clearing"}},
		formDecorationType: {{"Нажатие", "Click"}, {"ОбработкаНавигационнойСсылки", "URLProcessing"}},
		formGroupType:      {{"ПриСменеСтраницы", "OnCurrentPageChange"}},
	}
)

func itemProperty(kind *value.Type, name string) *itemProp {
	lists := [][]itemProp{ofItem[kind], everyItem}
	if kind == formCommandType {
		lists[1] = everyItem[:2]
	}
	for _, list := range lists {
		for i, p := range list {
			if equalFold(name, p.ru, p.en) {
				return &list[i]
			}
		}
	}
	return nil
}
