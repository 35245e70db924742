// Package spool keeps envelopes on disk until a server has answered for them.
//
// Package client opens it, package delivery reads and removes, package addin and package life
// look for what dead runs left; nobody else touches its folders.
//
// # Layout
//
//	<root>/v1/locks/<run>.lock             held as long as the run lives (runlock)
//	<root>/v1/<project>/<run>.<n>/         what one client of one run has to send
//	        owner                          path of the lock that owns this folder, and
//	                                       where its envelopes go
//	        <class>-<ms>-<run>-<record>-<part>.envelope
//	<root>/v1/<project>/limits             how long the server wants to be left alone
//	<root>/v1/<project>/quarantine/        what no server took, a few of the last
//
// # Who may touch a file
//
// The run whose lock is named in `owner`, and nobody else. A folder whose owner is
// dead is an orphan (if owner is missing or damaged: the run that it is named after): whoever claims the lock (runlock.Claim) makes itself the owner by
// writing its own lock's path there, in one step. No file moves, and at any moment
// exactly one run owns it.
//
// # What a kill leaves
//
// A file is written under another name and renamed, so it is whole or not there. Its
// name carries the run and the number of the record that it was made from: a record
// that is read again after a kill does not become a second file.
//
// Files have no sent_at: it is put in when they are sent. All but the locks carry a
// version and a checksum (sealed.go): what was damaged is never sent.
package spool
