// Package rootfacts says what the root object of an extension states, in lines
// that can be counted over many files: so that what ours states can be held
// against what genuine extensions state.
package rootfacts

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"sentry1c/build/cfe"
	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/mdclass"
)

const (
	// shared is how many fields of the list all versions of it have alike.
	shared = 46
	// maxValue is how long a value may be to stand in a line as it is.
	maxValue = 100
	maxRoot  = 16 << 20
)

// own are the fields that say what an extension is called and what it has: their
// values differ from file to file.
var own = map[int]string{
	4: "phrases", 5: "phrases", 6: "phrases", 7: "phrases", 8: "phrases",
	10: "object", 12: "object", 14: "text", 15: "text", 16: "text", 39: "objects", 42: "text", 27: "objects",
}

// Of reads the facts of one file, sorted, none twice:
//
//	list   its version, and that of the name header
//	pair   a property of the base and how the extension takes it: 2 compares it
//	       with the base, 3 has its own
//	field  a field of the root's list; those behind the shared ones with the
//	       version in front
//	kind   a class of own objects, and the mode of compatibility it stands in
func Of(file []byte) ([]string, error) {
	report := cfe.Check(file)
	f, err := container.Read(file)
	if err != nil {
		return nil, fmt.Errorf("rootfacts: read the file: %w", err)
	}
	list, err := rootList(f, report.Extension.UUID)
	if err != nil {
		return nil, fmt.Errorf("rootfacts: read the root: %w", err)
	}
	facts := fields(list)
	for _, o := range report.Objects {
		if !o.Adopted {
			facts = append(facts, fmt.Sprintf("kind\t%s\t%d", o.Class, report.Extension.CompatibilityMode))
		}
	}
	slices.Sort(facts)
	return slices.Compact(facts), nil
}

// rootList is the root's own list.
func rootList(f *container.File, uuid string) (brackets.Value, error) {
	for _, e := range f.Entries {
		if e.Name != uuid {
			continue
		}
		text, err := container.Inflate(e.Data, maxRoot)
		if err != nil {
			return brackets.Value{}, err
		}
		root, err := brackets.ParseOne(string(text))
		if err != nil {
			return brackets.Value{}, err
		}
		for _, item := range root.Items {
			if id, ok := item.At(0); ok && id.Text == mdclass.GeneralGroup {
				if list, ok := item.At(1, 1); ok {
					return list, nil
				}
			}
		}
	}
	return brackets.Value{}, fmt.Errorf("there is no list of the root %q", uuid)
}

func fields(list brackets.Value) []string {
	version, _ := list.Int(0)
	header, _ := list.At(1, 1)
	headerVersion, _ := header.Int(0)
	facts := []string{fmt.Sprintf("list\t%d\t%d", version, headerVersion)}
	const firstPair = 7
	count, _ := header.Int(firstPair - 1)
	for i := range int(count) {
		id, _ := header.At(firstPair + 2*i)
		mode, _ := header.At(firstPair + 1 + 2*i)
		facts = append(facts, "pair\t"+id.Text+"\t"+mode.Text)
	}
	for i, item := range list.Items {
		if i < 2 {
			continue
		}
		place := fmt.Sprint(i)
		if i >= shared {
			place = fmt.Sprintf("%d/%d", version, i)
		}
		facts = append(facts, "field\t"+place+"\t"+plain(i, item))
	}
	return facts
}

// plain is a value in a line; what belongs to one extension alone is named only.
func plain(place int, v brackets.Value) string {
	text := strings.TrimPrefix(strings.ReplaceAll(brackets.Print(v), "\r\n", ""), "\ufeff")
	switch empty := []string{"{0}", "{0,0}", `""`, "00000000-0000-0000-0000-000000000000"}; {
	case own[place] != "" && !slices.Contains(empty, text):
		return "<" + own[place] + ">"
	case len(text) > maxValue:
		return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text)))[:len("sha256:")+16]
	}
	return text
}

// Table counts the facts of many files: a line for each, and in how many it is.
func Table(files [][]byte) (string, error) {
	counts := map[string]int{}
	for _, file := range files {
		facts, err := Of(file)
		if err != nil {
			return "", err
		}
		for _, fact := range facts {
			counts[fact]++
		}
	}
	var lines []string
	for fact, count := range counts {
		lines = append(lines, fmt.Sprintf("%s\t%d\n", fact, count))
	}
	slices.Sort(lines)
	var b bytes.Buffer
	fmt.Fprintf(&b, "files\t%d\n", len(files))
	for _, line := range lines {
		b.WriteString(line)
	}
	return b.String(), nil
}
