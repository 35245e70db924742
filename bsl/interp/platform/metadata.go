package platform

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// MetaObject is an object of the metadata.
type MetaObject struct {
	FullName string // Документ.Заказ
	Synonym  string
	// Separates says of a common attribute that it divides the data of the base.
	Separates bool
}

var (
	metaObjectType     = &value.Type{Ru: "ОбъектМетаданных", En: "MetadataObject"}
	metaCollectionType = &value.Type{Ru: "КоллекцияОбъектовМетаданных", En: "MetadataObjectCollection"}
	metadataType       = &value.Type{Ru: "ОбъектМетаданныхКонфигурация", En: "ConfigurationMetadataObject"}
)

// Type tells the type.
func (*MetaObject) Type() *value.Type { return metaObjectType }

// Present is what Строка() makes of the object.
func (m *MetaObject) Present(value.Language) string { return m.Synonym }

func (m *MetaObject) name() string { return m.FullName[strings.LastIndex(m.FullName, ".")+1:] }

// metaCollection is the objects of one class.
type metaCollection struct {
	base  *Infobase
	class string
}

func (metaCollection) Type() *value.Type { return metaCollectionType }

// CallMember has nothing of its own.
func (metaCollection) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (metaCollection) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds an object.
func (m metaCollection) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	if o := m.base.object(m.class + "." + name); o != nil {
		return o, true, nil
	}
	return nil, true, eval.Raised(eval.CategoryScript, "Поле объекта не обнаружено (%s)", name)
}

// metadata is Метаданные.
type metadata struct{ base *Infobase }

func (metadata) Type() *value.Type { return metadataType }

// object finds an object by its full name.
func (b *Infobase) object(fullName string) *MetaObject {
	for _, o := range b.Objects {
		if equalFold(o.FullName, fullName) {
			return o
		}
	}
	return nil
}

// fullName is a full name in the script of the configuration: in an English one the
// class is an English word (ssl_3_1_eng MessageTemplates manager module:232 compares
// FullName() with "Catalog").
func (b *Infobase) fullName(ru string) string {
	class, rest, _ := strings.Cut(ru, ".")
	for _, c := range metaClasses {
		if c[2] == class {
			return b.script(ru, c[3]+"."+rest)
		}
	}
	return ru
}

// russianName is the name under which an object is kept.
func russianName(name string) string {
	class, rest, _ := strings.Cut(name, ".")
	for _, c := range metaClasses {
		if equalFold(class, c[3]) {
			return c[2] + "." + rest
		}
	}
	return name
}

// AddObject adds an object to the metadata and returns it.
func (b *Infobase) AddObject(fullName, synonym string) *MetaObject {
	if o := b.object(fullName); o != nil {
		return o
	}
	o := &MetaObject{FullName: fullName, Synonym: synonym}
	b.Objects = append(b.Objects, o)
	return o
}

// metaClasses are the collections of Метаданные and the classes of their objects.
var metaClasses = [][4]string{
	{"ОбщиеМодули", "CommonModules", "ОбщийМодуль", "CommonModule"},
	{"РегистрыСведений", "InformationRegisters", "РегистрСведений", "InformationRegister"},
	{"РегламентныеЗадания", "ScheduledJobs", "РегламентноеЗадание", "ScheduledJob"},
	{"Документы", "Documents", "Документ", "Document"}, {"Справочники", "Catalogs", "Справочник", "Catalog"},
	{"ОбщиеРеквизиты", "CommonAttributes", "ОбщийРеквизит", "CommonAttribute"},
	{"Роли", "Roles", "Роль", "Role"}, {"ОбщиеМакеты", "CommonTemplates", "ОбщийМакет", "CommonTemplate"}, {"ОбщиеФормы", "CommonForms", "ОбщаяФорма", "CommonForm"},
}

