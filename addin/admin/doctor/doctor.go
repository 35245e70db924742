// Package doctor says in words whether a machine would load the add-in and reach the server, and if not, why. 1C itself answers
// Ложь and no reason. It is for administrators: `sentry1c doctor` of a release, `go run ./build doctor` among the sources.
//
// It loads nothing: a library of another architecture or for a newer system is read, not run. Of what it meets (DSN, files) it
// prints no secrets: the key of a DSN never appears.
package doctor

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"sentry1c/addin/admin/cli"
)

// Options are what to examine.
type Options struct {
	Path    string        // a bundle or a library; "" leaves them out
	Spool   string        // the root of the spool; "" is the user's own
	DSN     string        // "" leaves the server out
	Proxy   string        // "" means the usual environment variables
	CACert  string        // PEM file of further roots
	Russian bool          // the language of the report
	Timeout time.Duration // of each step on the network
}

// Verdict is how bad a finding is.
type Verdict int

// Verdicts.
const (
	Good Verdict = iota
	Note         // worth knowing, works all the same
	Bad
)

// Finding is a sentence about one thing.
type Finding struct {
	Verdict Verdict
	Text    string
}

// Report is what was found, in the order it was looked at.
type Report struct {
	Findings []Finding
	russian  bool
}

// Healthy reports whether nothing bad was found.
func (r *Report) Healthy() bool {
	for _, f := range r.Findings {
		if f.Verdict == Bad {
			return false
		}
	}
	return true
}

// add notes a finding in the language of the report. Both texts take the same arguments.
func (r *Report) add(verdict Verdict, en, ru string, args ...any) {
	text := en
	if r.russian {
		text = ru
	}
	r.Findings = append(r.Findings, Finding{verdict, fmt.Sprintf(text, args...)})
}

func (r *Report) good(en, ru string, args ...any) { r.add(Good, en, ru, args...) }
func (r *Report) note(en, ru string, args ...any) { r.add(Note, en, ru, args...) }
func (r *Report) bad(en, ru string, args ...any)  { r.add(Bad, en, ru, args...) }

// Examine looks at everything that the options name.
func Examine(ctx context.Context, options Options) *Report {
	r := &Report{russian: options.Russian}
	r.examineMachine()
	r.examineSpool(options.Spool)
	if options.Path != "" {
		r.examineFile(options.Path)
	}
	if options.DSN != "" {
		r.examineServer(ctx, options)
	} else {
		r.note("No DSN was given: the way to the server was not tried.", "DSN не указан: доступность сервера не проверялась.")
	}
	return r
}

// Print writes the report and, at its end, the verdict.
func (r *Report) Print(w io.Writer) {
	to := cli.Of(w)
	colours := map[Verdict]cli.Colour{Good: cli.Green, Note: cli.Yellow, Bad: cli.Red}
	marks := map[Verdict][2]string{Good: {"ok     ", "хорошо "}, Note: {"note   ", "заметка"}, Bad: {"PROBLEM", "ОШИБКА "}}
	for _, f := range r.Findings {
		mark := marks[f.Verdict][0]
		if r.russian {
			mark = marks[f.Verdict][1]
		}
		fmt.Fprintf(w, "%s  %s\n", to.Paint(colours[f.Verdict], mark), strings.ReplaceAll(f.Text, "\n", "\n         "))
	}
	switch {
	case r.Healthy() && r.russian:
		fmt.Fprintln(w, "\nПрепятствий не найдено.")
	case r.Healthy():
		fmt.Fprintln(w, "\nNothing stands in the way.")
	case r.russian:
		fmt.Fprintln(w, "\nКомпонента на этом компьютере не заработает, пока не исправлены ошибки.")
	default:
		fmt.Fprintln(w, "\nThe add-in will not work on this machine until the problems are mended.")
	}
}
