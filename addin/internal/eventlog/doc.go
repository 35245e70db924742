// Package eventlog decides which records of 1C's event log (журнал регистрации)
// become events, under which ids, and where to go on reading. It is pure: text in,
// text and [Event] out; reading the log and sending are the affair of others.
//
// The log has no numbers of records and a clock of whole seconds; records may be
// written late, and clocks are set back. So an event's id is made from the record
// itself and from how many equal ones stand before it in its second: reading a
// record twice gives one id, and two equal records give two.
//
// Package addin hands it what ExportLog was given, and package event encodes what it picks.
//
// # The contract of ExportLog
//
// RowsJSON is an object. Dates are those of the server's clock, without a zone:
// 2026-01-31T10:20:30.
//
//	options   {infobase, now, utcOffsetMinutes, levels, exclude, own, lagSeconds}
//	begin     true: nothing is handed over, only "from" is asked for
//	sent      records of the event options.own: marks of errors that the hook of
//	          shown errors sent already; given before the rows
//	rows      records, oldest first
//	first     the rows begin a reading from "from" on; else they go on with it
//	sessions  records of the events _$Session$_.Start and _$Session$_.Finish of the
//	          window, whatever their level; given before its end is
//	alive     the sessions that the infobase has now, {number, started}; without it no
//	          session is held abnormal
//	trail     records before the errors of these rows, of all their sessions: for
//	          errors that carry none of their own
//	end       the last second that was read: it closes the window
//
// A record has date, level, event, comment, metadata, user, application, session,
// connection, transaction, status, server, port, dataArea, and where personal data
// may be sent userName, computer, data. Levels are words in English or Russian. An
// error may carry trail: records of its session before it, see [Event.Crumbs]; one about
// a lock open: transactions of other sessions that were open then, {session, application,
// user, userName, metadata, status, first, last}, the two moments of their records, the
// likeliest first, see [Event.LockRivals].
//
//	infobase          part of the ids: two bases of a project are not mixed up
//	levels            which levels are taken; none means error
//	exclude           event names that are not; a * at the end stands for any end
//	own               our own records, which are never taken
//	language          of presentations, ru or en; else that of each record's words
//	sessionApplications   whose sessions count; none means clients
//	lagSeconds (10)   records of so few seconds ago are left for the next time,
//	                  for the log is written with a delay
//
// CursorJSON is the text of "cursor" in the last answer, or empty. The answer is
//
//	{"cursor": text to keep, "from": date to read from next, "taken": 1,
//	 "sessions": 3, "skipped": {"seen": 2, …}, "said": "…", "reset": "clock"}
//
// said is a sentence about records that were no use, if there were any.
//
// It may be given only once the rows taken are safe. A caller that loses it hands
// over the same rows again, and they get the same ids.
//
// # Sessions
//
// What begins and ends is told when its window closes, as [Update]s with the errors of
// the session counted from the records of the same readings. Ids are made of infobase,
// number, start and user, and numbers of updates lie in the cursor, so a window that is read
// again gives the same updates, and servers take each once. A session counts for the
// release at its start, for servers know it by both. A session whose number
// begins again, or that is not among those alive, has ended without a record of it.
//
// An empty cursor begins now: what happened before the installation is history. A
// cursor that cannot be read, or one that lies in the future since the clock was
// set back, goes back [stepBack] and says so in "reset".
package eventlog
