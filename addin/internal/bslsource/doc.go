// Package bslsource reads the text of a module of 1C's built-in language: where its
// procedures begin and end, and which of its lines hold code.
//
// It is a reader of tokens, not a parser: everything that can hide the words
// «Процедура» and «КонецПроцедуры» is known (strings, dates, comments, members after
// a dot, labels, directives, instructions of the preprocessor), and nothing else is.
// So a module that does not compile is read as well as one that does.
//
//   - Words are known in both languages and any letter case.
//   - A string ends with its line, and a line that starts with «|» is the rest of
//     one. So comments, empty lines and instructions of the preprocessor between the
//     lines of a string need no care, an extension may close it inside of #Удаление,
//     and a lost quote costs one line.
//   - An instruction of the preprocessor takes its whole line. Branches are all
//     read, since a module is compiled in several contexts.
//   - A header inside of a procedure ends the one before: both branches of #Если
//     may hold a header of their own. An end without a beginning prolongs the
//     procedure before it: both branches may hold an end.
//
// What stands outside of procedures, the body of the module, belongs to none.
//
// All functions are pure and safe for concurrent use.
//
// Packages symbols and sourcetree read modules with it, package report the lines of a dump.
package bslsource
