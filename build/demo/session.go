package demo

import (
	"fmt"
	"strings"
	"time"

	"sentry1c/addin"
	"sentry1c/native/standin"
)

// session is an object that prints each call with the time it took.
type session struct {
	object *standin.Object
	show   *show
	ids    []string
	// alike counts the calls that differ in their data only.
	alike int
	// spool is where what is not sent lies, and patience how long a server may take.
	spool    string
	patience time.Duration
	account  account
	// unwanted is how many transactions the server does not want.
	unwanted int
}

// shownAlike is how many of calls that are alike are printed.
const shownAlike = 2

// Call calls a method and prints it.
func (c *session) Call(method string, args ...any) (any, error) {
	answer, took, err := c.object.CallTimed(method, args...)
	if err != nil {
		return nil, err
	}
	if id, ok := answer.(string); ok && strings.HasPrefix(method, "Записать") {
		c.ids = append(c.ids, id)
		if _, err := c.look(); err != nil {
			return nil, err
		}
	}
	if method == "ДождатьсяОтправки" && answer != true {
		c.patience = slice // it was waited for already
	}
	if len(args) > 1 && strings.Contains(fmt.Sprint(args[0]), "Болт") {
		if c.alike++; c.alike > shownAlike {
			if c.alike == Shortages-1 {
				c.show.printf(c.show.words.Asked, Shortages-1-shownAlike)
			}
			if c.alike != Shortages {
				return answer, nil
			}
		}
	}
	c.show.printf("  %9s  %s(%s) → %s", short(took), c.show.named(method), argument(args), c.show.said(answer))
	return answer, nil
}

// begin calls Init.
func (c *session) begin(options string) error {
	answer, err := c.Call("Инициализировать", c.show.DSN, options)
	if err != nil {
		return err
	}
	if answer != true {
		problem, _ := c.object.Get("ПоследняяОшибка")
		return fmt.Errorf("demo: Init: %v", problem)
	}
	return nil
}

// argument is the first argument as a reader wants it.
func argument(args []any) string {
	if len(args) == 0 {
		return ""
	}
	const most = 34
	text, _, more := strings.Cut(fmt.Sprint(args[0]), "\n")
	if before, behind, isDSN := strings.Cut(text, "@"); isDSN && strings.HasPrefix(text, "http") {
		scheme, _, _ := strings.Cut(before, "://")
		text = scheme + "://…@" + behind // a screen is no place for a key
	}
	if runes := []rune(text); len(runes) > most {
		text, more = string(runes[:most]), true
	}
	if _, isText := args[0].(string); isText {
		if more {
			text += "…"
		}
		text = `"` + text + `"`
	}
	if len(args) > 1 {
		text += ", …"
	}
	return text
}

// named is what a method is called in the reader's language.
func (s *show) named(method string) string {
	for _, m := range addin.Methods {
		if m.Name.Ru == method && s.Language != "ru" {
			return m.Name.En
		}
	}
	return method
}

func (s *show) said(answer any) string {
	switch v := answer.(type) {
	case bool:
		if v {
			return s.words.True
		}
		return s.words.False
	case string:
		return v
	}
	return fmt.Sprint(answer)
}

func short(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
	case d < time.Second:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// arrived prints the issues, the first with everything.
func (s *show) arrived(issues []Issue) {
	n := 0
	for _, issue := range issues {
		n += issue.Count
	}
	s.printf("\n"+s.words.Arrived, n, len(issues))
	for i, issue := range issues {
		count := s.words.Once
		if issue.Count > 1 {
			count = fmt.Sprintf(s.words.Same, issue.Count)
		}
		s.printf("\n%d. %s\n   %s", i+1, issue.Title, count)
		for j, f := range issue.Frames {
			s.frame(f, i == 0 && j == 0)
		}
		if i > 0 {
			continue
		}
		s.printf("   %s: %s", s.words.User, issue.User)
		s.printf("   %s: %s", s.words.Tags, joined(issue.Tags))
		for _, c := range issue.Contexts {
			s.printf("   %s %s: %s", s.words.Contexts, c.Name, c.Value)
		}
		for _, c := range issue.Trail {
			s.printf("   %s: %s  %-9s %s", s.words.Trail, c.At, c.Category, c.Text)
		}
	}
}

// frame prints a frame: with the lines around, or with its own.
func (s *show) frame(f Frame, around bool) {
	text := f.Name
	if f.Function != "" {
		text += ", " + f.Function
	}
	if f.Line > 0 {
		text += fmt.Sprintf(", %s %d", s.words.Line, f.Line)
	}
	s.printf("     %s", text)
	for _, line := range f.Code {
		mark := "  "
		if line.Here {
			mark = "> "
		}
		if around {
			s.printf("       %s%4d  %s", mark, line.Number, strings.ReplaceAll(line.Text, "\t", "    "))
		} else if line.Here {
			s.printf("       %s%s", mark, strings.TrimSpace(line.Text))
		}
	}
}

func joined(pairs []Pair) string {
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = p.Name + "=" + p.Value
	}
	return strings.Join(parts, ", ")
}
