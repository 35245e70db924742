package addin

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// TestRandomFull is TestRandom with a log of states that takes nothing from some step on: what came then comes to
// its project, hides what it would, says that its scope may be incomplete, or is counted.
func TestRandomFull(t *testing.T) {
	forSeeds(t, 40, func(t *testing.T, seed int) {
		random := rand.New(rand.NewPCG(2, uint64(seed)))
		// Of what was told while the log took nothing, options that drop events are not known.
		k := killing{program: randomProgram(random, false)}
		k.lived = 1 + random.IntN(len(k.steps))
		k.full = 1 + random.IntN(k.lived)
		if random.IntN(3) == 0 {
			k.free = k.full + random.IntN(6)
		}
		living, killed := k.living(t), k.killed(t)
		for _, how := range unlike(living, killed, k.unknown, k.hides) {
			t.Errorf("seed %d: %s", seed, how)
		}
		if t.Failed() {
			t.Logf("full from %d to %d, %s\n%s", k.full, k.free, strings.Join(k.told, ", "), k.program)
		}
	})
}

// hiding is what must be hidden of what comes of a process whose log lacks records.
type hiding int

const (
	// hidesKnown is that which its heirs know: nothing for the project is hidden, or only where one did not look.
	// Objects of another project may share a key, which README asks not to do.
	hidesKnown hiding = iota
	hidesOwn          // what its own options hide
	hidesAll          // what anything hides for the project that was read before the kill
)

// hides is that for a project.
func (k *killing) hides(project string) (hides hiding) {
	for i, s := range k.steps {
		if s.name != "Init" || !strings.HasSuffix(fmt.Sprint(s.args[0]), "/"+project) || !strings.Contains(fmt.Sprint(s), "maskPatterns") {
			continue
		}
		switch {
		case i >= k.lived:
			hides = max(hides, hidesOwn)
		case strings.Contains(fmt.Sprint(s), secondRoot) && k.deaths > 0:
			return hidesKnown
		default:
			hides = hidesAll
		}
	}
	return hides
}

// unlike tells what came of a killed process that is wrong, beside that of a living one; unknown is how much
// was counted as that.
func unlike(living, killed reports, unknown int, hides func(project string) hiding) (how []string) {
	missing := 0
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(living)) {
		kind, _, _ := strings.Cut(name, " ")
		if kind != "event" && kind != "feedback" && kind != "check-in" && kind != "log" && kind != "attachment" {
			continue
		}
		got, want := killed[name], living[name]
		if len(got) == 0 {
			if kind != "attachment" {
				missing++
				lost = append(lost, name)
			}
			continue
		}
		for _, g := range got {
			if g[:2] != want[0][:2] {
				how = append(how, fmt.Sprintf("%s: project %s, want %s", name, g, want[0]))
			}
			hiding := hides(g[:2])
			hidden := hiding == hidesAll || hiding == hidesOwn && strings.Count(g, "[Filtered]") < strings.Count(want[0], "[Filtered]")
			if hidden && strings.Contains(g, "PIN-") && !strings.Contains(want[0], "PIN-") {
				how = append(how, fmt.Sprintf("%s: LEAK %s, want %s", name, g, want[0]))
			}
			if kind != "event" {
				continue
			}
			var a, b []receiver.Event
			must(json.Unmarshal([]byte(g[3:]), &a))
			must(json.Unmarshal([]byte(want[0][3:]), &b))
			if a[0].At("contexts", "sdk_problems", "scope") != nil {
				continue
			}
			for _, key := range []string{"user", "tags", "level", "extra", "breadcrumbs", "transaction", "environment", "release"} {
				x, _ := json.Marshal(a[0].At(key))
				y, _ := json.Marshal(b[0].At(key))
				if string(x) != string(y) {
					how = append(how, fmt.Sprintf("%s: %s is %s, want %s, and nothing says incomplete", name, key, x, y))
				}
			}
		}
	}
	for name := range killed {
		if strings.HasPrefix(name, "event ") && living[name] == nil {
			how = append(how, name+" is not of the living")
		}
	}
	if missing > unknown {
		how = append(how, fmt.Sprintf("%d are missing, %d unknown: %v", missing, unknown, lost))
	}
	return how
}
