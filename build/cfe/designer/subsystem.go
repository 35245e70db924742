package designer

// maxSubsystems bounds how deep subsystems lie in one another.
const maxSubsystems = 10

// Subsystem is a part of the command interface.
type Subsystem struct {
	Object
	IncludeHelpInContents     bool
	IncludeInCommandInterface bool
	Explanation               Phrases
	Content                   []Reference
	Children                  []*Subsystem
}

// subsystem reads one subsystem and those inside it. The folder is that of its
// owner, or the root.
func (s *source) subsystem(folder, name string, depth int) (*Subsystem, error) {
	file := folder + "Subsystems/" + name + ".xml"
	r, err := s.record(file, "Subsystem", shape{children: true})
	if err != nil {
		return nil, err
	}
	sub := &Subsystem{}
	err = r.read(r.properties, func(c *cursor) {
		sub.Object = c.head(r.uuid, name)
		sub.IncludeHelpInContents = c.bool("IncludeHelpInContents")
		sub.IncludeInCommandInterface = c.bool("IncludeInCommandInterface")
		sub.Explanation = c.phrases("Explanation")
		c.empty("Picture")
		sub.Content = c.references("Content")
	})
	if err != nil {
		return nil, err
	}
	var names []string
	err = r.read(r.children, func(c *cursor) {
		for _, e := range c.all("Subsystem") {
			names = append(names, c.plain(e))
			if depth == maxSubsystems {
				c.fail(e.line, "<%s>: subsystems nested more than %d deep", e.name, maxSubsystems)
			}
		}
	})
	for _, n := range names {
		if err == nil {
			err = wrap(file, checkName(n))
		}
		if err != nil {
			return nil, err
		}
		child, err := s.subsystem(folder+"Subsystems/"+name+"/", n, depth+1)
		if err != nil {
			return nil, err
		}
		sub.Children = append(sub.Children, child)
	}
	return sub, err
}
