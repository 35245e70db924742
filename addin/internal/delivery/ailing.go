package delivery

// ailing is what is wrong with the spool; guarded by the mutex of the delivery.
type ailing struct {
	failing    string // why the last write to the spool failed
	unkept     int    // entries that are in memory only, for such a reason
	unreadable string // why the last entry could not be read
	unread     int    // entries that could not be read, so far
}

// wrote notes whether an entry could be written; failing is why it could not.
func (a *ailing) wrote(e *entry, failing string) {
	if failing != "" {
		a.failing = failing
		a.unkept++
		e.unkept = true
	} else if a.unkept == 0 {
		a.failing = ""
	}
}

// rewrote notes whether another content of an entry could be written.
func (a *ailing) rewrote(e *entry, failing string) {
	if e.unkept {
		a.unkept--
		e.unkept = false
	}
	a.wrote(e, failing)
}

// setUnread notes whether an entry that stays can be read.
func (a *ailing) setUnread(e *entry, is bool) {
	switch {
	case is && !e.unread:
		a.unread++
	case !is && e.unread:
		a.unread--
	}
	e.unread = is
}

// finish forgets an entry that leaves.
func (a *ailing) finish(e *entry) {
	a.setUnread(e, false)
	if e.unkept {
		a.unkept--
	}
}

// why is what a person is told; "" if nothing is wrong.
func (a *ailing) why() string {
	if a.failing == "" && a.unread > 0 {
		return a.unreadable
	}
	return a.failing
}
