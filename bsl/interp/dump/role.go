package dump

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"

	"sentry1c/bsl/interp/platform"
)

// role is a role with what it allows.
type role struct {
	named
	rights []platform.Right
}

// rightNames are the rights that are modelled, as modules name them.
var rightNames = map[string]string{"View": "Просмотр"}

func (e *Extension) addRole(o *object, base string) error {
	if o.Role == nil {
		return errForeign
	}
	content, err := os.ReadFile(filepath.Join(base, "Ext", "Rights.xml"))
	if err != nil {
		return err
	}
	var file struct {
		Objects []struct {
			Name   string `xml:"name"`
			Rights []struct {
				Name  string `xml:"name"`
				Value bool   `xml:"value"`
			} `xml:"right"`
		} `xml:"object"`
	}
	if err := xml.Unmarshal(content, &file); err != nil {
		return err
	}
	r := &role{named: *o.Role}
	for _, object := range file.Objects {
		for _, right := range object.Rights {
			name := rightNames[right.Name]
			if name == "" {
				return fmt.Errorf("the right %s is not modelled", right.Name)
			}
			if right.Value {
				r.rights = append(r.rights, platform.Right{Object: object.Name, Name: name})
			}
		}
	}
	e.roles = append(e.roles, r)
	return nil
}
