package designer

// SessionParameter is a value of a session.
type SessionParameter struct {
	Object
	Type Type
}

func (s *source) sessionParameter(name string) (*SessionParameter, error) {
	r, err := s.record("SessionParameters/"+name+".xml", "SessionParameter", shape{})
	if err != nil {
		return nil, err
	}
	p := &SessionParameter{}
	err = r.read(r.properties, func(c *cursor) {
		p.Object = c.head(r.uuid, name)
		p.Type = c.valueType()
	})
	return p, err
}
