// Package eval executes modules of the 1C language: it binds names, checks what
// the platform's compiler checks, and walks the trees of package syntax.
//
// # Exceptions and faults
//
// Two things can end a call. An [*Exception] is an error of the 1C program: the
// platform would raise it, and Попытка catches it. A [*Fault] says that this
// interpreter cannot answer for the platform: a method it does not model, a type
// it does not know. Попытка does not catch it, because code that catches every
// exception, as this project's facade does, would hide each gap of the tests.
//
// # What is checked before anything runs
//
// [Compile] reads a set of modules as one side of the platform sees it: which
// modules there are, which global methods and properties exist in its version
// and on that side, how many arguments they take. An unknown name, a method that
// is not exported, an assignment to a global property, a method named like one
// of the platform is an error there, as it is in Designer.
//
// # What the platform is
//
// The [Catalog] lists what a program may name; package platform fills it. This
// package knows the language only.
package eval
