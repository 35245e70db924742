// Package syntax reads texts of the 1C language into trees.
//
//	text  →  lexer  →  conditional (#Если)  →  parser  →  Module
//
// It knows both language variants and mixes them freely, as the platform does.
// Letter case does not matter for words; names keep the spelling of the text and
// are compared with [Fold].
//
// # What is left out
//
// Labels and jumps, Асинх and Ждать, and the handlers of object events are
// refused by name: no module of this project may use them unnoticed. The part of
// the language that is taken is taken whole, with the platform's rules for
// string literals over several lines, date literals and omitted arguments.
//
// # Errors
//
// Every error is an [*Error] with the line and column where the text stops
// making sense. The first one ends the reading.
package syntax
