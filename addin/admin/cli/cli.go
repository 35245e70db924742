// Package cli is what the commands of the program sentry1c have in common: the language
// they speak, options that stand before or behind what they are for, help, mistakes of
// whoever types, and what may go to a terminal.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Text is one thing said in two languages.
type Text struct{ En, Ru string }

// In is the text in a language, "ru" or "en".
func (t Text) In(language string) string {
	if language == "ru" {
		return t.Ru
	}
	return t.En
}

// Usage is a mistake of whoever typed a command.
type Usage struct{ Text string }

func (u *Usage) Error() string { return u.Text }

// ErrReported is for bad news that was printed in full.
var ErrReported = errors.New("cli: bad news was told")

// Mistake returns one; both texts take the same arguments.
func Mistake(language string, t Text, args ...any) error {
	return &Usage{fmt.Sprintf(t.In(language), args...)}
}

// Fail returns an error that could not be helped; both texts take the same arguments.
func Fail(language string, t Text, args ...any) error {
	text := fmt.Sprintf(t.In(language), args...)
	return errors.New(text)
}

// What a program answers to the system.
const (
	ExitGood  = 0 // done, and nothing bad was found
	ExitBad   = 1 // bad news, or it could not be done
	ExitUsage = 2 // the command was typed wrongly
)

// ExitCode is what to answer after an error, or nil.
func ExitCode(err error) int {
	var usage *Usage
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return ExitGood
	case errors.As(err, &usage):
		return ExitUsage
	}
	return ExitBad
}

type languageKey struct{}

// With makes the commands that are called with the context speak a language.
func With(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, languageKey{}, language)
}

// Language is the one of the context, or that of the user.
func Language(ctx context.Context) string {
	if language, ok := ctx.Value(languageKey{}).(string); ok {
		return language
	}
	return UserLanguage()
}

// UserLanguage is "ru" for a user of a Russian system, and "en" for others.
func UserLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "ru") {
				return "ru"
			}
			return "en"
		}
	}
	return systemLanguage()
}

// languages are those that are spoken.
var languages = []string{"ru", "en"}

// Wanted is the language that the options among args ask for; other if they ask for none.
// It is known before they are read, so that mistakes in them are told in it.
func Wanted(args []string, other string) string {
	for i, arg := range args {
		name, value, given := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
		switch {
		case arg == "--":
			return other
		case name != "lang" || !strings.HasPrefix(arg, "-"):
			continue
		case !given && i+1 < len(args):
			value = args[i+1]
		}
		if slices.Contains(languages, value) {
			return value
		}
	}
	return other
}

// Flags are the options of a command.
type Flags struct {
	*flag.FlagSet
	// Language is that of the help and of what the command says.
	Language string

	program string
	about   Text
	forms   []string
	bad     string
}

// New returns the options of a command, which has one: -lang. program is what the user
// typed to get here; each form is a line of arguments that the command takes.
func New(ctx context.Context, program string, args []string, about Text, forms ...Text) *Flags {
	f := &Flags{FlagSet: flag.NewFlagSet(program, flag.ContinueOnError), Language: Wanted(args, Language(ctx)), program: program, about: about}
	for _, form := range forms {
		f.forms = append(f.forms, strings.TrimSpace(program+" "+form.In(f.Language)))
	}
	f.SetOutput(io.Discard) // Parse says it
	f.Usage = func() {}
	f.Func("lang", f.Say("language: ru or en; that of the system unless it is given", "язык: ru или en; если не указан, язык системы"), func(value string) error {
		if !slices.Contains(languages, value) {
			return errors.New("ru, en")
		}
		f.Language = value
		return nil
	})
	return f
}

// Say is one of two texts.
func (f *Flags) Say(en, ru string) string { return Text{en, ru}.In(f.Language) }

// Mistake is a mistake of whoever typed the command.
func (f *Flags) Mistake(en, ru string, args ...any) error {
	return Mistake(f.Language, Text{en, ru}, args...)
}

// Bad says for the help what the command answers ExitBad to, besides what cannot be done.
func (f *Flags) Bad(t Text) { f.bad = t.In(f.Language) }

// Fail is an error that could not be helped, in the user's language. Both texts take the
// same arguments.
func (f *Flags) Fail(en, ru string, args ...any) error {
	return Fail(f.Language, Text{en, ru}, args...)
}

// Parse reads args, in which options may stand behind other arguments: those are returned.
// Help goes to out, and the error is flag.ErrHelp then.
func (f *Flags) Parse(args []string, out io.Writer) (others []string, err error) {
	for {
		if err := f.FlagSet.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				f.help(out)
				return nil, err
			}
			return nil, f.mistaken(err)
		}
		rest := f.Args()
		ended := len(rest) < len(args) && args[len(args)-len(rest)-1] == "--"
		if len(rest) == 0 || ended {
			return append(others, rest...), nil
		}
		others, args = append(others, rest[0]), rest[1:]
	}
}

func (f *Flags) help(out io.Writer) {
	fmt.Fprintln(out, f.about.In(f.Language))
	fmt.Fprintln(out)
	for _, form := range f.forms {
		fmt.Fprintf(out, "  %s\n", form)
	}
	fmt.Fprintln(out)
	f.VisitAll(func(one *flag.Flag) {
		value, usage := flag.UnquoteUsage(one)
		if one.Name == "lang" {
			value = "ru|en"
		}
		fmt.Fprintf(out, "  %s\n        %s", strings.TrimSpace("-"+one.Name+" "+value), usage)
		if secret := one.Name == "dsn" || one.Name == "secret"; one.DefValue != "" && one.DefValue != "false" && one.DefValue != "0s" && !secret {
			fmt.Fprintf(out, f.Say(" (%s unless it is given)", " (если не указано: %s)"), one.DefValue)
		}
		fmt.Fprintln(out)
	})
	bad := f.Say("it could not be done", "не получилось")
	if f.bad != "" {
		bad = f.bad
	}
	fmt.Fprintf(out, f.Say("\nExit code:\n  0  done\n  1  %s\n  2  wrong usage\n", "\nКод завершения:\n  0  сделано\n  1  %s\n  2  команда набрана неверно\n"), bad)
}
