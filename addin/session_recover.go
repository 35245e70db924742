package addin

import (
	"maps"
	"slices"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
)

// endSessions tells that the sessions which a dead process left open ended
// abnormally, and keeps that they are told: another process may have to go on from
// here.
func (r *recovery) endSessions() {
	if r.worker == nil {
		return
	}
	w := r.worker
	for _, number := range slices.Sorted(maps.Keys(w.objects)) {
		o := w.objects[number]
		s := o.session
		if s == nil || o.client == nil {
			continue
		}
		o.session = nil
		if !w.outlet.Made(o.client, s.Start, sessionAbnormalPart) {
			o.client.Recorded++
			from := client.Source{Owner: o.owner, Created: s.Seen, Run: w.id, Record: s.Start}
			w.outlet.Take(o.client, from.Item(delivery.Session, sessionAbnormalPart, s.Envelope(&o.client.Options, "abnormal", false)))
		}
		w.keepSnapshot(o)
	}
	w.Keep()
}
