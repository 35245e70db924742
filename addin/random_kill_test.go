package addin

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
)

// TestRandom: whatever a process does, what arrives of it is the same if it is killed at any moment, and some of
// those that take over what it left, too. SENTRY1C_SOAK=10m goes on for as long as it says; with 1s it gets to
// any seed that -run names.
func TestRandom(t *testing.T) {
	forSeeds(t, 60, func(t *testing.T, seed int) {
		random := rand.New(rand.NewPCG(1, uint64(seed)))
		k := killing{program: randomProgram(random, true)}
		k.lived = 1 + random.IntN(len(k.steps))
		if len(k.ends) > 0 && random.IntN(2) == 0 { // where the most has to be kept
			k.lived = k.ends[random.IntN(len(k.ends))]
		}
		living, killed := k.living(t), k.killed(t)
		for _, how := range append(living.differs(killed), k.open(killed)...) {
			t.Errorf("seed %d: %s", seed, how)
		}
		if t.Failed() {
			t.Logf("%s\n%s", strings.Join(k.told, ", "), k.program)
		}
	})
}

// forSeeds tests with so many seeds, and more while there is time.
func forSeeds(t *testing.T, seeds int, test func(t *testing.T, seed int)) {
	deadline := time.Now()
	if text := os.Getenv("SENTRY1C_SOAK"); text != "" {
		length, err := time.ParseDuration(text)
		must(err)
		deadline = deadline.Add(length)
	}
	for seed := 0; seed < seeds || time.Now().Before(deadline); seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { test(t, seed) })
	}
}

// killing is how the process of a program ends, and those that take over what it left.
type killing struct {
	*program
	// lived is how many steps were interpreted before the kill, and released how many of them given up.
	lived, released int
	// done says that an heir had done all before it was killed, and deaths how many were.
	done   bool
	deaths int
	told   []string
	// full is the step from which the log takes nothing, until free; 0 is none.
	full, free int
	// unknown is how many records were counted of which it was not known where they send.
	unknown int
}

func (k *killing) tell(args ...any) { k.told = append(k.told, fmt.Sprint(args...)) }

// process is one that has not begun, with a second root of its own.
func (k *killing) process(t *testing.T) *fixture {
	f := newFixture(t)
	f.worker.getenv = saying(k.said)
	f.host.answers[0] = make(chan Answer, 1000) // to calls that nobody waits for
	k.second = folder(t)
	return f
}

// living are the reports of a process that nobody kills, and that does not do what has gone with one that was killed.
func (k *killing) living(t *testing.T) reports {
	f := k.process(t)
	k.begin = f.now
	for i := range k.steps {
		if i < k.lived || !k.steps[i].gone {
			k.play(f, i, i+1)
		}
	}
	return f.reports()
}

// killed are those of one that is killed, and of its heirs.
func (k *killing) killed(t *testing.T) reports {
	f := k.process(t)
	k.live(f)
	for i := k.released; i < len(k.steps); i++ {
		if !k.steps[i].gone {
			f.write(k.record(f, i))
		}
	}
	f.pauses()
	f.die()
	for deaths := k.random.IntN(3); deaths > 0 && !k.done; deaths-- {
		k.deaths++
		k.dies(k.heirOf(f, true), f)
	}
	next := k.heirOf(f, false)
	if !k.done {
		must(next.takes(f.claimAgain()))
	}
	next.worker.life.Soon()
	for next.worker.Recover() {
	}
	k.unknown += next.worker.recovered.Unknown
	return next.reports()
}

// live interprets steps, in runs, until the process is killed.
func (k *killing) live(f *fixture) {
	end := k.random.IntN(3)
	for i := 0; i < k.lived; {
		size := min(1+k.random.IntN(8), k.lived-i)
		if i == 0 {
			size = 1 // without an object there is no ring
		}
		if k.full > 0 && i > 0 && f.worker.life.Run.Log != nil {
			log := f.worker.life.Run.Log
			if i >= k.full {
				log.Limit = 0
			}
			if k.free > 0 && i >= k.free {
				log.Limit = 64 << 20
			}
		}
		k.play(f, i, i+size)
		i += size
		last := i == k.lived && i > 1
		if last && end == 0 {
			k.tell("killed after step ", i-1)
			break
		}
		f.worker.Keep()
		if k.random.IntN(6) == 0 {
			k.tell("log anew after step ", i-1)
			f.worker.compactState()
		}
		if last && end == 1 {
			k.tell("killed after step ", i-1, " was kept")
			break
		}
		k.released = i
		f.worker.Deliver()
		if k.random.IntN(2) == 0 {
			f.pauses()
		}
	}
	if k.released == k.lived {
		k.tell("killed after step ", k.lived-1, " was given up")
	}
}

