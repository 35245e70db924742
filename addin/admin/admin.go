// Package admin is what a person asks from outside a process of 1C: what is wrong with
// this machine, what is read from the text of an error, what waits to be sent. Each
// question is a [Command]; the program sentry1c of a release has them all, and so has
// go run ./build among the sources.
//
// It reads what the component left (package addin) and never loads the library; nothing
// of it goes into the library. Of what it meets it prints no secrets.
package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"sentry1c/addin/admin/doctor"
	"sentry1c/addin/admin/reports"
	symbols "sentry1c/addin/admin/symbols/command"
)

// Command is one of the questions.
type Command struct {
	Name, Usage, Help string
	// Run answers; program is what the user typed to get here.
	Run func(ctx context.Context, program string, args []string, out io.Writer) error
}

// Commands are all questions, in the order in which help shows them.
var Commands = []Command{
	{"doctor", "[--dsn D] [--spool DIR] [ZIP | LIB]", "say whether this machine would load the add-in and reach the server, and why not", doctor.Main},
	{"parse", "[--symbols F] FILE", "show what is read from the text of an error (- is the standard input)", Parse},
	{"symbols", "make [-source] [-rev R] -o F DIR… | show F MODULE LINE | info F | mappings DIR…", "make symbols of 1C configurations from their sources, look into them, map their files for Sentry", symbols.Main},
	{"reports", "[-listen ADDR] [-dsn D | -config FILE] [-spool DIR] [-cert F -key F]", "receive the error reports of 1C's own clients: a road without the extension", reports.Main},
	{"spool", "[DIR] [--send] [--dsn D]", "show what waits on disk to be sent, or send it without 1C", Spool},
}

// ErrReported is for an answer that is bad news and has been printed in full.
var ErrReported = doctor.ErrProblems

// Main answers what args ask; program is its name. Without a question it prints all.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	program = filepath.Base(program)
	if len(args) > 0 {
		for _, c := range Commands {
			if c.Name == args[0] {
				return c.Run(ctx, program+" "+c.Name, args[1:], out)
			}
		}
	}
	fmt.Fprintf(out, "usage: %s <command> [options]\n", program)
	for _, c := range Commands {
		fmt.Fprintf(out, "  %-8s %s\n           %s\n", c.Name, c.Usage, c.Help)
	}
	if len(args) == 0 {
		return errors.New("admin: no command was given")
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return nil
	}
	return fmt.Errorf("admin: unknown command %q", args[0])
}