func defineMetadata(c *eval.Catalog) {
	c.DefineProperty(&eval.Property{Ru: "Метаданные", En: "Metadata", Where: eval.ServerCode,
		Get: func(t *eval.Thread) (value.Value, error) { return metadata{t.Runtime.(*Session).Base}, nil }})
	members := []*eval.Member{
		prop("Имя", "Name", func(c *eval.Call) value.Value { return str(self[metadata](c).base.Configuration.Name) }),
		prop("Версия", "Version", func(c *eval.Call) value.Value { return str(self[metadata](c).base.Configuration.Version) }),
		prop("Синоним", "Synonym", func(c *eval.Call) value.Value { return str(self[metadata](c).base.Configuration.Synonym) }),
		prop("РежимСовместимости", "CompatibilityMode", func(c *eval.Call) value.Value {
			name := self[metadata](c).base.CompatibilityName
			return &value.Enum{Of: compatibilityType, Ru: name, En: strings.ReplaceAll(name, "Версия", "Version")}
		}),
	}
	for _, class := range metaClasses {
		members = append(members, prop(class[0], class[1], func(c *eval.Call) value.Value {
			return metaCollection{self[metadata](c).base, class[2]}
		}))
	}
	members = append(members, prop("СвойстваОбъектов", "ObjectProperties", func(*eval.Call) value.Value { return objectProperties{} }))
	c.DefineClass(&eval.Class{Type: compatibilityType}, nil, nil)
	c.DefineClass(&eval.Class{Type: objectPropertiesType}, nil, []*eval.Member{
		prop("РазделениеДанныхОбщегоРеквизита", "CommonAttributeDataSeparation", func(*eval.Call) value.Value { return separation }),
	})
	c.DefineClass(&eval.Class{Type: separation.kind}, nil, nil)
	c.DefineValues(separation.kind, separation.entries())
	c.DefineClass(&eval.Class{Type: metadataType}, []*eval.Function{
		fn("НайтиПоПолномуИмени", "FindByFullName", 1, 1, func(c *eval.Call) (value.Value, error) {
			if o := self[metadata](c).base.object(russianName(c.OnlyText(0))); o != nil {
				return o, nil
			}
			return value.Undefined, nil
		}),
	}, members)
	c.DefineClass(&eval.Class{Type: metaCollectionType, Items: func(_ *eval.Thread, v value.Value) ([]value.Value, error) {
		m := v.(metaCollection)
		var list []value.Value
		for _, o := range m.base.Objects {
			if strings.HasPrefix(o.FullName, m.class+".") {
				list = append(list, o)
			}
		}
		return list, nil
	}}, []*eval.Function{
		fn("Найти", "Find", 1, 1, func(c *eval.Call) (value.Value, error) {
			m := self[metaCollection](c)
			if o := m.base.object(m.class + "." + c.OnlyText(0)); o != nil {
				return o, nil
			}
			return value.Undefined, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: metaObjectType}, []*eval.Function{
		fn("ПолноеИмя", "FullName", 0, 0, func(c *eval.Call) (value.Value, error) {
			return str(session(c).Base.fullName(self[*MetaObject](c).FullName)), nil
		}),
		fn("Представление", "Presentation", 0, 0, func(c *eval.Call) (value.Value, error) { return str(self[*MetaObject](c).Synonym), nil }),
	}, []*eval.Member{
		prop("Имя", "Name", func(c *eval.Call) value.Value { return str(self[*MetaObject](c).name()) }),
		prop("Синоним", "Synonym", func(c *eval.Call) value.Value { return str(self[*MetaObject](c).Synonym) }),
		prop("РазделениеДанных", "DataSeparation", func(c *eval.Call) value.Value {
			if self[*MetaObject](c).Separates {
				return separation.member("Разделять")
			}
			return notUsed
		}),
	})
}

// objectProperties is Метаданные.СвойстваОбъектов: what properties of objects may be.
type objectProperties struct{}

func (objectProperties) Type() *value.Type { return objectPropertiesType }

var (
	objectPropertiesType = &value.Type{Ru: "СвойстваОбъектовМетаданных", En: "MetadataObjectProperties"}
	separation           = enum("РазделениеДанныхОбщегоРеквизита", "CommonAttributeDataSeparation", "Разделять", "Separate")
	// notUsed is what code here has no need to name.
	notUsed = &value.Enum{Of: separation.kind, Ru: "НеИспользовать", En: "DontUse"}
)

var compatibilityType = &value.Type{Ru: "РежимСовместимости", En: "CompatibilityMode"}
