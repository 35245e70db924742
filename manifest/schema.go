package manifest

// What the platform's schema (MANIFEST.xsd) allows, in its order: error texts list it so.
var (
	allowedOS         = []string{string(Windows), string(Linux), string(MacOS), string(IOS), string(Android), string(WindowsRuntime)}
	allowedArch       = []string{string(I386), string(X86_64), string(ARM), string(ARM64), string(E2K), string(Universal)}
	allowedType       = []string{string(Native), string(COM), string(Plugin)}
	allowedClients    = []string{"1C:Enterprise", "Firefox", "MSIE", "Safari", "Chrome", "YandexBrowser", "ChromiumGost", "Edge", "AnyChromiumBased"}
	allowedBuildTypes = []string{"developer", "release"}
	allowedCodeTypes  = []string{"c++", "java"}
)

// attribute is one attribute of <component> in the order they are written.
type attribute struct {
	name     string
	required bool
	allowed  []string // nil: any text
	get      func(*Component) string
	set      func(*Component, string)
}

var attributes = []attribute{
	{"os", true, allowedOS,
		func(c *Component) string { return string(c.OS) }, func(c *Component, v string) { c.OS = OS(v) }},
	{"path", true, nil,
		func(c *Component) string { return c.Path }, func(c *Component, v string) { c.Path = v }},
	{"type", true, allowedType,
		func(c *Component) string { return string(c.Type) }, func(c *Component, v string) { c.Type = Type(v) }},
	{"arch", true, allowedArch,
		func(c *Component) string { return string(c.Arch) }, func(c *Component, v string) { c.Arch = Arch(v) }},
	{"object", false, nil,
		func(c *Component) string { return c.Object }, func(c *Component, v string) { c.Object = v }},
	{"client", false, allowedClients,
		func(c *Component) string { return c.Client }, func(c *Component, v string) { c.Client = v }},
	{"clientVersion", false, nil,
		func(c *Component) string { return c.ClientVersion }, func(c *Component, v string) { c.ClientVersion = v }},
	{"buildType", false, allowedBuildTypes,
		func(c *Component) string { return c.BuildType }, func(c *Component, v string) { c.BuildType = v }},
	{"codeType", false, allowedCodeTypes,
		func(c *Component) string { return c.CodeType }, func(c *Component, v string) { c.CodeType = v }},
}

func attributeNamed(name string) *attribute {
	for i := range attributes {
		if attributes[i].name == name {
			return &attributes[i]
		}
	}
	return nil
}

func attributeNames() []string {
	names := make([]string, len(attributes))
	for i, a := range attributes {
		names[i] = a.name
	}
	return names
}
