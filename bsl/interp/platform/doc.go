// Package platform stands in for the 1C:Enterprise platform behind the language:
// the global context, the universal collections, and the objects of an infobase
// that the modules of this project touch.
//
// # How far it goes
//
// What is here behaves as the platform's help says, including which side may call
// a method and since which version it is there. What is not here is unknown: a
// module that names it does not compile, or ends with a fault (see package eval).
// Nothing is accepted in silence.
//
// # Where it had to choose
//
// Some behaviours are not documented. The choice made is always the one that is
// harder for the modules, and stands at the code: a transaction that failed once
// refuses every access to data; a string of more than 100 KB ends an isolated
// add-in; the values that functions of a module with reuse returned may be lost
// between any two calls (Session.ForgetCached).
//
// # What it is made of
//
// An [Infobase] holds what all sessions share: data of registers, event log,
// jobs, users, settings. A [Session] is one connection: a client with its server
// part, a background job, an external connection. [NewCatalog] lists what a
// program may name.
package platform
