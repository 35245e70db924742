package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"sentry1c/addin/admin/cli"
)

// mistake is a mistake in a configuration, in both languages. Errors are in English, as
// those of other packages are; In has the language of the reader.
type mistake cli.Text

func (m *mistake) Error() string { return m.En }

// said returns one; both texts take the same arguments.
func said(en, ru string, args ...any) error {
	return &mistake{fmt.Sprintf(en, args...), fmt.Sprintf(ru, args...)}
}

// within says in which key a mistake is.
func within(key string, err error) error {
	return &mistake{key + ": " + err.Error(), key + ": " + in("ru", err)}
}

// notJSON is what package json found, in its words.
func notJSON(err error) error {
	if errors.Is(err, io.EOF) {
		return &mistake{err.Error(), "файл кончился раньше времени"}
	}
	return &mistake{err.Error(), "не JSON: " + err.Error()}
}

// wrongKind is about a value of another kind than its key has.
func wrongKind(kind *json.UnmarshalTypeError) error {
	wanted := kind.Type.String()
	switch kind.Type.Kind() {
	case reflect.String:
		wanted = "строка"
	case reflect.Int:
		wanted = "целое число"
	case reflect.Bool:
		wanted = "true или false"
	case reflect.Map:
		wanted = "объект со строками"
	}
	return &mistake{fmt.Sprintf("a value of type %s is expected, not %s", kind.Type, kind.Value), "ожидается " + wanted + ", а не " + kind.Value}
}

// unread is about a file that cannot be read.
func unread(path string, err error) error {
	return &mistake{
		fmt.Sprintf("reports: the configuration %s cannot be read: %s", path, cli.Why("en", err)),
		fmt.Sprintf("reports: файл настроек %s не читается: %s", path, cli.Why("ru", err)),
	}
}

// lineError is a mistake at an offset of a file.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("%d: %v", e.line, e.err) }
func (e *lineError) Unwrap() error { return e.err }

// fileError is one in a file.
type fileError struct {
	path string
	err  error
}

func (e *fileError) Error() string { return "reports: " + e.path + ":" + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// in is an error in a language, as far as it has a text in it.
func in(language string, err error) string {
	switch e := err.(type) {
	case *mistake:
		return cli.Text(*e).In(language)
	case *lineError:
		return fmt.Sprintf("%d: %s", e.line, in(language, e.err))
	case *fileError:
		return "reports: " + e.path + ":" + in(language, e.err)
	}
	return err.Error()
}
