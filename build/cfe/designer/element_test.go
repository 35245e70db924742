package designer

import (
	"strings"
	"testing"
)

const ownSpace = `xmlns="http://v8.1c.ru/8.3/MDClasses"`

func TestParse_element(t *testing.T) {
	e, err := parse([]byte(`<?xml version="1.0" encoding="UTF-8"?>
<!-- first -->
<A `+ownSpace+` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" x="1">
	<B xsi:nil="true"/><!-- between -->
	<C>a &lt; б</C>
</A>`), spaceObjects)
	if err != nil {
		t.Fatal(err)
	}
	if e.name != "A" || e.attrs["x"] != "1" || len(e.attrs) != 1 || len(e.children) != 2 || e.line != 3 {
		t.Errorf("root %+v", e)
	}
	if b, c := e.children[0], e.children[1]; b.name != "B" || b.attrs["xsi:nil"] != "true" || b.line != 4 || c.text != "a < б" || c.line != 5 {
		t.Errorf("children %+v, %+v", b, c)
	}
}

func TestParse_broken(t *testing.T) {
	deep := "<A " + ownSpace + ">" + strings.Repeat("<A>", maxDepth)
	for doc, want := range map[string]string{
		"":                                  "the file is empty",
		"<A/>":                              `unknown namespace ""`,
		"<A " + ownSpace + "/><B/>":         "a second root element <B>",
		"<A " + ownSpace + "/>text":         `text "text" outside`,
		"<A " + ownSpace + ">":              "unexpected EOF",
		"<A " + ownSpace + "><?x y?></A>":   "a processing instruction inside",
		"<A " + ownSpace + ">&x;</A>":       "invalid character entity",
		"<A " + ownSpace + ` x="1" x="2"/>`: "attribute x twice",
		"<A " + ownSpace + ` q:x="1"/>`:     `unknown namespace "q"`,
		"<A " + ownSpace + "><v8:B/></A>":   `unknown namespace "v8"`,
		deep:                                "nested more than",
		"<A " + ownSpace + ">" + strings.Repeat("<B/>", maxElements) + "</A>":    "more than",
		"<?xml version=\"1.0\" encoding=\"windows-1251\"?><A " + ownSpace + "/>": "encoding",
	} {
		if _, err := parse([]byte(doc), spaceObjects); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%.60q): %v, want an error with %q", doc, err, want)
		}
	}
}
