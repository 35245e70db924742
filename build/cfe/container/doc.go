// Package container reads and writes the file store in which 1C:Enterprise
// keeps configurations, extensions and modules: named pieces of bytes in
// blocks, with a table of contents.
//
// A store is a header, a table of contents and, for every entry, two blocks:
// one with its name and times, one with its bytes. A block says in its header
// how many bytes it holds, how many it reserves and where its continuation is.
// The package knows nothing of what the bytes mean; [Deflate] and [Inflate] are
// here because every entry of a configuration or an extension is stored so, and
// [Module] because a module is a store of its own inside an entry.
//
// # Two widths
//
// An extension (.cfe) is always the narrow variant with 32-bit offsets, and
// that is the only one written here. Configurations (.cf) of newer
// compatibility modes are wide, with 64-bit offsets behind a narrow stub; they
// are read, so that a file of the wrong sort can be named for what it is.
//
// # What is proven
//
// The narrow layout was checked on several hundred files written by the
// platform: each came out byte for byte when written again from what was read,
// times and order of entries kept. The compressed bytes are a different
// matter: the platform uses zlib, this package compress/flate, and both are
// valid streams of the same format. That the platform accepts streams of
// another compressor is a belief, a safe one: nothing in the format says which
// compressor made a stream.
//
// # Bounds
//
// Everything read may have been written by anybody. No offset, size, count or
// chain is followed before it is checked against the length of the input; a
// block may be used once only, and blocks may not overlap, so that reading
// never holds more than about twice the input. What is inflated is bounded by
// the caller.
package container
