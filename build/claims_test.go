package main

import (
	"encoding/json"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/manifest/binary"
)

// TestReadme_figures: the figures of README are those of the sources, in both languages.
func TestReadme_figures(t *testing.T) {
	defaults := map[string]int{}
	for _, o := range addin.Options {
		defaults[o.Key], _ = strconv.Atoi(o.Default)
	}
	days, megabytes := strconv.Itoa(defaults["spoolMaxAgeHours"]/24), strconv.Itoa(defaults["spoolMaxBytes"]>>20)
	golang := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(document(t, "go.mod"))
	ru, en := halves(t, "README.md")
	for text, claims := range map[string][]string{
		ru: {"до " + days + " дней и до " + megabytes + " МБ", "нужна " + binary.MaxGlibc + " |", "Go " + golang[1] + ", make", "Go " + golang[1] + " и компилятор"},
		en: {"up to " + days + " days and " + megabytes + " MB", binary.MaxGlibc + " is needed |", "Go " + golang[1] + ", make", "Go " + golang[1] + " and a C compiler"},
	} {
		for _, claim := range claims {
			if !strings.Contains(text, claim) {
				t.Errorf("README does not say %q, which the sources do", claim)
			}
		}
	}
}

// TestReadme_places: README names each place in which the libraries of a release are run, and no other.
func TestReadme_places(t *testing.T) {
	places := regexp.MustCompile(`\{name: "([^"]+)", target: "([^"]+)"`).FindAllStringSubmatch(document(t, "build/disttest/runner_test.go"), -1)
	if len(places) < 8 {
		t.Fatalf("only %d places were found", len(places))
	}
	rows := map[string]string{"linux/amd64": "Linux x64, x86", "linux/386": "Linux x64, x86", "linux/arm64": "Linux ARM64", "windows/amd64": "Windows x64, x86", "windows/386": "Windows x64, x86"}
	version := regexp.MustCompile(`(?:glibc |Wine |, | и | and )(\d+(?:\.\d+)?)`)
	for _, half := range halvesOf(t, "README.md") {
		for _, place := range places {
			row := regexp.MustCompile(`(?m)^\| ` + rows[place[2]] + ` \| (.*) \|$`).FindStringSubmatch(half)
			if row == nil {
				t.Fatalf("no row for %s", place[2])
			}
			for _, name := range regexp.MustCompile(`qemu|Wine \d+|\d+\.\d+`).FindAllString(place[1], -1) {
				if !strings.Contains(row[1], name) {
					t.Errorf("%s: %q does not name %s", place[1], row[1], name)
				}
			}
			claimed, _, _ := strings.Cut(row[1], ";")
			for _, match := range version.FindAllStringSubmatch(claimed, -1) {
				if !strings.Contains(document(t, "build/disttest/runner_test.go"), match[1]) {
					t.Errorf("%q names %s, where nothing is run", row[1], match[1])
				}
			}
		}
	}
}

// TestReadme_event: the event that README links has what README says that an event has, and nothing that leaves with
// permission only.
func TestReadme_event(t *testing.T) {
	link := regexp.MustCompile(`\]\((bsl/scenarios/testdata/\w+\.json)\)`)
	for _, half := range halvesOf(t, "README.md") {
		match := link.FindStringSubmatch(half)
		if match == nil {
			t.Fatal("README links no event")
		}
		var event map[string]any
		if err := json.Unmarshal([]byte(document(t, match[1])), &event); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"exception", "fingerprint", "user", "tags", "contexts", "release", "environment", "breadcrumbs"} {
			if event[part] == nil {
				t.Errorf("%s has no %s", match[1], part)
			}
		}
		user, _ := event["user"].(map[string]any)
		if len(user) != 1 || user["id"] == nil || event["server_name"] != nil {
			t.Errorf("%s tells of the user %v and the computer %v", match[1], user, event["server_name"])
		}
	}
}

// TestReadme_onlyServerSends: no managed client needs a way to Sentry: what attaches the add-in, or could send by
// itself, is compiled on the server.
func TestReadme_onlyServerSends(t *testing.T) {
	_, sources := sourceRoot(t)
	reaches := regexp.MustCompile(`ПодключитьВнешнююКомпоненту|AttachAddIn|HTTPСоединение|HTTPConnection|WSПрокси|WSProxy`)
	found := 0
	each(t, sources, func(name string, content []byte) {
		if !strings.HasSuffix(name, ".bsl") || !reaches.Match(content) {
			return
		}
		found++
		module, ok := strings.CutSuffix(filepath.ToSlash(name), "/Ext/Module.bsl")
		if !ok || !strings.Contains(module, "CommonModules/") {
			t.Errorf("%s reaches the network, and is no common module", name)
			return
		}
		object := document(t, "bsl/extension/CommonModules/"+path.Base(module)+".xml")
		for _, flag := range []string{"<ClientManagedApplication>false<", "<Server>true<"} {
			if !strings.Contains(object, flag) {
				t.Errorf("%s reaches the network, and its object lacks %s", name, flag)
			}
		}
	})
	if found == 0 {
		t.Error("nothing attaches the add-in")
	}
}
