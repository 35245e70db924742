package cfe

import (
	"regexp"
	"strings"

	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/mdclass"
)

// references checks that objects named by others are there, and what can be
// told of names only when all are known.
func (c *checker) references() {
	names := map[string]string{}
	for _, o := range c.order {
		c.want(o, "a default role", "Role", o.detail.roles...)
		c.want(o, "its content", "", o.detail.content...)
		if o.class.Name == "ScheduledJob" {
			c.job(o)
		}
		key := strings.ToLower(o.FullName())
		if o.Name != "" && names[key] != "" {
			c.find(Error, o.FullName(), "another object has this name")
		}
		names[key] = o.UUID
		c.prefix(o)
	}
}

// want checks that identifiers lead to objects, of one class if it is given.
func (c *checker) want(o *seen, what, class string, uuids ...string) {
	for _, uuid := range uuids {
		switch target := c.objects[uuid]; {
		case target == nil && c.defined[uuid] == "":
			c.find(Warning, o.FullName(), "%s is %s, which the extension does not have", what, uuid)
		case target != nil && class != "" && target.Class != class:
			c.find(Error, o.FullName(), "%s is %s", what, target.FullName())
		}
	}
}

// job checks that the procedure of a scheduled job is there. The platform finds
// it by the identifier of the module and the name of the procedure.
func (c *checker) job(o *seen) {
	if o.Adopted {
		return
	}
	module := c.objects[o.detail.module]
	if module == nil || module.class.Name != "CommonModule" {
		c.find(Error, o.FullName(), "its procedure is in %s, which is not a common module of the extension", o.detail.module)
		return
	}
	entry := module.UUID + "." + mdclass.SuffixModule
	if _, there := c.stored[entry]; !there {
		c.find(Warning, o.FullName(), "%s, where its procedure should be, has no text", module.FullName())
		return
	}
	data, ok := c.inflate(entry)
	if !ok {
		return
	}
	if text, err := container.ReadModule(data); err == nil {
		data = text
	}
	procedure := `(?i)(?:^|\n|\x{FEFF})\s*(?:процедура|функция|procedure|function)\s+` + regexp.QuoteMeta(o.detail.method) + `\s*\([^)]*\)\s*(?:экспорт|export)`
	if ok, err := regexp.Match(procedure, data); err == nil && !ok {
		c.find(Warning, o.FullName(), "%s has no exported procedure %s", module.FullName(), o.detail.method)
	}
}

// prefix notes objects of the extension's own that do not carry its prefix.
func (c *checker) prefix(o *seen) {
	if !o.Adopted && o.Owner == "" && !strings.HasPrefix(o.Name, c.report.Extension.Prefix) {
		c.find(Note, o.FullName(), "its name does not begin with the prefix %q", c.report.Extension.Prefix)
	}
}
