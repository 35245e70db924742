package delivery

import (
	"errors"
	"io/fs"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/spool"
)

// judgeRead tells what an error of reading a file means. Only what is gone or damaged is
// lost; whatever else it is may be over, or put right, the next time.
func judgeRead(err error) verdict {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return gone
	case errors.Is(err, spool.ErrDamaged):
		return damaged
	case errors.Is(err, private.ErrForeign), errors.Is(err, fs.ErrPermission), errors.Is(err, spool.ErrNewer):
		return unowned
	}
	return unread
}

// noteRead keeps why an entry that stays could not be read.
func (d *Delivery) noteRead(e *entry, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	verdict := unread
	if err != nil {
		verdict = judgeRead(err)
	}
	stays := err != nil && (verdict == unread || verdict == unowned)
	if stays {
		d.ailing.unreadable = err.Error()
	}
	d.ailing.setUnread(e, stays)
}