// heirOf is the next process, which sends to the same server; one that goes on to the end uses the second root, too.
func (k *killing) heirOf(f *fixture, dies bool) *fixture {
	next := f.heir()
	next.server, next.worker.roundTripper = f.server, f.server
	said := randomSaid(k.random)
	said["SENTRY_ENVIRONMENT"] = "heirs"
	next.worker.getenv = saying(said)
	if !next.bool(1, "Init", testDSN, `{"release":"`+heirRelease+`"}`) {
		f.t.Fatal(next.lastError(1))
	}
	if !dies {
		next.bool(2, "Init", testDSN, `{"release":"`+heirRelease+`","spoolPath":"`+k.second+`"}`)
	}
	return next
}

// dies takes over what a process left, and is killed on the way.
func (k *killing) dies(next, f *fixture) {
	claim := f.claimAgain()
	if k.random.IntN(4) == 0 { // somebody has switched a root off for a while
		off := filepath.Join([]string{k.second, f.worker.root()}[k.random.IntN(2)], "disabled")
		must(os.WriteFile(off, nil, 0o600))
		err := next.takes(claim)
		k.done = err == nil
		next.sendsAll()
		must(os.Remove(off))
		k.tell("an heir while ", off, " was there: ", err)
		k.unknown += next.worker.recovered.Unknown
		next.pauses()
		next.die()
		return
	}
	full := k.random.IntN(120) == 0 // takes two seconds
	if full {
		next.awayFor()
	}
	r := next.recovery(claim)
	count := k.random.IntN(len(k.steps) - k.released + 2)
	if full {
		k.findsNoRoom(r, f, count)
		next.server.mu.Lock()
		next.server.status = 200
		next.server.mu.Unlock()
		next.sendsAll()
	} else {
		k.stops(r, count)
		r.close()
		claim.Release()
	}
	k.unknown += next.worker.recovered.Unknown
	next.pauses()
	next.die()
}

// stops takes over some records, and stops in the middle of the last one, or behind it, or at the ends of what was open.
func (k *killing) stops(r *recovery, count int) {
	if count == 0 {
		k.tell("an heir killed after it read the log")
		return
	}
	if some(r, count-1) && !r.ring.Empty() {
		run, err := r.ring.Next(recoverChunk)
		must(err)
		entry, _, _, err := record.Next(run)
		must(err)
		switch k.random.IntN(3) {
		case 0:
			if !r.isDone(entry) && r.known(entry) {
				r.interprets = true
				r.worker.applyRecord(entry)
			}
			k.tell("an heir killed after it interpreted step ", entry.Sequence-1)
		case 1:
			must(r.one(entry))
			k.tell("an heir killed after it kept step ", entry.Sequence-1)
		default:
			some(r, 1)
			k.tell("an heir killed after it gave up step ", entry.Sequence-1)
		}
		return
	}
	r.endsBegin()
	ends := k.random.IntN(3)
	if ends > 0 {
		r.endTransactions()
	}
	if ends > 1 {
		r.endSessions()
	}
	k.tell("an heir killed after it ended what was open, as far as ", ends, " of 2")
}

// findsNoRoom takes over some records, and finds no room on the disk for what comes then.
func (k *killing) findsNoRoom(r *recovery, f *fixture, count int) {
	some(r, count)
	var frees []func()
	seen := map[string]bool{}
	for _, s := range f.worker.spools() {
		if project := filepath.Dir(s.Dir()); !seen[project] {
			seen[project] = true
			frees = append(frees, inTheWay(project))
		}
	}
	steps(r)
	during := k.random.IntN(2) == 0
	if during {
		k.done = r.end() == nil
	}
	for _, free := range frees {
		free()
	}
	if !during {
		k.done = r.end() == nil
	}
	k.tell("an heir without room after ", count, " records, also at the end: ", during)
}
