package main

/*
#include <stdlib.h>
#include "bridge.h"
*/
import "C"

import (
	"unicode/utf16"
	"unsafe"

	"sentry1c/addin"
)

// newTable copies the table of package addin to C, where it stays for the life of
// the process: threads of 1C read it without asking Go.
func newTable() *C.table_t {
	table := allocate[C.table_t](1)
	methods := allocate[C.method_t](len(addin.Methods))
	for i, m := range addin.Methods {
		methods[i] = newMethod(m)
	}
	properties := allocate[C.property_t](len(addin.Properties))
	for i, p := range addin.Properties {
		properties[i] = C.property_t{
			names:   newNames(p.Name),
			source:  C.uint8_t(sources[p.Source]),
			text:    newText(p.Value),
			timeout: C.uint32_t(p.Timeout.Milliseconds()),
		}
	}
	table[0] = C.table_t{
		class_name:     newText(addin.ClassName),
		methods:        &methods[0],
		method_count:   C.uint32_t(len(methods)),
		properties:     &properties[0],
		property_count: C.uint32_t(len(properties)),
		fatal_patience: C.uint32_t(addin.FatalPatience.Milliseconds()),
	}
	words := addin.FatalWords()
	texts := allocate[*C.WCHAR_T](len(words))
	for i, word := range words {
		texts[i] = newText(word)
	}
	table[0].fatal_words, table[0].fatal_word_count = &texts[0], C.uint32_t(len(words))
	return &table[0]
}

func newMethod(m addin.Method) C.method_t {
	method := C.method_t{
		names:         newNames(m.Name),
		param_count:   C.uint8_t(len(m.Params)),
		result:        C.uint8_t(results[m.Result]),
		id_param:      position(m.IDParam),
		timeout_param: position(m.TimeoutParam),
		timeout:       C.uint32_t(m.Timeout.Milliseconds()),
	}
	for flag, set := range map[C.uint8_t]bool{
		C.METHOD_SCOPE: m.Scope, C.METHOD_ANY_STATE: m.AnyState, C.METHOD_CLOSES: m.Closes, C.METHOD_LAST_ID: m.LastID,
		C.METHOD_BEGINS: m.Begins,
	} {
		if set {
			method.flags |= flag
		}
	}
	if m.IDs[0] != "" {
		method.ids = [2]*C.WCHAR_T{newText(m.IDs[0]), newText(m.IDs[1])}
	}
	if len(m.Params) > 0 {
		params := allocate[C.param_t](len(m.Params))
		for i, p := range m.Params {
			params[i] = newParam(p)
		}
		method.params = &params[0]
	}
	return method
}

func newParam(p addin.Param) C.param_t {
	param := C.param_t{mark: C.uint8_t(marks[p.Mark])}
	if p.Default != nil {
		param.has_default = 1
	}
	if p.Level {
		param.holds_level = 1
	}
	switch value := p.Default.(type) {
	case string:
		param.default_kind, param.default_text = C.VTYPE_PWSTR, newText(value)
	case int:
		param.default_kind, param.default_number = C.VTYPE_I4, C.int32_t(value)
	case bool:
		param.default_kind = C.VTYPE_BOOL
		if value {
			param.default_number = 1
		}
	}
	return param
}

func position(i int) C.uint8_t {
	if i < 0 {
		return C.NO_PARAM
	}
	return C.uint8_t(i)
}

var marks = map[addin.Mark]int{
	addin.Text: C.PARAM_TEXT,
	addin.JSON: C.PARAM_JSON,
	addin.Blob: C.PARAM_BLOB,
}

var results = map[addin.Result]int{
	addin.True:       C.RESULT_TRUE,
	addin.EventID:    C.RESULT_ID,
	addin.SpanID:     C.RESULT_SPAN_ID,
	addin.AnswerBool: C.RESULT_ANSWER_BOOL,
	addin.AnswerText: C.RESULT_ANSWER_TEXT,
}

var sources = map[addin.PropertySource]int{
	addin.Constant:    C.PROPERTY_TEXT,
	addin.IsEnabled:   C.PROPERTY_ENABLED,
	addin.LastEventID: C.PROPERTY_LAST_ID,
	addin.LastProblem: C.PROPERTY_PROBLEM,
	addin.Answered:    C.PROPERTY_ANSWER,
}

// allocate returns zeroed memory of C that is never freed.
func allocate[T any](count int) []T {
	var element T
	memory := C.calloc(C.size_t(count), C.size_t(unsafe.Sizeof(element)))
	return unsafe.Slice((*T)(memory), count)
}

func newNames(name addin.Name) [2]*C.WCHAR_T {
	return [2]*C.WCHAR_T{newText(name.En), newText(name.Ru)}
}

// newText returns a terminated copy in C.
func newText(text string) *C.WCHAR_T {
	units := utf16.Encode([]rune(text))
	copied := allocate[C.WCHAR_T](len(units) + 1)
	for i, unit := range units {
		copied[i] = C.WCHAR_T(unit)
	}
	return &copied[0]
}
