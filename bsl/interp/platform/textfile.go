package platform

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	textWriterType = &value.Type{Ru: "ЗаписьТекста", En: "TextWriter"}
	textReaderType = &value.Type{Ru: "ЧтениеТекста", En: "TextReader"}
	textEncoding   = enum("КодировкаТекста", "TextEncoding", "ANSI", "ANSI", "OEM", "OEM", "UTF16", "UTF16", "UTF8", "UTF8", "Системная", "System")
)

// textWriter is ЗаписьТекста and textReader ЧтениеТекста, a file in UTF-8 each. By
// the help neither is there in a web client.
type textWriter struct{ file *os.File }

func (*textWriter) Type() *value.Type { return textWriterType }

type textReader struct {
	file  *os.File
	lines *bufio.Reader
}

func (*textReader) Type() *value.Type { return textReaderType }

func defineTextFiles(c *eval.Catalog) {
	defineEnum(c, textEncoding, 0, eval.Version{})
	notOpen := eval.Raised(eval.CategoryUse, "Файл не открыт")
	c.DefineClass(&eval.Class{Type: textWriterType, Where: eval.NotWeb, Min: 1, Max: 5, New: func(c *eval.Call) (value.Value, error) {
		path, err := textPath(c)
		if err != nil {
			return nil, err
		}
		file, err := os.Create(path)
		return &textWriter{file}, fileError(err)
	}}, []*eval.Function{
		proc("ЗаписатьСтроку", "WriteLine", 1, 2, func(c *eval.Call) error {
			w := self[*textWriter](c)
			if w.file == nil {
				return notOpen
			}
			_, err := w.file.WriteString(c.Text(0) + "\n")
			return fileError(err)
		}),
		proc("Закрыть", "Close", 0, 0, func(c *eval.Call) error {
			w := self[*textWriter](c)
			if w.file == nil {
				return notOpen
			}
			file := w.file
			w.file = nil
			return fileError(file.Close())
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: textReaderType, Where: eval.NotWeb, Min: 1, Max: 5, New: func(c *eval.Call) (value.Value, error) {
		path, err := textPath(c)
		if err != nil {
			return nil, err
		}
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, eval.Raised(eval.CategoryFile, "Файл не обнаружен '%s'", path)
		}
		return &textReader{file, bufio.NewReader(file)}, fileError(err)
	}}, []*eval.Function{
		fn("ПрочитатьСтроку", "ReadLine", 0, 1, func(c *eval.Call) (value.Value, error) {
			r := self[*textReader](c)
			if r.file == nil {
				return nil, notOpen
			}
			line, err := r.lines.ReadString('\n')
			if err != nil && line == "" {
				return value.Undefined, nil // the end of the file
			}
			return str(strings.TrimSuffix(line, "\n")), nil
		}),
		proc("Закрыть", "Close", 0, 0, func(c *eval.Call) error {
			r := self[*textReader](c)
			if r.file == nil {
				return notOpen
			}
			file := r.file
			r.file = nil
			return fileError(file.Close())
		}),
	}, nil)
}

// textPath is the file of a constructor whose encoding is the one that is modelled.
func textPath(c *eval.Call) (string, error) {
	if encoding, given := eval.Optional[*value.Enum](c, 1); !given || encoding != textEncoding.member("UTF8") {
		return "", eval.Faultf("only files in UTF-8 are modelled")
	}
	return inFolder(c, c.OnlyText(0))
}

// Folder is where the files of the infobase's code lie.
func (b *Infobase) Folder() string { return b.folder }
