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

// Effect is what a bad finding keeps the add-in from.
type Effect int

// Effects, the worst last.
const (
	None    Effect = iota
	Delayed        // it is loaded, and keeps events on the disk
	Refused        // it is loaded, and Init answers False
	Stopped        // it is not loaded, or is off
)

// Finding is a sentence about one thing.
type Finding struct {
	Verdict Verdict
	Effect  Effect
	Text    string
}

// Report is what was found, in the order it was looked at.
type Report struct {
	Findings []Finding
	russian  bool
	// unseen is what was not looked at, with what to give.
	unseen []cli.Text
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

// effect is that of the worst finding.
func (r *Report) effect() (worst Effect) {
	for _, f := range r.Findings {
		worst = max(worst, f.Effect)
	}
	return worst
}

// language is that of the report.
func (r *Report) language() string {
	if r.russian {
		return "ru"
	}
	return "en"
}

// why is the cause of a failure in the language of the report.
func (r *Report) why(err error) string { return cli.Why(r.language(), err) }

// add notes a finding in the language of the report. Both texts take the same arguments.
func (r *Report) add(verdict Verdict, effect Effect, en, ru string, args ...any) {
	r.Findings = append(r.Findings, Finding{verdict, effect, fmt.Sprintf(cli.Text{En: en, Ru: ru}.In(r.language()), args...)})
}

func (r *Report) good(en, ru string, args ...any)    { r.add(Good, None, en, ru, args...) }
func (r *Report) note(en, ru string, args ...any)    { r.add(Note, None, en, ru, args...) }
func (r *Report) delayed(en, ru string, args ...any) { r.add(Bad, Delayed, en, ru, args...) }
func (r *Report) refused(en, ru string, args ...any) { r.add(Bad, Refused, en, ru, args...) }
func (r *Report) bad(en, ru string, args ...any)     { r.add(Bad, Stopped, en, ru, args...) }

// Examine looks at everything that the options name.
func Examine(ctx context.Context, options Options) *Report {
	r := &Report{russian: options.Russian}
	r.examineMachine()
	r.examineSpool(options.Spool)
	if options.Path != "" {
		r.examineFile(options.Path)
	} else {
		r.note("No bundle or library was given: whether this machine can load one was not examined. Limits of 1C's service (LimitAS, LimitNPROC) are not seen from here.",
			"Комплект или библиотека не указаны: загрузит ли их этот компьютер, не проверялось. Ограничений службы 1С (LimitAS, LimitNPROC) отсюда не видно.")
		r.unseen = append(r.unseen, noLibrary)
	}
	if options.DSN != "" {
		r.examineServer(ctx, options)
	} else {
		r.note("No DSN was given: the way to the server was not tried.", "DSN не указан: доступность сервера не проверялась.")
		r.unseen = append(r.unseen, noServer)
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
	fmt.Fprintf(w, "\n%s\n", r.verdict())
}
