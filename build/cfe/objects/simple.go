package objects

import (
	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// languageCode is the property of a language that the extension controls.
const languageCode = "4b2a2bcf-a845-41ba-a03d-05b09a2c6c11"

// language is proven for languages found by name and, but for the identifier
// in the base, for those found by identifier.
func language(l *designer.Language) brackets.Value {
	h := header{Object: l.Object, adopted: true, properties: []property{{languageCode, controlled}}, extended: l.Extended}
	return object(zero, h.value(), brackets.S(l.Code))
}

// commonModule is proven.
func commonModule(m *designer.CommonModule) brackets.Value {
	const version = 12
	return object(
		brackets.N(version), own(m.Object),
		brackets.B(m.ClientOrdinaryApplication), brackets.B(m.Server), brackets.B(m.ExternalConnection), brackets.B(m.Privileged),
		brackets.B(m.Global), brackets.B(m.ClientManagedApplication), brackets.T(mdclass.ReturnValuesReuse[m.ReturnValuesReuse]), brackets.B(m.ServerCall),
	)
}

// commonTemplate is proven, but for the type of add-ins, which is known from
// configurations; that an extension stores it likewise is a belief.
func commonTemplate(t *designer.CommonTemplate) brackets.Value {
	const version = 4
	return object(brackets.N(version), own(t.Object, templateContent), brackets.T(mdclass.TemplateType[t.Type]))
}

// binary is the content of a template of either kind.
func binary(data []byte) brackets.Value {
	return brackets.L(one, brackets.L(brackets.Base64(data)))
}

// sessionParameter is proven in the header of later platforms.
func sessionParameter(p *designer.SessionParameter) brackets.Value {
	return object(one, brackets.L(brackets.N(2), own(p.Object), pattern(p.Type)))
}

// commonCommand is proven in the header of later platforms. A file of 8.3.14 or
// 8.3.15 still has version 8, which has no place for what the command does
// without the main server; the dump format of 8.3.15 has that property, so
// 8.3.17 is believed to write version 9.
func commonCommand(c *designer.CommonCommand) brackets.Value {
	const version = 9
	command := brackets.L(one,
		brackets.L(brackets.N(2), id(c.UUID), id(commandType)),
		brackets.L(brackets.N(version), noPicture, brackets.T(mdclass.Representation[c.Representation]), phrases(c.ToolTip), one,
			brackets.L(zero, zero, zero), // shortcut
			zero,                         // no help
			brackets.L(one, id(mdclass.CommandGroup[c.Group])),
			brackets.L(brackets.S("Pattern")), // no parameter
			own(c.Object), brackets.B(c.ModifiesData), brackets.T(mdclass.ParameterUseMode[c.ParameterUseMode]),
			brackets.T(mdclass.UnavailableBehavior["Auto"]),
		),
	)
	return object(brackets.N(2), command)
}

// subsystem writes a subsystem and those inside it. The list is proven; 21 is
// its version on platforms up to 8.3.20.
func (e *encoder) subsystem(s *designer.Subsystem) {
	const version = 21
	var content []string
	for _, r := range s.Content {
		content = append(content, e.ext.UUID(r.Name))
	}
	var children []brackets.Value
	for _, child := range s.Children {
		children = append(children, id(child.UUID))
	}
	e.list(s.UUID, brackets.L(one,
		brackets.L(brackets.N(version), own(s.Object, commandInterface), brackets.B(s.IncludeHelpInContents), brackets.L(zero, zero),
			brackets.B(s.IncludeInCommandInterface), noPicture, phrases(s.Explanation), references(content)),
		one, collection(mdclass.SubsystemList, children...)))
	for _, child := range s.Children {
		e.subsystem(child)
	}
}
