package platform

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

func foldName(name string) string { return strings.ToLower(name) }

// copyAcross copies a value for the other side of the border between client and
// server, or for a background job. What has no form outside the memory of its
// side is refused, as the platform does.
func copyAcross(v value.Value) (value.Value, error) {
	switch v := v.(type) {
	case nil, value.UndefinedValue, value.NullValue, value.Bool, value.Number, value.String, value.Date, value.TypeValue,
		value.UUID, *value.Enum, *value.Binary, *valueStorage, *Reference:
		return v, nil
	case *value.Array:
		a := &value.Array{Fixed: v.Fixed}
		for _, item := range v.Items {
			copied, err := copyAcross(item)
			if err != nil {
				return nil, err
			}
			a.Items = append(a.Items, copied)
		}
		return a, nil
	case *value.Structure:
		s := &value.Structure{Fixed: v.Fixed}
		for _, name := range v.Names() {
			item, _ := v.Get(name)
			copied, err := copyAcross(item)
			if err != nil {
				return nil, err
			}
			s.Set(name, copied)
		}
		return s, nil
	case *value.Map:
		m := &value.Map{Fixed: v.Fixed}
		for _, key := range v.Keys() {
			k, err := copyAcross(key)
			if err != nil {
				return nil, err
			}
			item, err := copyAcross(v.Get(key))
			if err != nil {
				return nil, err
			}
			m.Set(k, item)
		}
		return m, nil
	case *value.List:
		l := &value.List{}
		for _, item := range v.Items {
			copied, err := copyAcross(item.Value)
			if err != nil {
				return nil, err
			}
			l.Items = append(l.Items, &value.ListItem{Value: copied, Presentation: item.Presentation, Check: item.Check})
		}
		return l, nil
	}
	return nil, eval.Raised(eval.CategoryOther, "Ошибка преобразования данных XDTO: значение типа %s не может быть передано", v.Type().Ru)
}
