package standin

import "runtime"

// NeverAsked as a capability level: the platform has no SetPlatformCapabilities yet.
const NeverAsked = -1

// newestCapabilities is the level of the platforms of today.
const newestCapabilities = 3

// Capability levels from which the platform gives or asks for more.
const (
	capabilityInterfaces   = 1 // IAddInDefBaseEx instead of IAddInDefBase
	capabilityUserLanguage = 3 // UserLanguageBase is called; the level is a belief, no document names it
)

// OpenOption changes how a library is opened.
type OpenOption func(*openOptions)

type openOptions struct {
	capabilities int
	classesFirst bool
}

// WithCapabilities makes the platform one of another generation: the level it tells SetPlatformCapabilities, or NeverAsked.
func WithCapabilities(level int) OpenOption {
	return func(o *openOptions) { o.capabilities = level }
}

// WithClassesFirst asks GetClassNames before SetPlatformCapabilities and GetAttachType: no document promises an order.
func WithClassesFirst() OpenOption {
	return func(o *openOptions) { o.classesFirst = true }
}

// ObjectOption changes how an object is created.
type ObjectOption func(*objectOptions)

type objectOptions struct {
	initFirst  bool
	noMemory   bool
	noInit     bool
	keepFailed bool
	guardPages bool
	isolated   bool
	locale     string
	language   string
	platform   PlatformInfo
	filter     func(n, size int) bool
}

func defaultObjectOptions() objectOptions {
	o := objectOptions{
		locale:   "ru_RU",
		language: "ru",
		platform: PlatformInfo{Version: "8.3.27.1508", Application: Server},
	}
	if runtime.GOOS == "windows" {
		o.locale = "rus_RUS"
	}
	return o
}

// WithInitFirst calls Init before setMemManager; the default is the other order.
func WithInitFirst() ObjectOption { return func(o *objectOptions) { o.initFirst = true } }

// WithoutMemoryManager never calls setMemManager (nor, therefore, RegisterExtensionAs).
func WithoutMemoryManager() ObjectOption { return func(o *objectOptions) { o.noMemory = true } }

// WithoutInit never calls Init.
func WithoutInit() ObjectOption { return func(o *objectOptions) { o.noInit = true } }

// WithFailedInit gives the object to the caller even if Init or setMemManager answers false.
func WithFailedInit() ObjectOption { return func(o *objectOptions) { o.keepFailed = true } }

// WithGuardPages puts every string, blob and array of parameters that the host passes right before a page that faults,
// and unmaps it after the call: reading past the end or later ends the process. Slow; for tests.
func WithGuardPages() ObjectOption { return func(o *objectOptions) { o.guardPages = true } }

// WithLocale is the name SetLocale gets; by default "ru_RU", on Windows "rus_RUS". Empty: SetLocale is not called.
func WithLocale(name string) ObjectOption { return func(o *objectOptions) { o.locale = name } }

// WithLanguage is the code SetUserInterfaceLanguageCode gets, by default "ru". Empty: it is not called.
func WithLanguage(code string) ObjectOption { return func(o *objectOptions) { o.language = code } }

// WithPlatformInfo is what GetInterface(IPlatformInfo) tells.
func WithPlatformInfo(info PlatformInfo) ObjectOption {
	return func(o *objectOptions) { o.platform = info }
}

// WithIsolated makes IAttachedInfo answer that the add-in runs in a process of its own.
func WithIsolated() ObjectOption { return func(o *objectOptions) { o.isolated = true } }

// WithAllocFilter asks admit before every AllocMemory of the object: n counts its calls from 1, size is in bytes.
// False makes AllocMemory fail. It may run on any thread.
func WithAllocFilter(admit func(n, size int) bool) ObjectOption {
	return func(o *objectOptions) { o.filter = admit }
}

// FailAllocAt is a filter for WithAllocFilter that fails the n-th call only.
func FailAllocAt(n int) func(n, size int) bool {
	return func(i, _ int) bool { return i != n }
}

// FailAllocFrom is a filter for WithAllocFilter that fails the n-th call and all after it.
func FailAllocFrom(n int) func(n, size int) bool {
	return func(i, _ int) bool { return i < n }
}
