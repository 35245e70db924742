package host

import "errors"

// What a call can end with, beside the answer of the add-in. The texts in quotes are those of the platform.
var (
	ErrNoMethod     = errors.New("no such method («Метод объекта не обнаружен»)")
	ErrNoProperty   = errors.New("no such property («Поле объекта не обнаружено»)")
	ErrTooFew       = errors.New("a mandatory parameter is missing («Недостаточно фактических параметров»)")
	ErrTooMany      = errors.New("too many parameters («Слишком много фактических параметров»)")
	ErrCallFailed   = errors.New("the add-in answered false («Ошибка при вызове метода контекста»)")
	ErrNoResult     = errors.New("a procedure has no result («Обращение к процедуре объекта как к функции»)")
	ErrNotReadable  = errors.New("the property cannot be read («Поле объекта недоступно для чтения»)")
	ErrNotWritable  = errors.New("the property cannot be written («Поле объекта недоступно для записи»)")
	ErrBadValue     = errors.New("the add-in returned a value of a type 1C does not take")
	ErrNoSuchObject = errors.New("no such object")
)

// RaisedError is the exception that AddError with an scode other than 0 raises in 1C when the call returns.
type RaisedError struct {
	PlatformCall
}

func (e *RaisedError) Error() string { return e.Source + ": " + e.Message }
