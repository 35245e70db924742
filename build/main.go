// Command build builds the product, tries it and looks into what it makes:
//
//	go run ./build <command> [options]
//
// Results go to build/out. A command that makes a file prints its path as the last
// line.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"sentry1c/addin/admin"
	"sentry1c/addin/admin/cli"
	"sentry1c/build/library"
	"sentry1c/native/standin"
)

// command is one of the things to do.
type command struct {
	name, usage, help string
	run               func(ctx context.Context, args []string, out io.Writer) error
}

var commands = slices.Concat(own, questions())

var own = []command{
	{"lib", "[--all | --target OS/ARCH | --check [FILE…]]", "compile the library for this machine, or as a release does; show what it is made of", runLib},
	{"dist", "", "make the files of a release for every target in build/out/dist", runDist},
	{"bundle", "", "compile it and pack the bundle that 1C attaches", runBundle},
	{"ext", "[--bundle Z] [--template addin|binary] [--jobs=false] [--out F | --sources DIR] | check FILE", "make the configuration extension (.cfe), or say what is in one", runExt},
	{"try", "[--dsn D] [--lib L | --bundle Z] [--script F] [--lang ru|en]", aboutTry.En, runTry},
	{"demo", "[--dsn D] [--lang ru|en]", "send real errors through the bundle and show what arrives", runDemo},
	{"bench", "[--idle 60s]", "measure calls through the ABI beside sentry-go", runBench},
	{"lint-bsl", "REPORT ARGUMENTS", "judge a report of bsl-language-server: scripts/lint-bsl.sh calls it", runBSLLint},
	{"zoo", "[NAME]", "run a server that behaves badly, to send to", runZoo},
	{"docs", "[--check]", "write what documents say from the sources: the tables of addin/README.md, the version", runDocs},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	code := cli.ExitCode(err)
	// Help and bad news were printed.
	if err != nil && !errors.Is(err, flag.ErrHelp) && !errors.Is(err, cli.ErrReported) {
		fmt.Fprintln(os.Stderr, err)
	}
	// An add-in that was attached tidies up when its process ends.
	if err := standin.Exit(code); err != nil {
		os.Exit(code)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(ctx, args[1:], out)
			}
		}
	}
	fmt.Fprintln(out, "usage: go run ./build <command>")
	for _, c := range commands {
		fmt.Fprintf(out, "  %-8s %s\n           %s\n", c.name, c.usage, c.help)
	}
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		return nil
	}
	return fmt.Errorf("build: unknown command %q", args[0])
}

// flags returns the flags of a command, which prints its own mistakes.
func flags(name string) *flag.FlagSet {
	return flag.NewFlagSet("go run ./build "+name, flag.ContinueOnError)
}

// outDir is where results go.
func outDir() (root, out string, err error) {
	root, err = library.Root()
	return root, filepath.Join(root, "build", "out"), err
}

// questions are those of the released program sentry1c.
func questions() (list []command) {
	for _, c := range admin.Commands {
		list = append(list, command{c.Name, "[-h]", c.About.En, func(ctx context.Context, args []string, out io.Writer) error {
			return c.Run(ctx, "go run ./build "+c.Name, args, out)
		}})
	}
	return list
}

func runBundle(ctx context.Context, args []string, out io.Writer) error {
	if err := flags("bundle").Parse(args); err != nil {
		return err
	}
	path, err := makeBundle(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, path)
	return nil
}

// makeBundle compiles for this machine and packs what build/out has.
func makeBundle(ctx context.Context) (string, error) {
	root, dir, err := outDir()
	if err != nil {
		return "", err
	}
	if _, err := library.BuildHost(ctx, root, dir); err != nil {
		return "", err
	}
	return library.WriteBundle(dir)
}
