// Package fault ends the process in the middle of its work, where a test asks for it:
// the promise to lose nothing is one about every moment, and a kill at a random one
// seldom meets those that matter.
//
// It does so only in a library that was built with the tag faults, which no release
// is.
//
// Packages addin, client, delivery and life name the moments.
package fault

// Points are the moments, in the order of one event's road and of a recovery.
var Points = []string{
	"run.locked",
	"run.logged",
	"run.mapped",
	"run.begun",
	"capture.staged",
	"state.appended",
	"state.compacted",
	"records.kept",
	"records.released",
	"send.before",
	"send.answered",
	"send.forgotten",
	"recovery.claimed",
	"recovery.restored",
	"recovery.found",
	"recovery.applied",
	"recovery.kept",
	"recovery.advanced",
	"recovery.ended",
	"recovery.taken",
	"recovery.unlogged",
	"recovery.unringed",
	"recovery.swept",
}
