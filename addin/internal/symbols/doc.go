// Package symbols keeps what 1C has no file for: which procedure a line of a module
// belongs to, what the line looks like, and on request the text around it.
//
// One file holds the modules of any number of configurations and extensions. The
// component finds a module in it without reading the file: only a directory of a few
// kilobytes is kept, everything else is read when a frame needs it.
//
// Package client keeps the file open, package event asks it for frames, and admin/symbols
// writes it.
//
// # How does the file look?
//
// All numbers are little-endian; a checksum is CRC-32C.
//
//	header     "1CSYMBOL", u32 version, u32 checksum of these 12 bytes
//	modules    one after the other, each a block and the pieces of its text
//	pages      the index: pages of 4,096 bytes, sorted by key
//	directory  u64 first key of each page; the description as JSON
//	footer     u64 size of the file, u64 offset and u32 length of the directory,
//	           u32 its checksum, u64 offset of the pages, u32 pages, u32 entries,
//	           u32 checksum of these 40 bytes, "1CSYMEND"
//
// A page is a u32 checksum of the rest, a u32 count and entries of 24 bytes: u64 key,
// u64 offset and u32 length of the block, u32 number of the configuration. The key is
// a hash of the extension's name ("" for a configuration) and the path of the module
// in English, both in lower case, so both languages lead to one entry. Keys repeat if
// configurations share a path.
//
// A block is a u32 checksum of the rest, the u32 length of its head, the u32 length
// of the head as deflated, the deflated head, and u16 hashes of the lines that hold
// code, in their order. The head is a row of unsigned varints and packed strings,
// which begin with their length:
//
//	path; lines; runs of lines without code and with code in turn, up to all lines;
//	procedures; for each the lines since the last one's end; for each its lines
//	less one; their names, joined by line feeds;
//	pieces; for each its lines, its length, its length in the file.
//
// A piece is a u32 checksum and deflated, packed text, whole lines of it. Pieces
// follow their block. A file without source has none.
//
// Packed text has one byte for a letter of the Russian alphabet (pack.go): deflate
// looks back a fixed number of bytes, so it sees twice as far.
//
// # Why are hashes of 16 bits enough?
//
// A line is searched among the 101 lines around its number. One in 650 of wrong lines
// is taken for the right one, which a name in an event can bear; 32 bits would double
// the file.
//
// # What may be in such a file?
//
// Anything: it may come from a share or from another version. Every length is bounded
// before it is believed, and what does not agree with its checksum is an error.
package symbols
