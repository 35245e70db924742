// Package dump reads the sources of an extension, in the layout of Designer's XML
// dump, and applies them to an infobase as the platform does: modules with their
// flags, registers, scheduled jobs and commands.
//
// What it meets and does not know is an error: an object that no test runs must
// not look tested.
package dump
