package check

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/platform"
)

// naming is a text that names something of the platform with the fewest arguments.
func naming(n *names.Name, russian bool) string {
	name := n.En
	if russian {
		name = n.Ru
	}
	args := strings.TrimSuffix(strings.Repeat("1, ", n.Min), ", ")
	switch n.Kind {
	case eval.KindFunction:
		return fmt.Sprintf("%s(%s);", name, args)
	case eval.KindClass:
		return fmt.Sprintf("А = Новый %s(%s);", name, args)
	}
	return fmt.Sprintf("А = %s;", name)
}

// TestSameAsInterpreter: what the check says of a name in a context the interpreter
// says, too, and the other way round, on the oldest platform and on a new one, in both
// languages.
func TestSameAsInterpreter(t *testing.T) {
	table, err := names.Read()
	if err != nil {
		t.Fatal(err)
	}
	catalog := platform.NewCatalog()
	compared, refused := 0, 0
	for _, version := range []eval.Version{oldest, {8, 3, 27, 1508}} {
		c := config(t)
		c.Oldest = version
		for i := range table.List {
			n := &table.List[i]
			switch n.Kind {
			case eval.KindFunction, eval.KindProperty, eval.KindClass:
			default:
				continue
			}
			if n.Newer(oldest) && !modelled(catalog, n) {
				continue // late bound only
			}
			for _, side := range sides {
				for _, russian := range []bool{true, false} {
					m := &eval.Module{Name: "Проба", Path: "Проба", Sides: side, Source: "Процедура Проба() Экспорт\n" + naming(n, russian) + "\nКонецПроцедуры\n"}
					found := Units([]Unit{{Module: m}}, c)
					program := &eval.Program{Side: side, Version: version, Compatibility: version, Catalog: catalog}
					err := eval.Compile(program, []*eval.Module{m})
					compared++
					if len(found) > 0 {
						refused++
					}
					if (len(found) > 0) != (err != nil) {
						t.Errorf("%s on the %s of %s: the check says %v, the interpreter %v", naming(n, russian), side, version, found, err)
					}
				}
			}
		}
	}
	if compared < 2000 || refused < compared/10 {
		t.Errorf("%d names were compared, %d refused: the test does not see them", compared, refused)
	}
}

func modelled(c *eval.Catalog, n *names.Name) bool {
	return c.Function(n.Ru) != nil || c.Property(n.Ru) != nil || c.ClassNamed(n.Ru) != nil
}
