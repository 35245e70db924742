package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sentry1c/build/cfe"
	"sentry1c/build/library"
)

// templateTypes are the kinds that the template of the bundle may have. Binary data
// is for platforms that turn out not to take an add-in template from an extension:
// the bytes are stored alike.
var templateTypes = map[string]cfe.TemplateType{"addin": cfe.AddIn, "binary": cfe.BinaryData}

// runExt makes the extension, or looks into a file of any extension.
func runExt(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "check" {
		return checkExtension(args[1:], out)
	}
	if len(args) > 0 && args[0] == "roots" {
		return countRoots(args[1:], out)
	}
	f := flags("ext")
	bundle := f.String("bundle", "", "the bundle to carry; without it one is made for this machine")
	kind := f.String("template", "addin", "the kind of the template that carries it: addin or binary")
	to := f.String("out", "", "the file to write; without it build/out gets it")
	jobs := f.Bool("jobs", true, "with the scheduled jobs, which platforms before 8.3.23 do not run")
	compatibility := f.String("compat", "", "the mode of compatibility, 8.3.12 to 8.3.17, for bases in a lower one; below 8.3.16 without the scheduled jobs")
	sources := f.String("sources", "", "write the sources for Designer into this folder instead")
	if err := f.Parse(args); err != nil {
		return err
	}
	template, ok := templateTypes[*kind]
	if !ok || f.NArg() > 0 {
		return fmt.Errorf("build: ext: the template is addin or binary, not %q; ext check FILE reads a file", firstOf(f.Arg(0), *kind))
	}
	root, dir, err := outDir()
	if err != nil {
		return err
	}
	if *bundle == "" {
		if *bundle, err = makeBundle(ctx); err != nil {
			return err
		}
	}
	options := library.ExtensionOptions{Bundle: *bundle, Template: template, WithoutJobs: !*jobs, Compatibility: *compatibility}
	if *sources != "" {
		if err := library.WriteExtensionSources(root, *sources, options); err != nil {
			return err
		}
		fmt.Fprintln(out, *sources)
		return nil
	}
	path, err := writeExtension(root, firstOf(*to, filepath.Join(dir, library.ExtensionName())), options)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, path)
	return nil
}

// writeExtension makes the file of the extension and returns its path.
func writeExtension(root, path string, o library.ExtensionOptions) (string, error) {
	content, err := library.BuildExtension(root, o)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return "", fmt.Errorf("build: ext: %w", err)
	}
	return path, nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// checkExtension says what is in a file; one with an error in it is an error.
func checkExtension(args []string, out io.Writer) error {
	f := flags("ext check")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("build: ext check: give one file (.cfe)")
	}
	content, err := os.ReadFile(f.Arg(0))
	if err != nil {
		return fmt.Errorf("build: ext check: %w", err)
	}
	report := cfe.Check(content)
	fmt.Fprint(out, report.Text())
	if worst, _ := report.Worst(); worst == cfe.Error {
		return fmt.Errorf("build: ext check %s: the file has errors", f.Arg(0))
	}
	return nil
}
