// Package designer reads the sources of a configuration extension in the form
// in which Designer dumps them: one XML file for every object, beside it the
// texts of its modules.
//
// # Strictness
//
// Nothing is dropped in silence. An element, an attribute or a value that the
// package does not know, a property that is missing or stands out of order, a
// file that belongs to nothing: each is an error with the file and the line.
// The order matters because the platform writes and expects the elements of an
// object in one order only; sources that pass here are sources that Designer
// can load too, as far as can be told without it.
//
// A property is taken in all its values only where it is known how the platform
// stores each of them. Where a single value is known, the others are refused by
// name: better no file than one the platform misreads.
//
// # The format
//
// Format 2.10 is read and no other. It is that of platform 8.3.17, the oldest
// one supported; a platform refuses formats newer than its own. Files are UTF-8
// with a byte order mark and CRLF; that is checked, because an editor that
// changes either makes every later dump of Designer differ in every line.
//
// # Which objects
//
// The root, which is always the adopted root of the extended configuration; an
// adopted language; and, of the extension's own, common modules, common
// templates, session parameters, roles, scheduled jobs, subsystems, constants,
// information registers without forms or attributes and common commands.
package designer
