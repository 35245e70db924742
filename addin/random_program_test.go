package addin

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// step is a call of a random program, or tooLate.
type step struct {
	object uint32
	name   string
	args   []any
	// gone says that nothing of it outlives the process.
	gone bool
}

const (
	destroyed = "Destroyed"
	// tooLate is when it is too late to come back for what waits under a key.
	tooLate = "tooLate"
)

// inMemory are the options of an object of which nothing outlives the process. What has its release is not
// compared.
const inMemory = `{"release":"in memory","tracesSampleRate":1,"memoryOnly":true}`

// randomCalls are what objects are called for, as often as they stand here.
var randomCalls = strings.Fields(`
	CaptureMessage CaptureMessage CaptureMessage CaptureMessage CaptureCheckIn CaptureFeedback Log Log Log
	StartSession StartSession EndSession StartTransaction StartTransaction FinishSpan FinishSpan
	SetTag SetTag SetTag SetTag SetUser AddBreadcrumb PushScope PopScope ClearScope AddAttachment ClearAttachments
	Close Init Destroyed Destroyed`)

// program is a random one of a few objects that share keys, and send to two projects whatever key they share.
type program struct {
	random  *rand.Rand
	steps   []step
	objects [3]programObject
	numbers uint32 // of objects that there were
	started []int  // the steps that started a transaction
	ends    []int  // how many steps there were as an object had ended, or what it left
	begin   time.Time
}

type programObject struct {
	number                  uint32
	ready, closed, inMemory bool
}

func randomProgram(random *rand.Rand) *program {
	p := &program{random: random}
	for i := range p.objects {
		p.create(&p.objects[i])
	}
	o := &p.objects[0]
	for range 6 + random.IntN(40) {
		if random.IntN(2) == 0 { // else it does more at once
			o = &p.objects[random.IntN(len(p.objects))]
		}
		switch {
		case o.closed && random.IntN(3) == 0: // a call of another thread that was let through as it was closed
			p.add(step{object: o.number, name: "CaptureMessage", args: []any{fmt.Sprint("late ", len(p.steps))}, gone: o.inMemory})
		case !o.ready || random.IntN(8) == 0:
			p.initialize(o)
		default:
			p.call(o, randomCalls[random.IntN(len(randomCalls))])
		}
	}
	return p
}

func (p *program) create(o *programObject) {
	p.numbers++
	*o = programObject{number: p.numbers}
}

func (p *program) add(s step) { p.steps = append(p.steps, s) }

func (p *program) initialize(o *programObject) {
	dsn := []string{testDSN, otherProject}[p.random.IntN(2)]
	keys := []string{"a", "b", "", ""} // "" is what it has
	if o.inMemory {
		keys = keys[:2]
	}
	options := fmt.Sprintf(`{"release":"%d","tracesSampleRate":1}`, p.random.IntN(2))
	// Without another one there is no ring.
	if o.inMemory = len(p.steps) > 0 && p.random.IntN(8) == 0; o.inMemory {
		// Of a session under a key that others share with such an object it is known that it may end otherwise.
		keys, options = []string{"in memory"}, inMemory
	}
	again := o.closed
	o.ready, o.closed = true, false
	p.add(step{object: o.number, name: "Init", args: []any{dsn, options, keys[p.random.IntN(len(keys))]}})
	if again { // it goes on with what it had
		p.call(o, "CaptureMessage")
	}
}

func (p *program) call(o *programObject, name string) {
	n := len(p.steps)
	s := step{object: o.number, name: name, gone: o.inMemory}
	switch s.name {
	case "CaptureMessage":
		s.args = []any{fmt.Sprint("message ", n), []string{"error", "info", "warning"}[p.random.IntN(3)]}
	case "CaptureCheckIn":
		s.args = []any{fmt.Sprint("job-", n), "ok"}
	case "Log":
		s.args = []any{"info", fmt.Sprint("line ", n)}
	case "StartTransaction":
		p.started = append(p.started, n)
		s.args = []any{workOf(n), "task"}
	case "FinishSpan":
		if len(p.started) > 0 { // of any object
			s.args = []any{fmt.Sprintf("%016x", spanOfStep(p.started[p.random.IntN(len(p.started))])), "ok"}
		}
	case "SetTag":
		// What is no secret is kept as the record of it, and a secret by what it became.
		s.args = []any{[]string{"a", "password"}[p.random.IntN(2)], fmt.Sprint(n)}
	case "AddAttachment":
		s.args = []any{fmt.Sprint(n, ".txt"), fmt.Sprint("content ", n)}
	case "SetUser", "AddBreadcrumb", "CaptureFeedback":
		s.args = []any{fmt.Sprint("said in ", n)}
	case "Close":
		s.args = []any{0}
		o.ready, o.closed = false, true
	case "Init":
		s.args, s.gone = []any{"off"}, false
		o.ready, o.closed = false, true
	case destroyed:
		p.create(o)
	}
	p.add(s)
	follows := p.random.IntN(2) == 0
	switch {
	case name == destroyed && follows:
		p.add(step{name: tooLate, gone: true})
	case name == "SetTag" && s.args[0] == "password" && follows:
		p.call(o, "Close")
	}
	if !o.ready {
		p.ends = append(p.ends, len(p.steps))
	}
}

// workOf is the name of the transaction that a step starts.
func workOf(step int) string { return fmt.Sprint("work ", step) }

// open tells which transactions nobody has ended.
func (p *program) open(came reports) (all []string) {
	for _, n := range p.started {
		if !p.steps[n].gone && came["transaction "+workOf(n)] == nil {
			all = append(all, workOf(n)+" never ended")
		}
	}
	return all
}

// spanOfStep is the span that a step starts.
func spanOfStep(step int) uint64 { return uint64(step+1)<<8 | 1 }

// record is that of a step.
func (p *program) record(f *fixture, number int) []byte {
	s := p.steps[number]
	c := recordtest.Call{Object: s.object, Method: record.MethodDestroyed, Sequence: uint64(number + 1), At: p.begin.Add(time.Duration(number) * time.Millisecond), Args: s.args}
	if s.name != destroyed {
		c.Method, _ = positionOf(f.t, s.name)
	}
	binary.BigEndian.PutUint64(c.ID[:8], spanOfStep(number))
	binary.BigEndian.PutUint64(c.ID[8:], c.Sequence)
	return c.Encode()
}

// play interprets steps as one run of records.
func (p *program) play(f *fixture, from, to int) {
	var run []byte
	for i := from; i < to; i++ {
		if p.steps[i].name != tooLate {
			run = append(run, p.record(f, i)...)
			continue
		}
		must(f.worker.Apply(run))
		run = nil
		f.worker.Keep()
		f.worker.endParked(time.Now().Add(2*parkedFor), false)
		f.worker.Keep()
	}
	must(f.worker.Apply(run))
}

// String is a line for each step.
func (p *program) String() string {
	var b strings.Builder
	for i, s := range p.steps {
		fmt.Fprintf(&b, "%3d: object %d %s %v\n", i, s.object, s.name, s.args)
	}
	return b.String()
}
