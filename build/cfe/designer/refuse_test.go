package designer

import (
	"strings"
	"testing"
	"testing/fstest"
)

const (
	confFile     = "Configuration.xml"
	moduleFile   = "CommonModules/ОбразецСервер.xml"
	registerFile = "InformationRegisters/ОбразецНастройки.xml"
	rightsFile   = "Roles/ОбразецРоль/Ext/Rights.xml"
	jobFile      = "ScheduledJobs/ОбразецЗадание.xml"
	scheduleFile = "ScheduledJobs/ОбразецЗадание/Ext/Schedule.xml"
	commandFile  = "CommonCommands/ОбразецКоманда.xml"
	formFile     = "CommonForms/ОбразецФорма.xml"
	bodyFile     = "CommonForms/ОбразецФорма/Ext/Form.xml"
	formModule   = "CommonForms/ОбразецФорма/Ext/Form/Module.bsl"
	subFile      = "Subsystems/ОбразецПодсистема.xml"
)

// Each change makes the sources something that is not supported; the error must
// name the file and say what it is.
func TestRead_refuses(t *testing.T) {
	for _, c := range []struct{ file, old, with, want string }{
		// What is not known is not dropped.
		{moduleFile, "<Server>", "<Color>red</Color>\n\t\t\t<Server>", "line 15: <Color> stands where <Server> is expected"},
		{moduleFile, "</Properties>", "<Color/></Properties>", "<Color>: it is not known here, or it stands out of order"},
		{moduleFile, "\t\t\t<Server>true</Server>\n", "", "<ExternalConnection> stands where <Server> is expected"},
		{moduleFile, "<ReturnValuesReuse>DontUse</ReturnValuesReuse>", "", "<Properties>: <ReturnValuesReuse> is missing in it"},
		{moduleFile, "<Server>", `<Server kind="x">`, "<Server>: the attribute kind is not known here"},
		{moduleFile, "<Server>true", "<Server>yes", `<Server>: "yes" is neither true nor false`},
		{moduleFile, ">DontUse<", ">Forever<", `"Forever" is not supported, only DontUse, DuringRequest, DuringSession`},
		{moduleFile, "<Server>true</Server>", "<Server><a/></Server>", "it has elements where text is expected"},
		{moduleFile, "<Properties>", "text<Properties>", `text "text" between its elements`},
		{moduleFile, "</CommonModule>", "<ChildObjects/></CommonModule>", "<ChildObjects>: it is not known here"},
		{moduleFile, "<Comment/>", "<Comment>two\nlines</Comment>", "a text of several lines is not supported"},
		{moduleFile, "<Comment/>", "<Comment/>\n\t\t\t<ObjectBelonging>Adopted</ObjectBelonging>", "<ObjectBelonging> stands where <Global> is expected"},
		{moduleFile, "<v8:lang>", "<v8:language>ru</v8:language><v8:lang>", "<v8:language> stands where <v8:lang> is expected"},
		// The frame of a file.
		{moduleFile, `version="2.10"`, `version="2.17"`, `format "2.17" is not supported, only 2.10`},
		{moduleFile, `version="2.10"`, ``, `format "" is not supported`},
		{moduleFile, "<MetaDataObject ", `<MetaDataObject kind="x" `, "<MetaDataObject>: the attribute kind is not known here"},
		{moduleFile, "MetaDataObject", "Object", "closed by </MetaDataObject>"},
		{moduleFile, `xmlns="http://v8.1c.ru/8.3/MDClasses"`, `xmlns="http://example.com"`, `unknown namespace "http://example.com"`},
		{moduleFile, `xmlns:v8="http://v8.1c.ru/8.1/data/core"`, `xmlns:v9="http://v8.1c.ru/8.1/data/core"`, `prefix "v9" for the namespace`},
		{moduleFile, `xmlns:v8="http://v8.1c.ru/8.1/data/core"`, ``, `unknown namespace "v8"`},
		{moduleFile, "<MetaDataObject", "<!DOCTYPE x [<!ENTITY y \"z\">]>\n<MetaDataObject", "a document type is not allowed"},
		{moduleFile, "<CommonModule uuid", "<CommonTemplate uuid", "closed by </CommonModule>"},
		{moduleFile, `uuid="0b16cf4d`, `uuid="0B16CF4D`, "is not an identifier in lower case"},
		{moduleFile, `uuid="0b16cf4d-df07-4099-a45e-a7d78925372d"`, ``, `"" is not an identifier`},
		{moduleFile, "<Name>ОбразецСервер", "<Name>ОбразецДругой", `but the object is listed as "ОбразецСервер"`},
		// The root.
		{confFile, "<ConfigurationExtensionPurpose>AddOn", "<ConfigurationExtensionPurpose>Patch", `"Patch" is not supported, only AddOn, Customization`},
		{confFile, ">Version8_3_17<", ">Version8_3_18<", `"Version8_3_18" is not supported`},
		{confFile, ">Version8_3_17<", ">DontUse<", `"DontUse" is not supported`},
		{confFile, "<ScriptVariant>Russian", "<ScriptVariant>English", `"English" is not supported, only Russian`},
		{confFile, "<ObjectBelonging>Adopted</ObjectBelonging>", "<ObjectBelonging>Own</ObjectBelonging>", `"Own" is not supported`},
		{confFile, ">PlatformApplication<", ">MobilePlatformApplication<", "only PlatformApplication is supported"},
		{confFile, `xsi:type="xr:MDObjectRef">Role`, `xsi:type="xs:string">Role`, "only xr:MDObjectRef is supported"},
		{confFile, ">9cd510cd-abfc-11d4-9434-004095e12fc7<", ">9cd510cd-abfc-11d4-9434-004095e12fc8<", "no contained object of class 9cd510cd"},
		{confFile, ">9fcd25a0-4822-11d4-9414-008048da11f9<", ">9cd510cd-abfc-11d4-9434-004095e12fc7<", "is there twice"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role>ОбразецРоль</Role><Catalog>Х</Catalog>", "<Catalog>: objects of this class are not supported"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Thing>Х</Thing>", "<Thing>: objects of this class are not supported"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role>../Роль</Role>", "is not a name"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role>1Роль</Role>", "is not a name"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role></Role>", "is empty or longer"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role>Нет</Role>", "Roles/Нет.xml"},
		{confFile, "<Role>ОбразецРоль</Role>", "<Role>ОбразецРоль</Role><Role>ОбразецРоль</Role>", "both Role.ОбразецРоль and Role.ОбразецРоль have it"},
		{confFile, "Role.ОбразецРоль", "Role.Чужая", `"Role.Чужая": the extension has no such object`},
		{confFile, "Role.ОбразецРоль<", "CommonModule.ОбразецСервер<", `the extension has no such object`},
		{confFile, "Language.Русский", "Language.Английский", `the extension has no such object`},
		{confFile, "<DefaultRunMode>ManagedApplication", "<DefaultRunMode>OrdinaryApplication", "only ManagedApplication is supported"},
		// Forms.
		{formFile, ">Managed<", ">Ordinary<", `"Ordinary" is not supported, only Managed`},
		{formFile, ">MobilePlatformApplication<", ">PlatformApplication<", "only PlatformApplication and MobilePlatformApplication together"},
		{bodyFile, `id="-1"/>`, `id="-1"><Autofill>false</Autofill></AutoCommandBar>`, "only an empty one named ФормаКоманднаяПанель"},
		{bodyFile, "<Attributes/>", "<Attributes><Attribute/></Attributes>", "<Attributes>: only an empty one is supported"},
		{bodyFile, "<Attributes/>", "<ChildItems/><Attributes/>", "<ChildItems> stands where <Attributes> is expected"},
		{bodyFile, `name="OnOpen"`, `name="OnReopen"`, `the event "OnReopen" is not supported`},
		{bodyFile, `name="OnOpen"`, `name="OnCreateAtServer"`, "the event OnCreateAtServer is there twice"},
		{bodyFile, ">ПриОткрытии<", ">При открытии<", "is not a name"},
		{bodyFile, ">ПриОткрытии<", ">ПриЗакрытии<", "the event OnOpen: the module has no procedure ПриЗакрытии"},
		{formModule, "Процедура ПриСозданииНаСервере", "Функция ПриСозданииНаСервере", "the module has no procedure ПриСозданииНаСервере"},
		// Data.
		{registerFile, "<DefaultListForm/>", "<DefaultListForm>InformationRegister.Х.Form.Ф</DefaultListForm>", "<DefaultListForm>: only an empty one is supported"},
		{registerFile, "<InformationRegisterPeriodicity>", "<StandardAttributes/>\n\t\t\t<InformationRegisterPeriodicity>", "<StandardAttributes> stands where"},
		{registerFile, ">Nonperiodical<", ">Day<", `"Day" is not supported, only Nonperiodical, Second`},
		{registerFile, "<PasswordMode>false", "<PasswordMode>true", `<PasswordMode>: the value "true" is not supported, only false`},
		{registerFile, `<MinValue xsi:nil="true"/>`, `<MinValue xsi:type="xs:decimal">1</MinValue>`, "<MinValue>"},
		{registerFile, `<FillValue xsi:nil="true"/>`, `<FillValue xsi:type="xs:boolean">true</FillValue>`, `a value of type "xs:boolean" is not supported`},
		{registerFile, `>300<`, `>3.5<`, "only whole ones"},
		{registerFile, "xs:boolean<", "cfg:CatalogRef.Х<", `the type "cfg:CatalogRef.Х" is not supported`},
		{registerFile, "<v8:Type>xs:boolean</v8:Type>", "<v8:Type>xs:boolean</v8:Type><v8:Type>xs:string</v8:Type>", "<v8:Type>: it is not known here"},
		{registerFile, "<v8:Length>500", "<v8:Length>-1", `"-1" is not a number`},
		{"InformationRegisters/ОбразецИстория.xml", "<Resource uuid=\"", "<Attribute/><Resource uuid=\"", "<Attribute>: it is not supported in a register"},
		{registerFile, "<Resource ", "<Form>Ф</Form><Resource ", "<Form>: it is not supported in a register"},
		{registerFile, `category="Manager"`, `category="List"`, "is expected"},
		{"InformationRegisters/ОбразецИстория.xml", "<Name>Раздел<", "<Name>значение<", "two fields are called значение"},
		{"CommonTemplates/ОбразецДанные.xml", ">BinaryData<", ">TextDocument<", `"TextDocument" is not supported, only AddIn, BinaryData`},
		// Commands, subsystems.
		{commandFile, "<Picture/>", "<Picture><xr:Ref>StdPicture.Help</xr:Ref></Picture>", "<Picture>: only an empty one is supported"},
		{commandFile, ">ActionsPanelTools<", ">CommandGroup.Моя<", `"CommandGroup.Моя" is not supported`},
		{subFile, "CommonCommand.ОбразецКоманда<", "CommonCommand.Чужая<", `"CommonCommand.Чужая": the extension has no such object`},
		{subFile, "<Subsystem>Вложенная<", "<Subsystem>Вложенная/..<", "is not a name"},
		// Rights.
		{rightsFile, "<name>EventLog<", "<name>Read<", `"Read" is not a right of Configuration.Образец`},
		{rightsFile, "<name>SaveUserData<", "<name>EventLog<", "is there twice or out of the platform's order"},
		{rightsFile, "<name>Configuration.Образец<", "<name>Catalog.Х<", `rights to "Catalog.Х" are not supported`},
		{rightsFile, "<name>Configuration.Образец<", "<name>Configuration.Другая<", "the extension has no such object"},
		{rightsFile, "Constant.ОбразецКонстанта<", "InformationRegister.ОбразецНастройки<", "is there twice"},
		{rightsFile, "<setForAttributesByDefault>true", "<setForAttributesByDefault>false", `"false" is not supported`},
		{rightsFile, "</Rights>", "<restrictionTemplate/></Rights>", "<restrictionTemplate>: it is not known here"},
		{rightsFile, `xsi:type="Rights"`, `xsi:type="Other"`, `type "Other"`},
		// Jobs.
		{jobFile, "CommonModule.ОбразецСервер.ПоРасписанию", "ОбразецСервер.ПоРасписанию", "is not CommonModule.<module>.<procedure>"},
		{jobFile, "CommonModule.ОбразецСервер.", "CommonModule.Чужой.", `"CommonModule.Чужой": the extension has no such object`},
		{scheduleFile, `RepeatPause="0"`, `RepeatPause="0" More="1"`, "the attribute More is not known here"},
		{scheduleFile, `RepeatPause="0"`, ``, "the attribute RepeatPause is missing"},
		{scheduleFile, `RepeatPause="0"`, `RepeatPause="x"`, `RepeatPause="x" is not a number`},
		{scheduleFile, `BeginTime="00:00:00"`, `BeginTime="25:00:00"`, "is not of the form"},
		{scheduleFile, "1 2 3 4 5 6 7<", "1 8<", `"8" is not a number from 1 to 7`},
		{scheduleFile, "</Schedule>", "<ent:DetailedDailySchedules/></Schedule>", "<ent:DetailedDailySchedules>: it is not known here"},
	} {
		files := sample(t)
		change(t, files, c.file, c.old, c.with)
		_, err := Read(files)
		switch {
		case err == nil || !strings.Contains(err.Error(), c.want):
			t.Errorf("%s with %q: %v, want an error with %q", c.file, c.with, err, c.want)
		case !strings.HasPrefix(err.Error(), "designer: "):
			t.Errorf("%s with %q: %v does not say who speaks", c.file, c.with, err)
		case strings.HasPrefix(err.Error(), "designer: read ") && !strings.Contains(err.Error(), ".xml"):
			t.Errorf("%s with %q: %v does not name the file", c.file, c.with, err)
		}
	}
}

