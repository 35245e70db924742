package eval

import (
	"errors"
	"fmt"

	"sentry1c/bsl/interp/value"
)

// ErrorInfoType is the type of ИнформацияОбОшибке.
var ErrorInfoType = &value.Type{Ru: "ИнформацияОбОшибке", En: "ErrorInfo"}

// ErrorInfo is ИнформацияОбОшибке: one link of a chain of errors.
type ErrorInfo struct {
	Description string
	Place
	Frames   []Place // of the call stack, the throwing one first
	Cause    *ErrorInfo
	Category string // name of a value of КатегорияОшибки
	Code     string
	Extra    string // ДополнительнаяИнформация
}

// Place is a line of a module.
type Place struct {
	Module     string // as the platform prints it
	Line       int
	SourceLine string
}

// Type tells the type.
func (*ErrorInfo) Type() *value.Type { return ErrorInfoType }

// Exception is an error of the 1C program.
type Exception struct{ Info *ErrorInfo }

func (e *Exception) Error() string {
	text := e.Info.Description
	for cause := e.Info.Cause; cause != nil; cause = cause.Cause {
		text += ": " + cause.Description
	}
	if e.Info.Module == "" {
		return text
	}
	return fmt.Sprintf("{%s(%d)}: %s", e.Info.Module, e.Info.Line, text)
}

// Raised makes an exception whose place is not known yet: the thread adds it.
func Raised(category, format string, args ...any) *Exception {
	return &Exception{&ErrorInfo{Description: fmt.Sprintf(format, args...), Category: category}}
}

// Names of categories that the language itself raises.
const (
	CategoryScript   = "ОшибкаВоВремяВыполненияВстроенногоЯзыка"
	CategoryUse      = "ОшибкаИспользованияВстроенногоЯзыка"
	CategoryRaised   = "ИсключениеВызванноеИзВстроенногоЯзыка"
	CategoryAccess   = "НарушениеПравДоступа"
	CategoryStored   = "ОшибкаХранимыхДанных"
	CategoryNetwork  = "ОшибкаСети"
	CategoryCompile  = "ОшибкаКомпиляцииВстроенногоЯзыка"
	CategoryOther    = "ПрочаяОшибка"
	CategoryFile     = "ОшибкаДоступаКЛокальномуФайлу"
	CategorySettings = "ОшибкаКонфигурации"
)

// Mismatch is the platform's error of a wrong type of argument i, counted from 0.
func Mismatch(i int) *Exception {
	return Raised(CategoryUse, "Несоответствие типов (параметр номер '%d')", i+1)
}

// Fault says that the interpreter cannot answer for the platform.
type Fault struct {
	Place Place
	Msg   string
}

func (f *Fault) Error() string {
	if f.Place.Module == "" {
		return "interp: " + f.Msg
	}
	return fmt.Sprintf("interp: {%s(%d)}: %s", f.Place.Module, f.Place.Line, f.Msg)
}

// Faultf makes a fault; the thread adds its place.
func Faultf(format string, args ...any) *Fault { return &Fault{Msg: fmt.Sprintf(format, args...)} }

// AsFault finds the fault in an error.
func AsFault(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}
