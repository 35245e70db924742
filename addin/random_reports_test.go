package addin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sentry1c/build/kit/receiver"
)

// reports are what came, with the project it came to, by what any process that does the same calls it.
type reports map[string][]string

// heirRelease is that of what heirs report of themselves.
const heirRelease = "heir"

// reports waits until all is sent, and answers what came, but for what heirs say of themselves, and objects in
// memory.
func (f *fixture) reports() reports {
	f.t.Helper()
	f.sendsAll()
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	passedOver := map[any]bool{} // events, whose attachments may come by themselves
	for i, envelope := range f.server.envelopes {
		if body := f.server.bodies[i]; bytes.Contains(body, []byte(`"in memory"`)) || bytes.Contains(body, []byte(`"`+heirRelease+`"`)) {
			passedOver[i], passedOver[envelope.Header["event_id"]] = true, true
		}
	}
	all := reports{}
	for i, envelope := range f.server.envelopes {
		if id := envelope.Header["event_id"]; passedOver[i] || id != nil && passedOver[id] {
			continue
		}
		for _, item := range envelope.Items {
			all.add(f.server.projects[i], &envelope, item)
		}
	}
	return all
}

// sendsAll waits until all is sent, what is gathered for later, too.
func (f *fixture) sendsAll() {
	f.t.Helper()
	for _, cl := range f.worker.clients {
		cl.KeepBatches(true)
	}
	f.settle()
}

func (r reports) add(project string, envelope *receiver.Envelope, item receiver.Item) {
	put := func(name string, said ...any) {
		text, err := json.Marshal(said)
		must(err)
		r[name] = append(r[name], project+" "+string(text))
	}
	if item.Type() == "attachment" {
		put(fmt.Sprint("attachment of ", envelope.Header["event_id"], " ", item.Header["filename"]), string(item.Payload))
		return
	}
	var o receiver.Event
	must(json.Unmarshal(item.Payload, &o))
	likened(o.At("contexts", "trace"))
	switch item.Type() {
	case "event":
		put("event "+o.Text("event_id"), o)
	case "feedback":
		put("feedback "+o.Text("event_id"), o)
	case "check_in":
		put("check-in "+o.Text("monitor_slug"), o)
	case "log":
		lines, _ := o.At("items").([]any)
		for _, line := range lines {
			likened(line)
			put(fmt.Sprint("log ", receiver.Event(line.(map[string]any)).At("body")), line)
		}
	case "transaction": // a living process ends it at another time
		put("transaction "+o.Text("transaction"), o.Text("release"))
	case "session": // and counts errors that are not written to the disk one by one
		if o.At("init") == true {
			put("begin "+o.Text("started"), o.Text("attrs", "release"))
		} else {
			put("end "+o.Text("started"), o.Text("attrs", "release"), o.Text("status"))
		}
	}
}

// likened takes the id of a trace away that a transaction has: what its process is called is in it, too. That of an
// object is the id of its Init.
func likened(trace any) {
	of, _ := trace.(map[string]any)
	if id, _ := of["trace_id"].(string); !strings.HasPrefix(id, "00000000") {
		delete(of, "trace_id")
	}
}

// differs tells what a killed process and its heirs have reported otherwise than one that lives, which has ended
// nothing that its program left open.
func (living reports) differs(killed reports) (how []string) {
	tell := func(name string, got, want any) {
		how = append(how, fmt.Sprintf("%s: %v, and if nobody is killed %v", name, got, want))
	}
	for _, name := range slices.Sorted(maps.Keys(living)) {
		got, want := killed[name], living[name]
		if strings.HasPrefix(name, "log ") {
			got = slices.Compact(got) // of lines it is known that they may come twice
		}
		if !slices.Equal(got, want) {
			tell(name, got, want)
		}
		if begin, ok := strings.CutPrefix(name, "begin "); ok && living["end "+begin] == nil {
			left := strings.TrimSuffix(want[0], "]") + `,"abnormal"]`
			if got := killed["end "+begin]; !slices.Equal(got, []string{left}) {
				tell("end "+begin, got, left)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(killed)) {
		begin, ends := strings.CutPrefix(name, "end ")
		left := ends && living["begin "+begin] != nil || strings.HasPrefix(name, "transaction ") && len(killed[name]) == 1
		if living[name] == nil && !left {
			tell(name, killed[name], "nothing")
		}
	}
	return how
}
