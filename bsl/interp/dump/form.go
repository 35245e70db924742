package dump

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
)

// formEvents are the events of a form that are modelled: those whose handlers are
// known to stand in the body of a form in genuine extensions.
var formEvents = map[string]string{
	"OnCreateAtServer": "ПриСозданииНаСервере", "OnOpen": "ПриОткрытии", "BeforeClose": "ПередЗакрытием",
}

// formBody is what is read of the body of a form.
type formBody struct {
	Events []struct {
		Name    string `xml:"name,attr"`
		Handler string `xml:",chardata"`
	} `xml:"Events>Event"`
}

func (e *Extension) addForm(o *object, base string) error {
	if o.Form == nil {
		return errForeign
	}
	content, err := os.ReadFile(filepath.Join(base, "Ext", "Form.xml"))
	if err != nil {
		return err
	}
	var body formBody
	if err := xml.Unmarshal(content, &body); err != nil {
		return err
	}
	source, err := os.ReadFile(filepath.Join(base, "Ext", "Form", "Module.bsl"))
	if err != nil {
		return err
	}
	f := &platform.FormSource{Name: o.Form.Name, Events: map[string]string{}}
	for _, event := range body.Events {
		name := formEvents[event.Name]
		if name == "" {
			return fmt.Errorf("the event %s of a form is not modelled", event.Name)
		}
		f.Events[name] = event.Handler
	}
	f.Module = &eval.Module{Path: e.path("ОбщаяФорма." + f.Name + ".Форма"), Source: string(source), Kind: eval.OfForm,
		Sides: eval.Clients | eval.Server, ServerCall: true}
	e.Modules = append(e.Modules, f.Module)
	e.forms = append(e.forms, f)
	return nil
}
