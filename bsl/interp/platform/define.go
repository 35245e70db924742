package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/value"
)

type doing func(*eval.Call) (value.Value, error)

// fn describes a function.
func fn(ru, en string, min, max int, do doing) *eval.Function {
	return &eval.Function{Ru: ru, En: en, Min: min, Max: max, Do: do}
}

// proc describes a procedure.
func proc(ru, en string, min, max int, do func(*eval.Call) error) *eval.Function {
	return &eval.Function{Ru: ru, En: en, Min: min, Max: max, Proc: true, Do: func(c *eval.Call) (value.Value, error) {
		return nil, do(c)
	}}
}

// on limits functions to sides.
func on(where eval.Side, list ...*eval.Function) []*eval.Function {
	for _, f := range list {
		f.Where = where
	}
	return list
}

// prop describes a property that can be read.
func prop(ru, en string, get func(*eval.Call) value.Value) *eval.Member {
	return &eval.Member{Ru: ru, En: en, Get: func(c *eval.Call) (value.Value, error) { return get(c), nil }}
}

// self is the object of a member.
func self[T value.Value](c *eval.Call) T { return eval.SelfAs[T](c) }

// session is the session that a call runs in.
func session(c *eval.Call) *Session { return c.Thread.Runtime.(*Session) }

// str and num shorten results.
func str(s string) value.Value             { return value.String(s) }
func num[T ~int | ~int64](n T) value.Value { return value.Int(n) }

// NewCatalog lists all that is modelled. Where a name is there, and since when, is
// what the table of package names proves.
func NewCatalog() *eval.Catalog {
	c := eval.NewCatalog()
	for _, define := range []func(*eval.Catalog){
		defineStrings, defineNumbers, defineDates, defineFormat, defineTypes,
		defineArrays, defineStructures, defineMaps, defineLists, defineTables, defineSimpleClasses,
		defineJSON, defineXML, defineErrors, defineEnums,
		defineSession, defineSystemInfo, defineModes, defineTransactions, defineUsers, defineDialogs, defineUploads, defineQueries,
		defineNotifications, defineClipboard, defineIdle, defineWindows,
		defineTypeDescriptions, defineForms,
		defineRegisters, defineMetadata, defineEventLog, defineJobs, defineScheduled, defineExtensions,
		defineStorage, defineFiles, defineTextFiles, defineZip, defineHTTPService, defineAddIns, defineDynamicCode,
	} {
		define(c)
	}
	table, err := names.Read()
	if err != nil {
		panic("platform: " + err.Error())
	}
	for _, n := range table.List {
		c.Confine(n.Entry)
	}
	return c
}
