package standin

import "errors"

// What a call can end with, beside the answer of the add-in. The texts in quotes are what 1C says to the developer in
// such a case; those of parameter counts and of access to properties are given from experience, no document was at hand.
var (
	ErrNoMethod    = errors.New("no such method («Метод объекта не обнаружен»)")
	ErrNoProperty  = errors.New("no such property («Поле объекта не обнаружено»)")
	ErrTooFew      = errors.New("a mandatory parameter is missing («Недостаточно фактических параметров»)")
	ErrTooMany     = errors.New("too many parameters («Слишком много фактических параметров»)")
	ErrCallFailed  = errors.New("the add-in answered false («Ошибка при вызове метода контекста»)")
	ErrNotReadable = errors.New("the property cannot be read («Поле объекта недоступно для чтения»)")
	ErrNotWritable = errors.New("the property cannot be written («Поле объекта недоступно для записи»)")
	ErrBadValue    = errors.New("the add-in returned a value of a type 1C does not take")
)

// RaisedError is the exception that AddError with an scode other than 0 raises in 1C when the call returns.
type RaisedError struct {
	PlatformCall
}

func (e *RaisedError) Error() string { return e.Source + ": " + e.Message }
