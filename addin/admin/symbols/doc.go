// Package symbols makes the file of symbols of 1C configurations and shows what is in
// one. It is what a person or a pipeline asks for; what the component does with such
// a file is in addin/internal/symbols.
package symbols
