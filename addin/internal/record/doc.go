// Package record reads the records that the boundary wrote.
//
// A call of 1C becomes one record in a ring that outlives the process
// (native/format.h describes the bytes, native/ring.h the ring). This package
// turns a run of records, given as plain bytes, into values. It is used twice:
// by the worker on the memory of its own process, and on what a dead process
// left, which may be anything. So every length is checked against what is there
// before it is believed, nothing is allocated by a length that was read, and no
// input makes it panic; the fuzz targets hold it to that.
//
// Texts stay UTF-16 until somebody asks for them ([Value.Text]): most records of
// the scope are replaced by later ones before an event needs them.
//
// Package addin reads the records of both, ringfile and statelog look for their bounds.
package record
