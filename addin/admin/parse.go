package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
	symbolsfile "sentry1c/addin/admin/symbols"
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
	text, err := errorText(f, files[0])
	if err != nil {
		return err
	}
	if *symbols != "" {
		file, err := symbolsfile.Open(*symbols)
		if err != nil {
			return errors.New(symbolsfile.Say(err, f.Language == "ru"))
		}
		file.Close()
	}
	var r read
	if err := json.Unmarshal(addin.ReadError(text, *symbols), &r); err != nil {
		return fmt.Errorf("admin: parse: %w", err)
	}
	(&parseShow{wordsIn(f.Language), out}).all(&r)
	return nil
}

// errorText reads a file, or the standard input for «-».
func errorText(f *cli.Flags, name string) (string, error) {
	var in io.Reader = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", f.Fail("parse: %s cannot be read: %s", "parse: файл %s не читается: %s", name, f.Why(err))
		}
		defer file.Close()
		in = file
	}
	content, err := io.ReadAll(io.LimitReader(in, maxErrorText))
	if err != nil {
		return "", f.Fail("parse: %s cannot be read: %s", "parse: файл %s не читается: %s", name, f.Why(err))
	}
	text, ok := decode(content)
	if !ok {
		return "", f.Fail("parse: %s: this is no text in UTF-8, UTF-16, Windows-1251 or 866", "parse: %s: это не текст в UTF-8, UTF-16, Windows-1251 или 866", name)
	}
	return text, nil
}
