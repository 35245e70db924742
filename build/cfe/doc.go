// Package cfe makes a configuration extension file (.cfe) of 1C:Enterprise from
// its sources without the platform, and reads any such file back.
//
//	sources (Designer XML)  →  designer  →  objects  →  Build  →  .cfe
//	                                                     Check  ←
//
// [Build] is for one's own extension: it writes what platform 8.3.17 writes and
// refuses what it does not know. [Check] is for every extension: it lists what
// is inside and says in words what is wrong.
//
// # What the file consists of
//
// A store (package container) of entries, each compressed by itself. An object
// is a list text (package brackets) in an entry named by its identifier; its
// modules and other pieces are entries named by the identifier and a suffix.
// The entry configinfo names the root, the compatibility mode and the SHA-1 of
// every other entry, compressed. See package objects for the lists.
//
// # Does the platform accept it?
//
// Not proven: no file made here was loaded into a platform yet. What is proven
// is that each piece equals, byte for byte before compression, what the
// platform made of the same sources, wherever such sources could be found; the
// comments of package objects say where not. The compressed bytes differ from
// the platform's, which uses another compressor, and so do their hashes.
//
// # Why is the block behind the root's identifier empty?
//
// The platform keeps about a hundred bytes there that look encrypted and change
// with the content; how they come about is not known. Files of the platform
// itself with nothing in this place were found among published extensions, so
// nothing is written here either.
package cfe
