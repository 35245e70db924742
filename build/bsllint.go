package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

// lintFile is a file in the report of bsl-language-server.
type lintFile struct {
	Path        string
	Diagnostics []struct {
		Code     json.RawMessage
		Message  string
		Severity string
		Range    struct{ Start struct{ Line int } }
	}
}

// argument says why findings of one rule in one module stay.
type argument struct {
	rule, module, why string
	used              bool
}

// runBSLLint judges a report of bsl-language-server: what it calls an error or a
// warning must be argued, and what is argued must be there. Scripts of tests do on
// purpose what the rules forbid and are passed over.
func runBSLLint(_ context.Context, args []string, out io.Writer) error {
	f := flags("lint-bsl")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 2 {
		return errors.New("build: lint-bsl: give the report and the file of arguments")
	}
	report, err := os.ReadFile(f.Arg(0))
	if err != nil {
		return fmt.Errorf("build: lint-bsl: %w", err)
	}
	text, err := os.ReadFile(f.Arg(1))
	if err != nil {
		return fmt.Errorf("build: lint-bsl: %w", err)
	}
	arguments, err := parseArguments(string(text))
	if err != nil {
		return err
	}
	findings, files, err := judgeLint(report, arguments)
	if err != nil {
		return err
	}
	for _, line := range findings {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "bsl-language-server: %d files, %d findings that nobody argued\n", files, len(findings))
	if len(findings) > 0 {
		return errors.New("build: lint-bsl: mend them, or say in one line why they stay")
	}
	return nil
}

// parseArguments reads lines of: rule, a blank, module, a blank, the reason.
func parseArguments(text string) ([]*argument, error) {
	var arguments []*argument
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, rest, _ := strings.Cut(line, " ")
		module, why, _ := strings.Cut(rest, " ")
		if strings.TrimSpace(why) == "" {
			return nil, fmt.Errorf("build: lint-bsl: %q: a rule, a module and a reason are expected", line)
		}
		arguments = append(arguments, &argument{rule: rule, module: module, why: why})
	}
	return arguments, nil
}

func judgeLint(report []byte, arguments []*argument) (findings []string, files int, err error) {
	var read struct{ FileInfos []lintFile }
	if err := json.Unmarshal(report, &read); err != nil {
		return nil, 0, fmt.Errorf("build: lint-bsl: read the report: %w", err)
	}
	for _, file := range read.FileInfos {
		path, err := url.PathUnescape(file.Path)
		if err != nil {
			path = file.Path
		}
		if slices.Contains(strings.Split(path, "/"), "testdata") {
			continue
		}
		files++
		for _, d := range file.Diagnostics {
			if d.Severity != "Error" && d.Severity != "Warning" {
				continue
			}
			rule := strings.Trim(string(d.Code), `"`)
			if i := slices.IndexFunc(arguments, func(a *argument) bool {
				return a.rule == rule && slices.Contains(strings.Split(strings.TrimSuffix(path, ".bsl"), "/"), a.module)
			}); i >= 0 {
				arguments[i].used = true
				continue
			}
			findings = append(findings, fmt.Sprintf("%s:%d: %s: %s", path, d.Range.Start.Line+1, rule, d.Message))
		}
	}
	if files == 0 {
		return nil, 0, errors.New("build: lint-bsl: the report speaks of no module")
	}
	slices.SortFunc(findings, cmp.Compare[string])
	for _, a := range arguments {
		if !a.used {
			findings = append(findings, fmt.Sprintf("%s %s is argued, but there is no such finding", a.rule, a.module))
		}
	}
	return findings, files, nil
}
