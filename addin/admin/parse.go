package admin

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"sentry1c/addin"
)

// read is what the component reads from a text, as Sentry gets it.
type read struct {
	Title       string   `json:"title"`
	Transaction string   `json:"transaction"`
	Fingerprint []string `json:"fingerprint"`
	Exception   struct {
		Values []struct {
			Type       string `json:"type"`
			Value      string `json:"value"`
			Stacktrace struct {
				Frames []struct {
					Module  string `json:"module"`
					File    string `json:"filename"`
					Line    int    `json:"lineno"`
					Column  int    `json:"colno"`
					Source  string `json:"context_line"`
					Package string `json:"package"`
					InApp   bool   `json:"in_app"`
				} `json:"frames"`
			} `json:"stacktrace"`
			Mechanism struct {
				Data map[string]string `json:"data"`
			} `json:"mechanism"`
		} `json:"values"`
	} `json:"exception"`
	Dropped []struct {
		What string `json:"what"`
		Text string `json:"text"`
	} `json:"dropped"`
}

// maxErrorText is how much of a file is read: more than any error has.
const maxErrorText = 64 << 20

// Parse shows a person what the component reads from the text of an error.
func Parse(_ context.Context, program string, args []string, out io.Writer) error {
	f := flag.NewFlagSet(program, flag.ContinueOnError)
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() != 1 {
		return errors.New("admin: parse: give one file with the text of an error, or - for the standard input")
	}
	var in io.Reader = os.Stdin
	if name := f.Arg(0); name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("admin: parse: %w", err)
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxErrorText))
	if err != nil {
		return fmt.Errorf("admin: parse: %w", err)
	}
	var r read
	if err := json.Unmarshal(addin.ReadError(string(text)), &r); err != nil {
		return fmt.Errorf("admin: parse: %w", err)
	}
	r.print(out)
	return nil
}

func (r *read) print(out io.Writer) {
	fmt.Fprintf(out, "issue        %s\ntransaction  %s\n", r.Title, r.Transaction)
	values := r.Exception.Values
	for i := len(values) - 1; i >= 0; i-- {
		e := values[i]
		relation := "exception"
		if i < len(values)-1 {
			relation = "caused by"
		}
		fmt.Fprintf(out, "\n%s %s%s\n%s\n", relation, e.Type, category(e.Mechanism.Data), "     "+strings.ReplaceAll(e.Value, "\n", "\n     "))
		frames := e.Stacktrace.Frames
		for j := len(frames) - 1; j >= 0; j-- {
			fr := frames[j]
			place := strings.TrimSpace(fr.Package + " " + fr.Module)
			if place == "" {
				place = fr.File
			}
			if fr.Column != 0 {
				place += fmt.Sprintf("(%d,%d)", fr.Line, fr.Column)
			} else {
				place += fmt.Sprintf("(%d)", fr.Line)
			}
			if !fr.InApp {
				place += "  [not in app]"
			}
			fmt.Fprintf(out, "   at %s\n", place)
			if fr.File != "" && fr.File != fr.Module {
				fmt.Fprintf(out, "      %s\n", fr.File)
			}
			if fr.Source != "" {
				fmt.Fprintf(out, "      > %s\n", fr.Source)
			}
		}
	}
	fmt.Fprintf(out, "\nfingerprint  %s\n", strings.Join(r.Fingerprint, " ⋄ "))
	for _, d := range r.Dropped {
		fmt.Fprintf(out, "dropped      %s: %q\n", d.What, d.Text)
	}
}

func category(data map[string]string) string {
	parts := make([]string, 0, len(data))
	for _, key := range slices.Sorted(maps.Keys(data)) {
		parts = append(parts, key+" "+data[key])
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
