// Package names is the table of the platform's names that modules here may use:
// in which contexts each is there, since when, with how many arguments, and which
// public sources say so. The interpreter takes its contexts from it, the check of
// package check reads modules against it.
package names

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

//go:embed names.tsv
var file string

// Name is one line of the table.
type Name struct {
	eval.Entry
	// Type is the class of a property, if it is known.
	Type string
	// Help is what the copy of the syntax help says: arguments and contexts.
	Help    string
	Sources []Source
}

// Source is a public place that shows a name at work.
type Source struct {
	Sides   eval.Side // contexts in which the code there is compiled
	Address string
}

// Table finds names.
type Table struct {
	List []Name
	at   map[string]int
}

// Read reads the table; once, and the same for all.
var Read = sync.OnceValues(func() (*Table, error) { return parse(file) })

func key(kind eval.EntryKind, owner, name string) string {
	return string(kind) + "\t" + syntax.Fold(owner) + "\t" + syntax.Fold(name)
}

// Find finds a name in either language; nil if the table does not have it.
func (t *Table) Find(kind eval.EntryKind, owner, name string) *Name {
	if i, ok := t.at[key(kind, owner, name)]; ok {
		return &t.List[i]
	}
	return nil
}

// Columns of a line before its sources.
const columns = 8

func parse(text string) (*Table, error) {
	t := &Table{at: map[string]int{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimRight(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		name, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("names: read line %d: %w", n, err)
		}
		for _, form := range [...]string{name.Ru, name.En} {
			k := key(name.Kind, name.Owner, form)
			if i, twice := t.at[k]; twice && i != len(t.List) {
				return nil, fmt.Errorf("names: read line %d: %s %s is there twice", n, name.Kind, form)
			}
			t.at[k] = len(t.List)
		}
		t.List = append(t.List, *name)
	}
	return t, nil
}

var kinds = map[eval.EntryKind]bool{eval.KindFunction: true, eval.KindProperty: true, eval.KindClass: true,
	eval.KindMethod: true, eval.KindField: true, eval.KindValue: true, eval.KindText: true}

func parseLine(line string) (*Name, error) {
	fields := strings.Split(line, "\t")
	if len(fields) < columns {
		return nil, fmt.Errorf("%d columns, %d are needed", len(fields), columns)
	}
	n := &Name{Entry: eval.Entry{Kind: eval.EntryKind(fields[0]), Owner: fields[1], Ru: fields[2], En: fields[3]}, Type: fields[6], Help: fields[7]}
	if !kinds[n.Kind] || n.Ru == "" || n.En == "" || n.Help == "" {
		return nil, fmt.Errorf("the kind %q, a name or the help is missing", n.Kind)
	}
	if fields[4] != "" {
		least, most, ok := strings.Cut(fields[4], "-")
		var err1, err2 error
		n.Min, err1 = strconv.Atoi(least)
		n.Max, err2 = strconv.Atoi(most)
		if !ok || err1 != nil || err2 != nil || n.Min > n.Max {
			return nil, fmt.Errorf("%q is no number of arguments", fields[4])
		}
	}
	if fields[5] != "" {
		var err error
		if n.Since, err = eval.ParseVersion(fields[5]); err != nil {
			return nil, err
		}
	}
	for _, source := range fields[columns:] {
		s, err := parseSource(source)
		if err != nil {
			return nil, err
		}
		n.Sources = append(n.Sources, s)
		n.Where |= s.Sides
	}
	if !n.contextual() {
		n.Where = eval.Everywhere
	}
	return n, nil
}

// formClass is the class of forms: some of its members are on one side only.
const formClass = "ФормаКлиентскогоПриложения"

// contextual reports whether the contexts of a name are its own: a member of a
// class is where the class is.
func (n *Name) contextual() bool {
	switch n.Kind {
	case eval.KindFunction, eval.KindProperty, eval.KindClass:
		return true
	}
	return n.Owner == formClass
}

var letters = map[rune]eval.Side{'t': eval.ThinClient, 'w': eval.WebClient, 'k': eval.ThickClient, 's': eval.Server, 'x': eval.ExternalConnection}

// address is a file of a repository at a commit with its line, or a page.
var address = regexp.MustCompile(`^([\w.-]+/[\w.-]+@[0-9a-f]{7,40}:[^:]+:\d+|https://\S+)$`)

func parseSource(text string) (Source, error) {
	sides, place, _ := strings.Cut(text, " ")
	s := Source{Address: place}
	for _, letter := range sides {
		s.Sides |= letters[letter]
		if letters[letter] == 0 {
			return s, fmt.Errorf("%q is no context", letter)
		}
	}
	if s.Sides == 0 || !address.MatchString(place) {
		return s, fmt.Errorf("%q is no source", text)
	}
	return s, nil
}

// Newer reports whether a platform does not have the name yet.
func (n *Name) Newer(than eval.Version) bool { return !than.AtLeast(n.Since) }

// String is what messages call a name.
func (n *Name) String() string { return cmp.Or(strings.Trim(n.Owner+"."+n.Ru, "."), n.En) }
