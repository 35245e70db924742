package addin

import (
	"bytes"
	"cmp"
	"path/filepath"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
)

// sendable reports whether a note of a folder says where its envelopes go.
func sendable(target []byte) bool {
	text, _, err := client.ReadTarget(target)
	if err != nil {
		return false
	}
	_, _, ok := options.ParseDSN(text)
	return ok
}

// clientAsWas makes a client as a dead run had it. It does without those of its options that a newer
// version knows, and without a certificate that cannot be read: what needs it waits on the disk.
func clientAsWas(p *process, dsn, optionsText string) (cl *client.Client, bad problem.Problem, ok bool) {
	if cl, bad, ok = clientWhere(p, nothing, dsn, optionsText); ok {
		return cl, bad, true
	}
	known := options.Known(optionsText)
	for _, less := range []string{known, options.With(known, "caCertFile", ""), options.Hiding(options.At("", options.SpoolPath([]byte(known))), []byte(known))} {
		if cl, bad, ok = clientWhere(p, nothing, dsn, less); ok {
			return cl, bad, true
		}
	}
	return nil, bad, false
}

// clientToGoOn is clientAsWas for who is to make more of what a dead run left. The error says that this
// is for another process: a newer version knows what is to be hidden, or somebody switched the component
// off for the spool. Without one, and without a client, it cannot be had any more.
func clientToGoOn(p *process, dsn, optionsText string) (*client.Client, problem.Problem, error) {
	if !options.HidesAll(optionsText) {
		return nil, problem.Problem{}, statelog.ErrNewer
	}
	cl, bad, ok := clientAsWas(p, dsn, optionsText)
	if !ok && switchedOff(p, optionsText) {
		return nil, bad, errSwitchedOff
	}
	return cl, bad, nil
}

// clientOf is the client of a target, or otherwise if there is none.
func clientOf(w *Worker, t *target, otherwise *client.Client) (*client.Client, error) {
	if t == nil {
		return otherwise, nil
	}
	cl, _, err := clientToGoOn(w.process, t.DSN, string(t.Options))
	if err == nil {
		cl = cmp.Or(cl, otherwise)
	}
	return cl, err
}

// clientOfDead is clientAsWas with its spool in a root. If somebody
// here sends to the same project by another key, it uses that one: the key may have been
// corrected, or be a new one.
func (p *process) clientOfDead(dsn, optionsText, spoolRoot string) {
	before := len(p.clients)
	cl, bad, ok := clientAsWas(p, dsn, options.At(optionsText, spoolRoot))
	if !ok {
		p.recovered.Failed = bad.En
		return
	}
	for _, other := range p.clients {
		if len(p.clients) > before && other.Objects > 0 && other.SameProject(cl) {
			cl.UseKeyOf(other)
			return
		}
	}
}

// switchedOff reports whether somebody switched the component off for the spool that options name.
func switchedOff(p *process, optionsText string) bool {
	return root.SwitchedOff(root.Canonical(cmp.Or(options.SpoolPath([]byte(options.Known(optionsText))), p.root())), p.getenv) != ""
}

// noted is what a run has noted of a client of its own, in the folder of its project.
type noted struct {
	target
	project string
	said    map[string]string // by its environment
	own     bool              // what is of a run that it took over says nothing of its own environment
}

// targets are what the run has noted, in all roots that are known by now.
func (r *recovery) targets() []noted {
	add := func(all []spool.Belonging) {
		for _, b := range all {
			if dsn, optionsText, err := client.ReadTarget(b.Target); err == nil {
				r.told = append(r.told, noted{target{dsn, []byte(optionsText)}, b.Project, client.ReadSaid(b.Target), b.Own})
			}
		}
	}
	if r.toldIn == nil {
		r.toldIn = make(map[string]bool)
		add(r.made.Belongings())
	}
	look := func(cl *client.Client) {
		if cl.Spool() != nil && !r.toldIn[cl.Root] {
			r.toldIn[cl.Root] = true
			belongings, _ := spool.Belongings(cl.Root, r.claim.ID)
			add(belongings)
		}
	}
	for _, left := range r.left {
		look(left.client)
	}
	if r.worker != nil {
		for _, cl := range r.worker.clients {
			look(cl)
		}
	}
	return r.told
}

