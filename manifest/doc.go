// Package manifest knows how 1C:Enterprise finds an add-in's library: MANIFEST.XML and the zip it lies in, the bundle.
//
// The platform unpacks the bundle, reads MANIFEST.XML from its root and takes the component of its own operating system and
// architecture. A bundle that breaks the rules fails far away from its cause: ПодключитьВнешнююКомпоненту answers Ложь without a
// reason, and БСП, which reads the manifest through the platform's own schema, raises an error of its own. Hence the reader here
// takes nothing it does not know, says what and where, and the writer checks what it writes by the same rules.
//
// Everything is a function of its arguments: no clocks, no file system, the same input gives the same bytes. Nothing read is
// trusted: sizes are limited before memory is spent.
//
// # Why do file names carry the version?
//
// The platform caches a library by its file name, on clients per user and on servers for the life of the process. A new version under
// an old name is not loaded, without a word. Target.FileName is therefore the only place where names are made.
package manifest
