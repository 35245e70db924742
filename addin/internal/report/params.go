package report

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/rawjson"
)

// Settings are what a base's owner says about the events of its reports.
type Settings struct {
	// Infobase is the name of the base; a report has none.
	Infobase string
	// Environment and Release come before what the report says; "" leaves it.
	Environment, Release string
	// Trace is a trace of its own, in 32 digits: reports of one base have no more to do with
	// each other than their errors have.
	Trace string
	// Repeats is how many reports of the same error were not asked for before this one.
	Repeats int
}

// fields are what an event of either kind has, by the names of Params.
func (r *Report) fields(s Settings) rawjson.Object {
	var o rawjson.Object
	if moment, ok := r.Moment(); ok {
		o.Set("timestamp", rawjson.String(moment.Format(time.RFC3339)))
	}
	set := func(name, text string) {
		if text != "" {
			o.Set(name, rawjson.String(text))
		}
	}
	c := &r.Configuration
	switch {
	case s.Release != "":
		set("release", s.Release)
	case c.Name != "" && c.Version != "":
		set("release", c.Name+"@"+c.Version)
	}
	set("environment", s.Environment)
	setObject(&o, "user", object("id", r.Client.ID, "username", r.Client.UserName))
	tags := object("configuration", c.Name, "infobase", s.Infobase, "application", r.Client.App, "platform", r.Client.Version)
	if s.Repeats > 0 {
		tags.Set("repeats", rawjson.String(strconv.Itoa(s.Repeats)))
	}
	setObject(&o, "tags", tags)
	var modules rawjson.Object
	for _, e := range c.Extensions {
		version := e.Version
		if version == "" {
			version = e.Hash
		}
		modules.Set(e.Name, rawjson.String(version))
	}
	setObject(&o, "modules", modules)
	contexts := r.contexts()
	if len(s.Trace) == 32 {
		setObject(&contexts, "trace", object("trace_id", s.Trace, "span_id", s.Trace[:16]))
	}
	setObject(&o, "contexts", contexts)
	return o
}

// Params are those of a capture of Text.
func (r *Report) Params(s Settings) string {
	o := r.fields(s)
	o.Set("mechanism", rawjson.String("report"))
	o.Set("handled", []byte("false"))
	return string(rawjson.AppendObject(nil, o))
}

// Event is the event of a crash, in Sentry's words.
func (r *Report) Event(s Settings) string {
	o := r.fields(s)
	level := "error"
	if r.Crash {
		level = "fatal"
	}
	o.Set("level", rawjson.String(level))
	o.Set("exception", append(append([]byte(`{"values":[`), r.exception()...), "]}"...))
	var parts []byte
	for i, part := range r.fingerprint() {
		if i > 0 {
			parts = append(parts, ',')
		}
		parts = rawjson.AppendString(parts, part)
	}
	o.Set("fingerprint", append(append([]byte{'['}, parts...), ']'))
	return string(rawjson.AppendObject(nil, o))
}

