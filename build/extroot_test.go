package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sentry1c/build/cfe"
	"sentry1c/build/library"
	"sentry1c/build/rootfacts"
)

// unlike is what our root states and no genuine one of the table does, and why it
// is stated all the same.
var unlike = map[string]string{
	"kind\tCommonCommand\t80316": "common commands of configurations and of dumps of extensions are written alike; none of these extensions has one",
}

// genuineRoots reads the table of genuine roots: facts and in how many files each
// is.
func genuineRoots(t *testing.T) (facts map[string]int, files int) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "genuine-roots.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	facts = map[string]int{}
	lists := 0
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndexByte(line, '\t')
		count, err := strconv.Atoi(line[at+1:])
		if at < 0 || err != nil || count < 1 || facts[line[:at]] != 0 {
			t.Fatalf("the table has the line %q", line)
		}
		facts[line[:at]] = count
		if strings.HasPrefix(line, "list\t") {
			lists += count
		}
	}
	if files = facts["files"]; files < 500 || lists != files {
		t.Fatalf("the table is of %d files, %d of them have a list", files, lists)
	}
	return facts, files
}

// judgeRoot names what a root states that genuine ones do not: a property that is
// compared with the base must stand in all of them, everything else in one.
func judgeRoot(ours []string, genuine map[string]int, files int) (complaints []string) {
	for _, fact := range ours {
		count := genuine[fact]
		switch fields := strings.Split(fact, "\t"); {
		case fields[0] == "pair" && fields[2] == "2" && count < files:
			complaints = append(complaints, fmt.Sprintf("%s: the platform compares it with the base, and only %d of %d genuine roots have it", fact, count, files))
		case fields[0] == "kind" && inMode(genuine, fields[1], fields[2]):
		case count == 0 && unlike[fact] == "":
			complaints = append(complaints, fmt.Sprintf("%s: none of %d genuine roots has it", fact, files))
		}
	}
	return complaints
}

// inMode reports whether a genuine extension has the class in the mode or in a lower
// one, which allows less.
func inMode(genuine map[string]int, class, mode string) bool {
	for fact := range genuine {
		if of, ok := strings.CutPrefix(fact, "kind\t"+class+"\t"); ok && of <= mode {
			return true
		}
	}
	return false
}

func ourRoot(t *testing.T, o library.ExtensionOptions) []string {
	t.Helper()
	root, _ := sourceRoot(t)
	o.Bundle = standIn(t)
	file, err := library.BuildExtension(root, o)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := rootfacts.Of(file)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// TestExtension_root: entry by entry, the root states what genuine roots state.
func TestExtension_root(t *testing.T) {
	genuine, files := genuineRoots(t)
	ours := ourRoot(t, library.ExtensionOptions{})
	for _, complaint := range judgeRoot(ours, genuine, files) {
		t.Error(complaint)
	}
	for fact, why := range unlike {
		if !slices.Contains(ours, fact) || genuine[fact] != 0 {
			t.Errorf("%s is excused (%s) without need", fact, why)
		}
	}
	// What an earlier edition stated, and bases refused it for.
	for _, bad := range []string{"pair\tcbd1f1ed-72d3-4da3-bd02-c643d9595b7d\t2", "pair\t161bc4c0-4cc0-4382-a045-f58f25e24783\t2",
		"pair\t15e3462b-bc9b-40cd-9d9f-dc0922f84560\t2", "field\t41\t3", "kind\tCatalog\t80310", "kind\tScheduledJob\t80315"} {
		if len(judgeRoot([]string{bad}, genuine, files)) == 0 {
			t.Errorf("a root may state %s", bad)
		}
	}
}

// TestExtension_compared: the sources leave out what the platform compares with the
// base when it stands there; Designer would write it into the file.
func TestExtension_compared(t *testing.T) {
	_, sources := sourceRoot(t)
	content, err := os.ReadFile(filepath.Join(sources, "Configuration.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"InterfaceCompatibilityMode", "DefaultRunMode", "UsePurposes", "DefaultLanguage", "CompatibilityMode", "DataLockControlMode", "ModalityUseMode"} {
		if strings.Contains(string(content), "<"+name+">") {
			t.Errorf("Configuration.xml has <%s>, which the platform compares with the base", name)
		}
	}
	if strings.Contains(string(content), "<Language>") {
		t.Error("a language of the base is adopted: one with another identifier or name refuses the extension")
	}
}

// TestExtension_compat: another mode of compatibility is stated everywhere, and the
// job is left out where no genuine extension has one.
func TestExtension_compat(t *testing.T) {
	genuine, _ := genuineRoots(t)
	lowest := 0
	for fact := range genuine {
		if mode, ok := strings.CutPrefix(fact, "kind\tScheduledJob\t"); ok {
			if n, _ := strconv.Atoi(mode); lowest == 0 || n < lowest {
				lowest = n
			}
		}
	}
	root, _ := sourceRoot(t)
	bundle := standIn(t)
	for n := 12; n <= 17; n++ {
		mode := 80300 + n
		file, err := library.BuildExtension(root, library.ExtensionOptions{Bundle: bundle, Compatibility: fmt.Sprintf("8.3.%d", n)})
		if err != nil {
			t.Fatal(err)
		}
		report := cfe.Check(file)
		if report.Extension.CompatibilityMode != int64(mode) {
			t.Errorf("8.3.%d: the file says %d", n, report.Extension.CompatibilityMode)
		}
		jobs := slices.ContainsFunc(report.Objects, func(o cfe.Object) bool { return o.Class == "ScheduledJob" })
		if jobs != (mode >= lowest) {
			t.Errorf("8.3.%d: jobs %v; genuine extensions have them from %d on", n, jobs, lowest)
		}
	}
	for _, bad := range []string{"8.3", "8.3.11", "8.3.18", "8.3.016", "8.2.16", "16", "8.3.x"} {
		if _, err := library.BuildExtension(root, library.ExtensionOptions{Bundle: bundle, Compatibility: bad}); err == nil {
			t.Errorf("the mode %s is taken", bad)
		}
	}
}

// TestExtension_noTables: what the extension adds keeps no data of its own, so that the
// database stays as it is: an extension with a table wants exclusive mode
// (https://github.com/cpr1c/tools_ui_1c/issues/486).
func TestExtension_noTables(t *testing.T) {
	without := []string{"Subsystem", "Role", "CommonTemplate", "CommonModule", "ScheduledJob", "CommonForm", "CommonCommand"}
	_, sources := sourceRoot(t)
	content, err := os.ReadFile(filepath.Join(sources, "Configuration.xml"))
	if err != nil {
		t.Fatal(err)
	}
	_, children, ok := strings.Cut(string(content), "<ChildObjects>")
	kinds := regexp.MustCompile(`<(\w+)>`).FindAllStringSubmatch(children, -1)
	if !ok || len(kinds) == 0 {
		t.Fatal("Configuration.xml lists no objects")
	}
	for _, kind := range kinds {
		if !slices.Contains(without, kind[1]) {
			t.Errorf("the extension has a %s: does it keep data in a table?", kind[1])
		}
	}
}
