package addin

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
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

// program is a random one of a few objects that share keys, and send to two projects whatever key they share.
type program struct {
	random  *rand.Rand
	steps   []step
	objects [3]programObject
	numbers uint32 // of objects that there were
	started []int  // the steps that started a transaction
	ends    []int  // how many steps there were as an object had ended, or what it left
	begin   time.Time
	spans   []int             // those that started one in it
	replies map[int]bool      // the steps that somebody waits for
	said    map[string]string // by the environment
	second  string            // a root beside that of the user
	drops   bool              // some options drop events
}

type programObject struct {
	number                  uint32
	ready, closed, inMemory bool
}

// randomProgram is one whose options drop events, too, or do not.
func randomProgram(random *rand.Rand, drops bool) *program {
	p := &program{random: random, drops: drops, said: randomSaid(random), replies: make(map[int]bool)}
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
	options := p.options()
	if p.random.IntN(5) == 0 && p.said["SENTRY_DSN"] != "" {
		dsn = " "
		if p.random.IntN(2) == 0 && !o.inMemory {
			options = `{"settingsKey":"k",` + options[1:]
		}
	}
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

// open tells which transactions nobody has ended.
func (p *program) open(came reports) (all []string) {
	for _, n := range p.started {
		if !p.steps[n].gone && came["transaction "+workOf(n)] == nil {
			all = append(all, workOf(n)+" never ended")
		}
	}
	return all
}

// record is that of a step.
func (p *program) record(f *fixture, number int) []byte {
	s := p.steps[number]
	args := slices.Clone(s.args)
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = strings.ReplaceAll(text, secondRoot, p.second)
		}
	}
	c := recordtest.Call{Object: s.object, Method: record.MethodDestroyed, Sequence: uint64(number + 1), At: p.begin.Add(time.Duration(number) * time.Millisecond), Args: args}
	if p.replies[number] {
		c.Reply = uint32(number + 1)
		f.host.mu.Lock()
		f.host.answers[c.Reply] = make(chan Answer, 10)
		f.host.mu.Unlock()
	}
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

// workOf is the name of the transaction that a step starts.
func workOf(step int) string { return fmt.Sprint("work ", step) }

// spanOfStep is the span that a step starts.
func spanOfStep(step int) uint64 { return uint64(step+1)<<8 | 1 }