func TestRead_files(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func(fstest.MapFS)
		want  string
	}{
		"a file of nobody": {func(f fstest.MapFS) { f["CommonForms/Ф.xml"] = &fstest.MapFile{} }, "read CommonForms/Ф.xml: no object claims this file"},
		"a second module":  {func(f fstest.MapFS) { f["Ext/OrdinaryApplicationModule.bsl"] = &fstest.MapFile{} }, "no object claims this file"},
		"no root":          {func(f fstest.MapFS) { delete(f, confFile) }, "read Configuration.xml"},
		"no object":        {func(f fstest.MapFS) { delete(f, moduleFile) }, "read " + moduleFile},
		"empty":            {func(f fstest.MapFS) { f[moduleFile] = &fstest.MapFile{Data: bom} }, "the file is empty"},
		"no mark":          {func(f fstest.MapFS) { f[moduleFile].Data = f[moduleFile].Data[3:] }, "UTF-8 with a byte order mark"},
		"not UTF-8":        {func(f fstest.MapFS) { f[moduleFile].Data = append(f[moduleFile].Data, 0xFF) }, "UTF-8 with a byte order mark"},
		"module without mark": {func(f fstest.MapFS) {
			f["Ext/SessionModule.bsl"] = &fstest.MapFile{Data: []byte("// нет")}
		}, "read Ext/SessionModule.bsl: it must be UTF-8"},
		"module with LF": {func(f fstest.MapFS) {
			f["Ext/SessionModule.bsl"] = &fstest.MapFile{Data: []byte("\uFEFF// нет\n")}
		}, "read Ext/SessionModule.bsl: its lines must end with CR LF"},
		"too long": {func(f fstest.MapFS) {
			f["CommonTemplates/ОбразецДанные/Ext/Template.bin"] = &fstest.MapFile{Data: make([]byte, maxFileBytes+1)}
		}, "it is longer than"},
	} {
		files := sample(t)
		c.spoil(files)
		if _, err := Read(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", what, err, c.want)
		}
	}
}
