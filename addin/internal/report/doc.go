// Package report reads the error reports that the platform itself sends (since 8.3.17):
// an archive with report.json, a screenshot, files and perhaps a dump, or the same as
// parts of a form. It says what stands there in the words of the component: the text of
// the error as 1C prints it, the Params of a capture, or, after a crash of the platform,
// an event with native frames.
//
// It is pure: it opens no file, knows no time and keeps nothing. What it reads comes from
// anybody who can reach a port, so everything has a limit; what is beyond one is left out
// and named, and only what is no report at all is an error.
//
// The receiver of package admin/reports reads with it.
package report

import "errors"

// Limits of one request and what is in it.
const (
	// MaxBody is how long a request may be.
	MaxBody = 32 << 20
	// MaxFile is what Sentry takes of one attachment, and MaxFiles what is kept of all
	// files of a report.
	MaxFile  = 20 << 20
	MaxFiles = 32 << 20
	// MaxReports is how many reports one request may bring.
	MaxReports = 10

	maxJSON        = 4 << 20
	maxEntries     = 64
	maxText        = 64 << 10  // of one error
	maxAllText     = 240 << 10 // of the text made of all
	maxErrors      = 100
	maxLines       = 1000 // of the stack
	maxCode        = 1000 // characters of a line of code
	maxWord        = 300  // characters of what names something
	maxShown       = 8000 // characters of what is shown in a context
	maxExtensions  = 300
	maxFrames      = 300 // of a native stack
	maxDirectory   = 64 << 10
	maxArchiveTail = maxDirectory + 64<<10 + 22
)

// Errors of Read, each with what to do in its text.
var (
	// ErrNoReport: there is nothing in it that is a report of 1C.
	ErrNoReport = errors.New("no report of 1C: a zip with report.json is expected, or a form with one")
	// ErrLarge: it is beyond a limit that nothing could be read without.
	ErrLarge = errors.New("too large")
	// ErrDamaged: the archive, the form or the JSON cannot be read.
	ErrDamaged = errors.New("damaged")
)
