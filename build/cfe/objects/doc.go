// Package objects turns the description of an extension into the entries in
// which the platform stores it: a list text for every object, named by the
// object's identifier, and beside it the texts of modules, rights, schedules
// and templates.
//
// # Which platform
//
// Every list begins with the number of its version, and platforms add fields
// and raise versions over the years. Written here is what platform 8.3.17
// writes: it is the oldest one supported, and newer ones read it, since
// extensions of that time are still shipped and old versions stand beside new
// ones inside files of today.
//
// # Proven and believed
//
// What a comment calls proven was held against files of the platform that came
// with their sources: the text made here is theirs, byte for byte. For the
// root, languages, common modules, common templates, roles, subsystems and
// constants the version that platforms with the name header of 8.3.17 write is
// known. Session parameters, scheduled jobs, information registers and common
// commands are proven in the version of later platforms, and are written in
// that version with the name header of 8.3.17; that 8.3.17 itself uses the same
// version is a belief. It rests on the dump format of 8.3.17, which already has
// every property that these versions have room for, and on constants, where
// the same step was met in files. Nothing made here was loaded into a platform
// yet.
package objects