// said is what the environment of the run said; nil if that is not known.
func (r *recovery) said() map[string]string {
	if r == nil {
		return nil
	}
	for _, t := range r.targets() {
		if t.own && t.said != nil {
			return t.said
		}
	}
	return nil
}

// only is a client with the options that the run has noted for its project, if it had one
// project only; where none can be read, it is the one that this process has for it. Of a run that
// had several roots it is not known, as this process may not look into all of them.
func (r *recovery) only() *client.Client {
	if r.ring != nil && r.ring.SeveralRoots {
		return nil
	}
	var only *leftFiles
	for _, left := range r.left {
		if !left.Any() {
			continue
		}
		if only != nil {
			return nil
		}
		only = left
	}
	if only == nil {
		return nil
	}
	for _, t := range r.targets() {
		if t.project != only.client.Spool().Project() {
			continue
		}
		// Whose it was is not known: what any of them hides is hidden, or nothing is sent.
		cl := r.hiding(t.DSN, options.At(string(t.Options), only.client.Root))
		if cl == nil || cl.Spool() == nil || cl.Spool().Project() != t.project {
			return nil
		}
		return cl
	}
	return only.client
}

// hideAll makes objects of which it is not known which options they had last hide what any of the run's
// for their project hide, in what their scopes have, too. What that would be cannot be had of sends nothing.
func (r *recovery) hideAll() {
	made := make(map[*client.Client]*client.Client)
	for _, o := range r.worker.objects {
		of := cmp.Or(o.client, o.former)
		if of == nil {
			continue
		}
		as := cmp.Or(o.hidden, of)
		cl, known := made[as]
		if !known {
			cl = r.hiding(as.DSN, string(as.Given))
			made[as] = cl
		}
		if cl == nil {
			o.goElsewhere()
			continue
		}
		if o.client != nil {
			o.client, o.hidden = cl, as
		} else {
			o.former, o.was = cl, &target{cl.DSN, cl.Given}
		}
		if o.gathered.client == of {
			o.gathered.client = cl
		}
		maskScopes(o, cl.Options.Mask)
	}
}

// unhide makes an object that hides more since the log lacks records what it was: it is initialised anew.
func unhide(o *object) {
	if o.client == nil || o.hidden == nil {
		return
	}
	if o.gathered.client == o.client {
		o.gathered.client = o.hidden
	}
	o.client, o.hidden = o.hidden, nil
}

// hidesAny hides what any of the run's options hide, whatever their project.
func (r *recovery) hidesAny() *mask.Masker {
	told := r.targets()
	if r.hidesOf == len(told)+1 {
		return r.hides // making it takes milliseconds, and it is asked for with each record
	}
	var all [][]byte
	for _, other := range told {
		all = append(all, other.Options)
	}
	o, _, ok := options.Parse(options.Hiding("", all...), nothing)
	if !ok {
		o.Mask, _ = mask.New([]string{"(?s).+"}) // all of it
	}
	r.hides, r.hidesOf = o.Mask, len(told)+1
	return o.Mask
}

// hiding is a client that hides all that the options hide which the run has noted for a project; nil if
// it cannot be had.
func (r *recovery) hiding(dsn, optionsText string) *client.Client {
	optionsText = options.Hiding(optionsText, r.optionsOf(spool.Project(dsn))...)
	cl, _, ok := clientAsWas(r.worker.process, dsn, optionsText)
	if !ok || !bytes.Equal(rawjson.Find(cl.Given, "maskPatterns"), rawjson.Find([]byte(optionsText), "maskPatterns")) {
		return nil
	}
	return cl
}

// optionsOf are those that the run has noted for a project, by the name of its folder in any root.
func (r *recovery) optionsOf(project string) (all [][]byte) {
	for _, t := range r.targets() {
		if filepath.Base(t.project) == filepath.Base(project) {
			all = append(all, t.Options)
		}
	}
	return all
}
