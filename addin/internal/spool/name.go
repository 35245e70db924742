package spool

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/runlock"
)

const suffix = ".envelope"

// Key is what the name of a file says.
type Key struct {
	// Class is the importance, 0 for the most important; the names of files sort by
	// it.
	Class int
	// Created is when it was recorded, in milliseconds.
	Created time.Time
	// Run and Record name the record that it was made from, Part the envelope of
	// several made from one record.
	Run    string
	Record uint64
	Part   int
}

// maxCreated is what thirteen digits say at most; a clock that is beyond it, or before 1970,
// is wrong.
const maxCreated = 1e13 - 1

// name is the file name of a key.
func (k Key) name() string {
	created := min(max(k.Created.UnixMilli(), 0), maxCreated)
	return fmt.Sprintf("%d-%013d-%s-%016x-%d%s", k.Class, created, k.Run, k.Record, k.Part, suffix)
}

// source tells from which record and part a file was made: two files of one source
// would be one event twice.
func (k Key) source() string { return fmt.Sprintf("%s-%016x-%d", k.Run, k.Record, k.Part) }

// parseName reads a name; ok is false if it is not one of ours.
func parseName(name string) (k Key, ok bool) {
	fields := strings.Split(strings.TrimSuffix(name, suffix), "-")
	if !strings.HasSuffix(name, suffix) || len(fields) != 5 || !runlock.ValidID(fields[2]) {
		return Key{}, false
	}
	class, err1 := strconv.ParseUint(fields[0], 10, 8)
	created, err2 := strconv.ParseUint(fields[1], 10, 52)
	record, err3 := strconv.ParseUint(fields[3], 16, 64)
	part, err4 := strconv.ParseUint(fields[4], 10, 31)
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
		return Key{}, false
	}
	k = Key{int(class), time.UnixMilli(int64(created)), fields[2], record, int(part)}
	return k, k.name() == name
}
