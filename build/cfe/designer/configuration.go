package designer

import (
	"strconv"
	"strings"

	"sentry1c/build/cfe/mdclass"
)

// Configuration is the root of an extension.
type Configuration struct {
	Object
	// Contained are the identifiers of the objects the root consists of, by the
	// class of each. The first of [mdclass.Groups] names the root's modules.
	Contained map[string]string

	Purpose            string // of mdclass.ExtensionPurpose
	KeepMapping        bool   // objects of the base are found by identifier, not by name
	Prefix             string
	CompatibilityMode  int // 80317 for 8.3.17
	DefaultRoles       []Reference
	Vendor             string
	Version            string
	DefaultLanguage    string // its full name, or empty if the extension leaves it alone
	BriefInformation   Phrases
	DetailedInfo       Phrases
	Copyright          Phrases
	VendorAddress      Phrases
	InformationAddress Phrases
	InterfaceMode      string // of mdclass.InterfaceCompatibilityMode, or empty likewise

	ApplicationModule []byte // managed application module, nil if there is none
	SessionModule     []byte
}

// configuration reads the root and the list of the objects below it.
func (s *source) configuration() (*Configuration, []*element, error) {
	r, err := s.record("Configuration.xml", "Configuration", shape{info: true, children: true})
	if err != nil {
		return nil, nil, err
	}
	conf := &Configuration{Contained: map[string]string{}}
	if err := r.read(r.info, conf.contained); err != nil {
		return nil, nil, err
	}
	err = r.read(r.properties, func(c *cursor) {
		conf.UUID = r.uuid
		conf.identity(c)
		conf.information(c)
	})
	if err != nil {
		return nil, nil, err
	}
	if conf.ApplicationModule, err = s.module("Ext/ManagedApplicationModule.bsl"); err != nil {
		return nil, nil, err
	}
	if conf.SessionModule, err = s.module("Ext/SessionModule.bsl"); err != nil {
		return nil, nil, err
	}
	return conf, r.children.children, nil
}

func (conf *Configuration) contained(c *cursor) {
	for _, e := range c.all("xr:ContainedObject") {
		c.bare(e)
		c.inside(e, func(in *cursor) {
			class, id := in.uuid("xr:ClassId"), in.uuid("xr:ObjectId")
			if conf.Contained[class] != "" {
				in.fail(e.line, "<%s>: class %s is there twice", e.name, class)
			}
			conf.Contained[class] = id
		})
	}
	for _, g := range mdclass.Groups {
		if conf.Contained[g.ID] == "" {
			c.fail(c.parent.line, "<%s>: no contained object of class %s", c.parent.name, g.ID)
		}
	}
	if c.err == nil && len(conf.Contained) > len(mdclass.Groups) {
		c.fail(c.parent.line, "<%s>: a contained object of an unknown class", c.parent.name)
	}
}

// identity reads what the extension is and how it takes hold of its base.
func (conf *Configuration) identity(c *cursor) {
	conf.Object = c.head(conf.UUID, "")
	conf.Purpose = c.one("ConfigurationExtensionPurpose", mdclass.ExtensionPurpose)
	c.fixed("ObjectBelonging", "Adopted")
	conf.KeepMapping = c.bool("KeepMappingToExtendedConfigurationObjectsByIDs")
	conf.Prefix = c.text("NamePrefix")
	conf.CompatibilityMode = c.compatibility("ConfigurationExtensionCompatibilityMode")
	conf.compared(c)
	c.fixed("ScriptVariant", "Russian")
}

// compared reads what the platform compares with the base when it stands in the
// sources: an extension that leaves it out goes with any base.
func (conf *Configuration) compared(c *cursor) {
	if e := c.optional("DefaultRunMode"); e != nil && c.plain(e) != "ManagedApplication" {
		c.fail(e.line, "<%s>: only ManagedApplication is supported", e.name)
	}
	e := c.optional("UsePurposes")
	if e == nil {
		return
	}
	c.inside(e, func(in *cursor) {
		e := in.take("v8:Value")
		if in.bare(e, "xsi:type"); e.attrs["xsi:type"] != "app:ApplicationUsePurpose" || e.text != "PlatformApplication" {
			in.fail(e.line, "<%s>: only PlatformApplication is supported", e.name)
		}
	})
}

// information reads what the extension says of itself.
func (conf *Configuration) information(c *cursor) {
	conf.DefaultRoles = c.references("DefaultRoles")
	conf.Vendor = c.text("Vendor")
	conf.Version = c.text("Version")
	if e := c.optional("DefaultLanguage"); e != nil {
		conf.DefaultLanguage = c.plain(e)
	}
	conf.BriefInformation = c.phrases("BriefInformation")
	conf.DetailedInfo = c.phrases("DetailedInformation")
	conf.Copyright = c.phrases("Copyright")
	conf.VendorAddress = c.phrases("VendorInformationAddress")
	conf.InformationAddress = c.phrases("ConfigurationInformationAddress")
	if e := c.optional("InterfaceCompatibilityMode"); e != nil {
		conf.InterfaceMode = c.oneOf(e, mdclass.InterfaceCompatibilityMode)
	}
}

// compatibility reads a mode such as Version8_3_17 as the number 80317. Modes
// below 8.3.10 have no known files, modes above that of the format's platform
// it cannot have written.
func (c *cursor) compatibility(name string) int {
	const oldest, newest = 10, 17
	e := c.take(name)
	s := c.plain(e)
	n, err := strconv.Atoi(strings.TrimPrefix(s, "Version8_3_"))
	if c.err == nil && (err != nil || !strings.HasPrefix(s, "Version8_3_") || n < oldest || n > newest) {
		c.fail(e.line, "<%s>: %q is not supported, only Version8_3_%d to Version8_3_%d", name, s, oldest, newest)
	}
	return 80300 + n
}
