package designer

import (
	"errors"
	"io/fs"

	"sentry1c/build/cfe/mdclass"
)

// CommonTemplate is a file carried by the extension.
type CommonTemplate struct {
	Object
	Type string // of mdclass.TemplateType
	// Data is the content, nil if the sources do not hold it.
	Data []byte
}

func (s *source) commonTemplate(name string) (*CommonTemplate, error) {
	r, err := s.record("CommonTemplates/"+name+".xml", "CommonTemplate", shape{})
	if err != nil {
		return nil, err
	}
	t := &CommonTemplate{}
	err = r.read(r.properties, func(c *cursor) {
		t.Object = c.head(r.uuid, name)
		t.Type = c.one("TemplateType", mdclass.TemplateType)
	})
	if err != nil {
		return nil, err
	}
	file := "CommonTemplates/" + name + "/Ext/Template.bin"
	if t.Data, err = s.bytes(file); errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	return t, wrap(file, err)
}
