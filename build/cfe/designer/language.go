package designer

// Language is a language of the extended configuration, adopted.
type Language struct {
	Object
	Code string // such as ru
	// Extended is the identifier of the language in the base, or empty if it is
	// found by its name.
	Extended string
}

func (s *source) language(name string) (*Language, error) {
	r, err := s.record("Languages/"+name+".xml", "Language", shape{info: true})
	if err != nil {
		return nil, err
	}
	if err := r.read(r.info, func(*cursor) {}); err != nil {
		return nil, err
	}
	l := &Language{}
	err = r.read(r.properties, func(c *cursor) {
		l.UUID = r.uuid
		l.Name = c.name(name)
		l.Comment = c.text("Comment")
		c.fixed("ObjectBelonging", "Adopted")
		if e := c.optional("ExtendedConfigurationObject"); e != nil {
			l.Extended = c.plain(e)
			c.checkUUID(e, l.Extended)
		}
		l.Code = c.text("LanguageCode")
	})
	return l, err
}
