package manifest

// EntryName is the name of the manifest inside the bundle.
const EntryName = "MANIFEST.XML"

// Namespace is that of the manifest's elements.
const Namespace = "http://v8.1c.ru/8.2/addin/bundle"

// OS is an operating system as the manifest names it.
type OS string

// Operating systems of the schema.
const (
	Windows        OS = "Windows"
	Linux          OS = "Linux"
	MacOS          OS = "MacOS"
	IOS            OS = "iOS"
	Android        OS = "Android"
	WindowsRuntime OS = "WindowsRuntime"
)

// Arch is a processor architecture as the manifest names it.
type Arch string

// Architectures of the schema. ARM64 and E2K are missing in its older editions.
const (
	I386      Arch = "i386"
	X86_64    Arch = "x86_64"
	ARM       Arch = "ARM"
	ARM64     Arch = "ARM64"
	E2K       Arch = "E2K"
	Universal Arch = "Universal"
)

// Type is the technology of a component.
type Type string

// Technologies of the schema.
const (
	Native Type = "native"
	COM    Type = "com"
	Plugin Type = "plugin"
)

// Component is one library of the bundle. The attributes from Object on are optional; empty means absent.
type Component struct {
	OS   OS
	Path string // name of the file in the root of the bundle
	Type Type
	Arch Arch

	Object        string // plugins only
	Client        string // browser the plugin is for
	ClientVersion string
	BuildType     string // mobile only: developer, release
	CodeType      string // mobile only: c++, java
}

// Manifest is the content of MANIFEST.XML.
type Manifest struct {
	Name       string // optional on desktops; Latin letters, digits, _
	Components []Component
}
