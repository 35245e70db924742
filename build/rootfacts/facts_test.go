package rootfacts

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/cfe"
)

func sample(t *testing.T) []byte {
	t.Helper()
	file, err := cfe.Build(os.DirFS("../cfe/testdata/sample"), cfe.Options{Version: "1.0.0.1", Templates: map[string]cfe.Template{"ОбразецКомпонента": {Data: []byte("zip")}}})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOf(t *testing.T) {
	facts, err := Of(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"list\t59\t2", "pair\tda648ef9-2f12-418f-8e2f-8956bc10a66f\t2", "field\t14\t<text>", "field\t41\t2", "kind\tConstant\t80317",
	} {
		if !slices.Contains(facts, want) {
			t.Errorf("no %q among %q", want, facts)
		}
	}
	for _, fact := range facts {
		if strings.Contains(fact, "Language") || len(fact) > maxValue+20 {
			t.Errorf("%q is there", fact)
		}
	}
}

func TestTable(t *testing.T) {
	table, err := Table([][]byte{sample(t), sample(t)})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(table, "files\t2\n") || !strings.Contains(table, "list\t59\t2\t2\n") {
		t.Errorf("the table is %q", table)
	}
	for _, bad := range [][]byte{nil, []byte("no extension"), sample(t)[:2000]} {
		if _, err := Table([][]byte{bad}); err == nil {
			t.Errorf("%d bytes of no extension have facts", len(bad))
		}
	}
}

func FuzzOf(f *testing.F) {
	file, err := cfe.Build(os.DirFS("../cfe/testdata/sample"), cfe.Options{Version: "1.0.0.1", Templates: map[string]cfe.Template{"ОбразецКомпонента": {Data: []byte("zip")}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte("\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if facts, err := Of(file); err == nil && len(facts) == 0 {
			t.Error("neither facts nor an error")
		}
	})
}
