package admin

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
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
				Frames []frame `json:"frames"`
			} `json:"stacktrace"`
			Mechanism struct {
				Data data `json:"data"`
			} `json:"mechanism"`
		} `json:"values"`
	} `json:"exception"`
	Dropped []struct {
		What string `json:"what"`
		Text string `json:"text"`
	} `json:"dropped"`
	Symbols *agreement `json:"symbols"`
}

// agreement is how a file of symbols and the error agree.
type agreement struct {
	File      string   `json:"file"`
	Releases  []string `json:"releases"`
	Problem   string   `json:"problem"`
	Exact     int      `json:"exact"`
	Drifted   int      `json:"drifted"`
	Stale     int      `json:"stale"`
	Missing   int      `json:"missing"`
	Unchecked int      `json:"unchecked"`
}

func (a *agreement) String() string {
	if a.Problem != "" {
		return a.Problem
	}
	s := fmt.Sprintf("%s (%s): exact %d, drifted %d, stale %d, missing %d", a.File, strings.Join(a.Releases, ", "), a.Exact, a.Drifted, a.Stale, a.Missing)
	if a.Unchecked > 0 {
		s += fmt.Sprintf(", unchecked %d", a.Unchecked)
	}
	return s
}

// frame is a line of code on the way to an exception.
type frame struct {
	Module   string   `json:"module"`
	File     string   `json:"filename"`
	Line     int      `json:"lineno"`
	Column   int      `json:"colno"`
	Function string   `json:"function"`
	Absolute string   `json:"abs_path"`
	Source   string   `json:"context_line"`
	Pre      []string `json:"pre_context"`
	Post     []string `json:"post_context"`
	Package  string   `json:"package"`
	InApp    bool     `json:"in_app"`
}

// data is what is known of an exception beside its words.
type data struct {
	Code     string   `json:"code"`
	Category string   `json:"category"`
	Relation string   `json:"relation"`
	Platform []string `json:"platform"`
}

// maxErrorText is how much of a file is read: more than any error has.
const maxErrorText = 64 << 20

var aboutParse = cli.Text{
	En: "show what is read from the text of an error (- is the standard input)",
	Ru: "показать, что прочитано из текста ошибки (- — стандартный ввод)",
}

// Parse shows a person what the component reads from the text of an error.
func Parse(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, aboutParse, cli.Text{En: "[-symbols FILE] FILE", Ru: "[-symbols ФАЙЛ] ФАЙЛ"})
	symbols := f.String("symbols", "", f.Say("`file` of symbols: show procedures and the lines around", "`файл` символов: показать процедуры и соседние строки"))
	files, err := f.Parse(args, out)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return f.Mistake("parse: give one file with the text of an error, or - for the standard input",
			"parse: укажите один файл с текстом ошибки или - для стандартного ввода")
	}
	var in io.Reader = os.Stdin
	if name := files[0]; name != "-" {
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
	if err := json.Unmarshal(addin.ReadError(string(text), *symbols), &r); err != nil {
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
		switch {
		case e.Mechanism.Data.Relation != "":
			relation = "beside it"
		case i < len(values)-1:
			relation = "caused by"
		}
		fmt.Fprintf(out, "\n%s %s%s\n%s\n", relation, e.Type, e.Mechanism.Data, "     "+strings.ReplaceAll(e.Value, "\n", "\n     "))
		for _, text := range e.Mechanism.Data.Platform {
			fmt.Fprintf(out, "     within: %s\n", strings.ReplaceAll(text, "\n", " "))
		}
		frames := e.Stacktrace.Frames
		for j := len(frames) - 1; j >= 0; j-- {
			frames[j].print(out)
		}
	}
	fmt.Fprintf(out, "\nfingerprint  %s\n", strings.Join(r.Fingerprint, " ⋄ "))
	if r.Symbols != nil {
		fmt.Fprintf(out, "symbols      %s\n", r.Symbols)
	}
	for _, d := range r.Dropped {
		fmt.Fprintf(out, "dropped      %s: %q\n", d.What, d.Text)
	}
}

func (f *frame) print(out io.Writer) {
	place := cmp.Or(strings.TrimSpace(f.Package+" "+f.Module), f.File)
	if f.Function != "" {
		place += ", " + f.Function
	}
	switch {
	case f.Column != 0:
		place += fmt.Sprintf("(%d,%d)", f.Line, f.Column)
	case f.Line != 0:
		place += fmt.Sprintf("(%d)", f.Line)
	}
	if !f.InApp {
		place += "  [not in app]"
	}
	fmt.Fprintf(out, "   at %s\n", place)
	if f.Absolute != "" && f.Absolute != f.Module {
		fmt.Fprintf(out, "      %s\n", f.Absolute)
	}
	for _, line := range f.Pre {
		fmt.Fprintf(out, "        %s\n", line)
	}
	if f.Source != "" {
		fmt.Fprintf(out, "      > %s\n", f.Source)
	}
	for _, line := range f.Post {
		fmt.Fprintf(out, "        %s\n", line)
	}
}

// String is what stands behind the type.
func (d data) String() string {
	var parts []string
	if d.Category != "" {
		parts = append(parts, "category "+d.Category)
	}
	if d.Code != "" {
		parts = append(parts, "code "+d.Code)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
