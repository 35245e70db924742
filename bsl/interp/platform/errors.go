package platform

import (
	"fmt"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var errorManagerType = &value.Type{Ru: "МенеджерОбработкиОшибок", En: "ErrorProcessingManager"}

type errorManager struct{}

func (errorManager) Type() *value.Type { return errorManagerType }

func defineErrors(c *eval.Catalog) {
	since21 := eval.Release(8, 3, 21)
	text := func(ru, en string, get func(*eval.ErrorInfo) string) *eval.Member {
		return prop(ru, en, func(c *eval.Call) value.Value { return str(get(self[*eval.ErrorInfo](c))) })
	}
	code := text("Код", "Code", func(e *eval.ErrorInfo) string { return e.Code })
	extra := text("ДополнительнаяИнформация", "AdditionalInfo", func(e *eval.ErrorInfo) string { return e.Extra })
	code.Since, extra.Since = since21, since21
	c.DefineClass(&eval.Class{Type: eval.ErrorInfoType}, []*eval.Function{
		fn("ЯвляетсяОшибкойКатегории", "IsErrorOfCategory", 1, 2, func(c *eval.Call) (value.Value, error) {
			category := eval.As[*value.Enum](c, 0)
			if c.Bad() {
				return nil, nil
			}
			causes := !c.Has(1) || c.Truth(1)
			for e := self[*eval.ErrorInfo](c); e != nil; e = e.Cause {
				if e.Category == category.Ru {
					return value.Bool(true), nil
				}
				if !causes {
					break
				}
			}
			return value.Bool(false), nil
		}),
	}, []*eval.Member{
		text("Описание", "Description", func(e *eval.ErrorInfo) string { return e.Description }),
		text("ИмяМодуля", "ModuleName", func(e *eval.ErrorInfo) string { return e.Module }),
		text("ИсходнаяСтрока", "SourceLine", func(e *eval.ErrorInfo) string { return e.SourceLine }),
		prop("НомерСтроки", "LineNumber", func(c *eval.Call) value.Value { return num(self[*eval.ErrorInfo](c).Line) }),
		prop("Причина", "Cause", func(c *eval.Call) value.Value {
			if cause := self[*eval.ErrorInfo](c).Cause; cause != nil {
				return cause
			}
			return value.Undefined
		}),
		code, extra,
	})
	info := func(c *eval.Call) *eval.ErrorInfo { return eval.As[*eval.ErrorInfo](c, 0) }
	detail := func(c *eval.Call) (value.Value, error) {
		e := info(c)
		if c.Bad() {
			return nil, nil
		}
		return str(Detail(e, session(c).Base)), nil
	}
	brief := func(c *eval.Call) (value.Value, error) {
		e := info(c)
		if c.Bad() {
			return nil, nil
		}
		return str(Brief(e)), nil
	}
	c.Define(
		fn("ИнформацияОбОшибке", "ErrorInfo", 0, 0, func(c *eval.Call) (value.Value, error) {
			if e := c.Thread.Handled(); e != nil {
				return e, nil
			}
			// Outside of Исключение the platform gives an object that says nothing.
			return &eval.ErrorInfo{}, nil
		}),
		fn("ОписаниеОшибки", "ErrorDescription", 0, 0, func(c *eval.Call) (value.Value, error) {
			if e := c.Thread.Handled(); e != nil {
				return str(Brief(e)), nil
			}
			return str(""), nil
		}),
		fn("ПодробноеПредставлениеОшибки", "DetailErrorDescription", 1, 1, detail),
		fn("КраткоеПредставлениеОшибки", "BriefErrorDescription", 1, 1, brief),
	)
	c.DefineProperty(&eval.Property{Ru: "ОбработкаОшибок", En: "ErrorProcessing", Since: eval.Release(8, 3, 17),
		Get: func(*eval.Thread) (value.Value, error) { return errorManager{}, nil }})
	c.DefineClass(&eval.Class{Type: errorManagerType}, []*eval.Function{
		fn("ПодробноеПредставлениеОшибки", "DetailErrorDescription", 1, 1, detail),
		fn("КраткоеПредставлениеОшибки", "BriefErrorDescription", 1, 1, brief),
		fn("КатегорияОшибкиДляПользователя", "ErrorCategoryForUser", 1, 1, func(c *eval.Call) (value.Value, error) {
			e := info(c)
			if c.Bad() {
				return nil, nil
			}
			return categoryOf(e, c.Thread.Program.Version), nil
		}),
	}, nil)
}

// categoryOf is the category as a value; one that the version does not have yet
// is the other error.
func categoryOf(e *eval.ErrorInfo, version eval.Version) value.Value {
	if v, ok := errorCategory.values[e.Category]; ok && version.AtLeast(v.since) {
		return v.Enum
	}
	return errorCategory.member("ПрочаяОшибка")
}

// Brief is КраткоеПредставлениеОшибки: every error of the chain in one line.
func Brief(e *eval.ErrorInfo) string {
	var parts []string
	for ; e != nil; e = e.Cause {
		part := e.Description
		if e.Module != "" {
			part = fmt.Sprintf("{%s(%d)}: %s", e.Module, e.Line, e.Description)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ": ")
}

// Detail is ПодробноеПредставлениеОшибки in the layout of 8.3.17 and later:
// the message, the call stack, from the mode 8.3.21 on the category, and the
// same of the cause.
func Detail(e *eval.ErrorInfo, base *Infobase) string {
	var b strings.Builder
	for ; e != nil; e = e.Cause {
		b.WriteString(e.Description)
		for _, place := range e.Frames {
			fmt.Fprintf(&b, "\n{%s(%d)}:%s", place.Module, place.Line, place.SourceLine)
		}
		if base.Compatibility.AtLeast(eval.Release(8, 3, 21)) && e.Category != "" {
			fmt.Fprintf(&b, "\n\n[%s]", e.Category)
		} else if e.Cause != nil {
			b.WriteString("\n")
		}
		if e.Cause != nil {
			b.WriteString("\nпо причине:\n")
		}
	}
	return b.String()
}
