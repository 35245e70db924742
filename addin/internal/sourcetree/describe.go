package sourcetree

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"sentry1c/addin/internal/bslsource"
)

const (
	designerDescription = "Configuration.xml"
	edtDescription      = "Configuration.mdo"
)

// Description is what a configuration or an extension says about itself.
type Description struct {
	Name, Version, Vendor string
	Extension             bool
}

// describe reads a description of either kind. ok is false if the file is XML, but
// describes no configuration.
//
// Both kinds have the same properties under names that differ in their first letter:
// Properties/Name of the Designer, name of EDT. An extension is an adopted
// configuration.
func describe(data []byte) (d Description, ok bool, err error) {
	text, _, err := bslsource.Decode(data)
	if err != nil {
		return d, false, err
	}
	decoder := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is decoded
	var path []string
	var value strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if len(path) > 0 || !ok && decoder.InputOffset() == 0 {
				err = io.ErrUnexpectedEOF
				return d, ok, err
			}
			return d, ok, nil
		}
		if err != nil {
			return d, ok, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
			if len(path) > maxDepth {
				return d, ok, fmt.Errorf("elements of more than %d levels", maxDepth)
			}
			ok = ok || token.Name.Local == "Configuration" && (len(path) == 1 || len(path) == 2 && path[0] == "MetaDataObject")
			value.Reset()
		case xml.CharData:
			if len(path) <= 4 {
				value.Write(token)
			}
		case xml.EndElement:
			d.set(strings.Join(path, "/"), strings.TrimSpace(value.String()))
			path = path[:len(path)-1]
			value.Reset()
		}
	}
}

// maxDepth is far more than a description has.
const maxDepth = 64

func (d *Description) set(path, value string) {
	property, designer := strings.CutPrefix(path, "MetaDataObject/Configuration/Properties/")
	if !designer {
		var edt bool
		if property, edt = strings.CutPrefix(path, "Configuration/"); !edt {
			return
		}
	}
	switch property {
	case "Name", "name":
		d.Name = value
	case "Version", "version":
		d.Version = value
	case "Vendor", "vendor":
		d.Vendor = value
	case "ObjectBelonging", "objectBelonging":
		d.Extension = d.Extension || value == "Adopted"
	case "ConfigurationExtensionPurpose", "configurationExtensionPurpose":
		d.Extension = true
	}
}