// contexts are Sentry's own and ours.
func (r *Report) contexts() rawjson.Object {
	var o rawjson.Object
	c := &r.Client
	setObject(&o, "app", object("app_name", c.App, "app_version", c.Version, "app_build", c.Platform, "user_agent", c.UserAgent))
	setObject(&o, "os", r.osContext())
	device := object("cpu_description", c.Processor, "arch", architecture(c.Platform))
	setNumber(&device, "memory_size", c.FullRAM)
	setNumber(&device, "free_memory", c.FreeRAM)
	setObject(&o, "device", device)
	setObject(&o, "runtime", object("name", "1C:Enterprise", "version", c.Version))
	setObject(&o, "culture", object("locale", c.Locale, "platform_language", c.PlatformLanguage, "interface_language", c.InterfaceLanguage))
	setObject(&o, "infobase", object("id", r.infobaseID(), "locale", r.InfobaseLocale, "separation", c.Separation))
	setObject(&o, "server", object("platform", r.Server.Platform, "version", r.Server.Version, "dbms", r.Server.DBMS))
	setObject(&o, "configuration", r.configurationContext())
	setObject(&o, "platform_stack", object("client", r.ClientStack.Text, "server", r.ServerStack.Text))
	told := object("id", r.ID, "stack_hash", r.StackHash, "client_stack_hash", r.ClientStack.Hash, "server_stack_hash", r.ServerStack.Hash,
		"dump", r.Dump.Kind, "no_dump", r.Dump.Reason, "left_out", strings.Join(r.Left, "; "))
	if r.IsNative() {
		for name, value := range rawjson.Fields(rawjson.AppendObject(nil, object("error", r.Text()))) {
			told.Set(name, value)
		}
	}
	for _, more := range []struct{ name, text string }{{"additional_info", r.AdditionalInfo}, {"additional_data", r.AdditionalData}} {
		if more.text != "" && len(more.text) <= maxShown {
			told.Set(more.name, rawjson.String(more.text))
		}
	}
	setObject(&o, "report", told)
	return o
}

var (
	osVersion = regexp.MustCompile(`(?i)\bversion\s+([0-9.]+)`)
	osBuild   = regexp.MustCompile(`(?i)\bbuild\s+([0-9]+)`)
)

// osContext takes «Microsoft Windows 10 version 10.0  (Build 14393)» apart.
func (r *Report) osContext() rawjson.Object {
	name, version, build := "", "", ""
	platform := strings.ToLower(r.Client.Platform + " " + r.Client.OS)
	for _, known := range [...][2]string{{"windows", "Windows"}, {"linux", "Linux"}, {"macos", "macOS"}, {"ios", "iOS"}, {"android", "Android"}} {
		if strings.Contains(platform, known[0]) {
			name = known[1]
			break
		}
	}
	if m := osVersion.FindStringSubmatch(r.Client.OS); m != nil {
		version = m[1]
	}
	if m := osBuild.FindStringSubmatch(r.Client.OS); m != nil {
		build = m[1]
	}
	if name == "" {
		name = r.Client.OS
	}
	return object("name", name, "version", version, "build", build, "raw_description", r.Client.OS)
}

// architecture is the last part of «Windows_x86_64».
func architecture(platform string) string {
	_, arch, _ := strings.Cut(platform, "_")
	return arch
}

func (r *Report) configurationContext() rawjson.Object {
	c := &r.Configuration
	o := object("name", c.Name, "version", c.Version, "description", c.Description, "compatibility", c.Compatibility, "hash", c.Hash)
	if c.Changed == "true" || c.Changed == "false" {
		o.Set("change_enabled", []byte(c.Changed))
	}
	for _, list := range []struct {
		name string
		of   []Extension
	}{{"extensions", c.Extensions}, {"disabled_extensions", c.Disabled}} {
		var b []byte
		for i, e := range list.of {
			if i > 0 {
				b = append(b, ',')
			}
			b = rawjson.AppendString(b, strings.TrimSpace(e.Name+" "+e.Version))
		}
		if b != nil {
			o.Set(list.name, append(append([]byte{'['}, b...), ']'))
		}
	}
	return o
}

// infobaseID is what БСП names the base by in the additional information, which is JSON
// then.
func (r *Report) infobaseID() string {
	raw, err := rawjson.Canonical(r.AdditionalInfo)
	if err != nil {
		return ""
	}
	return word(raw, "guid")
}

// object is one of texts, without the empty ones.
func object(pairs ...string) (o rawjson.Object) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			o.Set(pairs[i], rawjson.String(pairs[i+1]))
		}
	}
	return o
}

func setNumber(o *rawjson.Object, name string, value int64) {
	if value > 0 {
		o.Set(name, strconv.AppendInt(nil, value, 10))
	}
}

// setObject sets what says anything.
func setObject(o *rawjson.Object, name string, value rawjson.Object) {
	if len(value) > 0 {
		o.Set(name, rawjson.AppendObject(nil, value))
	}
}
