package brackets

import "testing"

// Texts as the platform writes them: they come out as they were.
func TestPrint_exact(t *testing.T) {
	for _, text := range []string{
		"{}",
		"{3,1,0,\"\",0}",
		"{0,\r\n{216,0,\r\n{80317,0}\r\n}\r\n},\r\n{2,7d2a06bc-1184-4a3a-8be3-0a5ee4a9d9c5,},\r\n{0}",
		"{1,\r\n{0,\r\n{2,\r\n{1,0,7d2a06bc-1184-4a3a-8be3-0a5ee4a9d9c5},\"Русский\",\r\n{0},\"\",1,1,4b2a2bcf-a845-41ba-a03d-05b09a2c6c11,2,00000000-0000-0000-0000-000000000000},\"ru\"},0}",
		"{1,\r\n{#base64:QUJD}\r\n}",
		"{4,0,\r\n{0},\"\",-1,-1,1,0,\"\"}",
		"{\"say \"\"hi\"\"\",\r\n{\r\n{1},2}\r\n}",
		"1,2,\r\n{3}",
	} {
		values, err := Parse(BOM + text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := Print(values...); got != BOM+text {
			t.Errorf("%q came out as %q", text, got)
		}
	}
}

func TestPrint_built(t *testing.T) {
	got := Print(L(N(1), L(S("a\"b"), B(true)), T("")), L())
	if want := "\uFEFF{1,\r\n{\"a\"\"b\",1},},\r\n{}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
