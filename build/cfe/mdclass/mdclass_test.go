package mdclass

import (
	"strings"
	"testing"
)

func TestIsUUID(t *testing.T) {
	for s, want := range map[string]bool{
		Nil: true, "9cd510cd-abfc-11d4-9434-004095e12fc7": true,
		"": false, "9cd510cd": false, "9CD510CD-abfc-11d4-9434-004095e12fc7": false, "9cd510cdaabfca11d4a9434a004095e12fc7": false,
		"9cd510cd-abfc-11d4-9434-004095e12fcg": false, "9cd510cd-abfc-11d4-9434-004095e12fc7 ": false, "-cd510cd-abfc-11d4-9434-004095e12fc7": false,
	} {
		if got := IsUUID(s); got != want {
			t.Errorf("IsUUID(%q) = %v", s, got)
		}
	}
}

// Every identifier stands for one thing only.
func TestIdentifiers(t *testing.T) {
	seen := map[string]string{}
	note := func(id, what string) {
		t.Helper()
		if !IsUUID(id) || id == Nil {
			t.Errorf("%s has the identifier %q", what, id)
		}
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s share an identifier", what, other)
		}
		seen[id] = what
	}
	for _, g := range Groups {
		note(g.ID, "group "+g.ID)
		for _, c := range g.Classes {
			note(c.List, "class "+c.Name)
		}
	}
	for name, id := range TypeID {
		note(id, "type "+name)
	}
	for name, id := range CommandGroup {
		note(id, "command group "+name)
	}
	for name, id := range rightID {
		note(id, "right "+name)
	}
}

func TestClasses(t *testing.T) {
	names := map[string]bool{}
	for _, g := range Groups {
		for _, c := range g.Classes {
			if names[c.Name] {
				t.Errorf("two classes are called %s", c.Name)
			}
			names[c.Name] = true
			if c.Folder != "" && c.Folder != c.Name+"s" {
				t.Errorf("objects of class %s are in folder %s", c.Name, c.Folder)
			}
			if ByName(c.Name) != c || ByList(c.List) != c {
				t.Errorf("class %s is not found by its name and its list", c.Name)
			}
			suffixes := map[string]bool{}
			for _, p := range c.Parts {
				if suffixes[p.Suffix] || p.Name == "" {
					t.Errorf("class %s: piece .%s is there twice or has no name", c.Name, p.Suffix)
				}
				suffixes[p.Suffix] = true
				if got, ok := c.Part(p.Suffix); !ok || got != p {
					t.Errorf("class %s: piece .%s is not found", c.Name, p.Suffix)
				}
			}
		}
	}
	if ByName("Table") != nil || ByList(Nil) != nil {
		t.Error("a class is found that does not exist")
	}
	if _, ok := Configuration.Part("99"); ok {
		t.Error("a piece is found that does not exist")
	}
}

func TestRights(t *testing.T) {
	for class, rights := range rightsOf {
		if ByName(class) == nil && class != Configuration.Name {
			t.Errorf("there are rights for the class %s, which does not exist", class)
		}
		for i, name := range rights {
			id, place, ok := Right(class, name)
			if !ok || place != i || !IsUUID(id) {
				t.Errorf("%s.%s: %q, %d, %v", class, name, id, place, ok)
			}
		}
		if !HasRights(class) {
			t.Errorf("class %s has no rights", class)
		}
	}
	if _, _, ok := Right("CommonCommand", "Read"); ok || HasRights("CommonModule") {
		t.Error("a right is found that does not exist")
	}
	for name := range rightID {
		used := false
		for class := range rightsOf {
			_, _, ok := Right(class, name)
			used = used || ok
		}
		if !used {
			t.Errorf("no class has the right %s", name)
		}
	}
}

func TestEnums(t *testing.T) {
	for name, e := range map[string]Enum{
		"ReturnValuesReuse": ReturnValuesReuse, "TemplateType": TemplateType, "Representation": Representation, "ParameterUseMode": ParameterUseMode,
		"Periodicity": Periodicity, "FullTextSearch": FullTextSearch, "DataHistory": DataHistory, "Indexing": Indexing, "FillChecking": FillChecking,
		"ChoiceFoldersAndItems": ChoiceFoldersAndItems, "ExtensionPurpose": ExtensionPurpose, "InterfaceCompatibilityMode": InterfaceCompatibilityMode,
	} {
		stored := map[string]bool{}
		for value, token := range e {
			if stored[token] || token == "" || strings.ContainsAny(token, `,"{}`) {
				t.Errorf("%s: %s is stored as %q, which is not its own", name, value, token)
			}
			stored[token] = true
		}
	}
}
