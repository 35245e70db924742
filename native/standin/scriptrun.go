package standin

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// script is a dialogue under way.
type script struct {
	w         io.Writer
	broken    error // of writing to w
	library   *Library
	options   ScriptOptions
	objects   []*Object // by number, from 1; destroyed ones stay
	current   int       // 0: none yet
	variables map[string]*any
	failed    int
}

func newScript(w io.Writer, l *Library, options ScriptOptions) *script {
	s := &script{w: w, library: l, options: options, variables: map[string]*any{}}
	if s.options.Class == "" {
		s.options.Class = l.Classes[0]
	}
	for name, value := range options.Variables {
		s.variables[strings.ToLower(name)] = &value
	}
	return s
}

func (s *script) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil && s.broken == nil {
		s.broken = fmt.Errorf("standin: script: write: %w", err)
	}
}

// close destroys what is left and tells what went wrong altogether.
func (s *script) close() error {
	var problems []error
	for _, o := range s.objects {
		if err := o.Close(); err != nil {
			s.printf("✗ %v\n", err)
			problems = append(problems, err)
		}
	}
	faults := s.library.TakeFaults()
	for _, f := range faults {
		s.printf("! %v\n", f)
	}
	if n := len(faults); n > 0 {
		problems = append(problems, fmt.Errorf("standin: script: the add-in broke %d rules", n))
	}
	if s.failed > 0 && !s.options.Stop {
		problems = append(problems, fmt.Errorf("standin: script: %d lines failed", s.failed))
	}
	return errors.Join(problems...)
}

func (s *script) do(st statement) error {
	switch st.verb {
	case verbEvaluate:
		return s.answer("", st.value)
	case verbAssign:
		return s.answer(st.name, st.value)
	case verbSet:
		return s.set(st.name, st.value)
	case verbNew:
		return s.create(st.name)
	case verbObject:
		return s.choose(st.value.token.value.(float64))
	case verbSleep:
		time.Sleep(time.Duration(st.value.token.value.(float64) * float64(time.Millisecond)))
	case verbDestroy:
		return s.destroy()
	case verbHelp:
		return s.help()
	}
	return nil
}

// answer evaluates, prints, and keeps the value if a variable is named.
func (s *script) answer(variable string, e expression) error {
	value, took, err := s.evaluate(e)
	if err != nil {
		return err
	}
	s.printf("→ ")
	if variable != "" {
		s.variables[strings.ToLower(variable)] = &value
		s.printf("%s = ", variable)
	}
	s.printf("%s", s.formatValue(value))
	if took != notCalled {
		s.printf(" (%s)", formatDuration(took))
	}
	s.printf("\n")
	return nil
}

// notCalled is the time of a value that is simply there.
const notCalled time.Duration = -1

// evaluate is the value of an expression and the time of the outermost call in it.
func (s *script) evaluate(e expression) (value any, took time.Duration, err error) {
	switch e.token.kind {
	case tokenValue:
		return e.token.value, notCalled, nil
	case tokenText, tokenBinary:
		value, err := s.file(e.token)
		return value, notCalled, err
	}
	name := e.token.text
	if v := s.variables[strings.ToLower(name)]; v != nil && !e.call && !e.member {
		return *v, notCalled, nil
	}
	o, err := s.object()
	if err != nil {
		return nil, notCalled, err
	}
	if !e.call && o.FindProp(name) >= 0 {
		return o.GetTimed(name)
	}
	args, err := s.arguments(e.args)
	if err != nil {
		return nil, notCalled, err
	}
	return o.CallTimed(name, args...)
}

func (s *script) arguments(list []expression) ([]any, error) {
	args := make([]any, len(list))
	for i, e := range list {
		if e.omitted {
			args[i] = Omitted{}
			continue
		}
		if v := s.variables[strings.ToLower(e.token.text)]; v != nil && e.token.kind == tokenName && !e.call && !e.member {
			args[i] = Ref{v}
			continue
		}
		value, _, err := s.evaluate(e)
		if err != nil {
			return nil, err
		}
		args[i] = value
	}
	return args, nil
}

var utf8BOM = "\uFEFF"

func (s *script) file(t token) (any, error) {
	path := t.text
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.options.Dir, path)
	}
	content, err := os.ReadFile(path)
	switch {
	case err != nil:
		return nil, err
	case t.kind == tokenBinary:
		return content, nil
	case !utf8.Valid(content):
		return nil, fmt.Errorf("%s is not a text in UTF-8", path)
	}
	return strings.TrimPrefix(string(content), utf8BOM), nil
}

func (s *script) set(name string, e expression) error {
	value, _, err := s.evaluate(e)
	if err != nil {
		return err
	}
	o, err := s.object()
	if err != nil {
		return err
	}
	if err := o.Set(name, value); err != nil {
		return err
	}
	s.printf("→ .%s = %s\n", name, s.formatValue(value))
	return nil
}

// object is the current one; the first is made without being asked for.
func (s *script) object() (*Object, error) {
	if s.current == 0 {
		o, err := s.library.New(s.options.Class, s.options.Objects...)
		if err != nil {
			return nil, err
		}
		s.objects = append(s.objects, o)
		s.current = len(s.objects)
	}
	return s.objects[s.current-1], nil
}

func (s *script) create(class string) error {
	if class == "" {
		class = s.options.Class
	}
	o, err := s.library.New(class, s.options.Objects...)
	if err != nil {
		return err
	}
	s.objects = append(s.objects, o)
	s.current = len(s.objects)
	s.printf("→ %s %d (%s)\n", s.objectWord(), s.current, class)
	return nil
}

func (s *script) choose(number float64) error {
	n := int(number)
	if float64(n) != number || n < 1 || n > len(s.objects) {
		return fmt.Errorf("%s %v: no such object; there are %d", s.objectWord(), number, len(s.objects))
	}
	s.current = n
	s.printf("→ %s %d (%s)\n", s.objectWord(), n, s.objects[n-1].Class)
	return nil
}

func (s *script) destroy() error {
	o, err := s.object()
	if err != nil {
		return err
	}
	if err := o.Destroy(); err != nil {
		return err
	}
	s.printf("→ %s %d %s\n", s.objectWord(), s.current, s.say("уничтожен", "destroyed"))
	return nil
}

func (s *script) objectWord() string { return s.say("объект", "object") }
