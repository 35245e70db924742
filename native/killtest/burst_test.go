package killtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// burstKills is how many processes are killed in a burst when nobody asks for more.
const burstKills = 8

// TestKill_bursts: processes that report errors as fast as they can, more than one ring
// holds, are killed in the middle of it. All that a call returned an id for arrives, with
// its scope. SENTRY1C_SOAK=10m goes on for as long as it says.
func TestKill_bursts(t *testing.T) {
	deadline := time.Now()
	if text := os.Getenv("SENTRY1C_SOAK"); text != "" {
		length, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		deadline = deadline.Add(length)
	}
	kills, reported, further, undead := 0, 0, 0, 0
	for round := 0; kills < burstKills || time.Now().Before(deadline); round++ {
		t.Run(fmt.Sprint("group ", round), func(t *testing.T) {
			g := newGroup(t, nil)
			g.patience = 3 * time.Minute
			g.killInBurst(4, round)
			further += g.furtherRings()
			g.drain()
			if g.undead && undead < maxUndead {
				undead++
				t.Skip("the system did not end a process that was killed or had ended")
			}
			if g.undead {
				t.Fatal("a process would not end")
			}
			if d := g.check(); d > 5*maxInFlight {
				t.Errorf("%d events arrived twice", d)
			}
			kills, reported = kills+g.kills, reported+len(g.reported)
		})
		if t.Failed() {
			return
		}
	}
	if further == 0 {
		t.Error("no process needed more than one ring")
	}
	t.Logf("%d kills, %d ids returned, 0 lost; %d further rings were left", kills, reported, further)
}

// killInBurst runs processes at once and kills each at a moment of its own.
func (g *group) killInBurst(processes, seed int) {
	g.t.Helper()
	random := rand.New(rand.NewPCG(uint64(seed), 3))
	var running []*process
	for n := range processes {
		p := g.start(order{Name: fmt.Sprintf("b%d", n), Threads: 8, Captures: 400, Padding: 2000, Linger: 20_000, Mixed: n == 0}, "")
		running = append(running, p)
		after := time.Duration(random.IntN(250)) * time.Millisecond
		go func() {
			<-p.first
			time.Sleep(after)
			_ = p.command.Process.Kill()
		}()
		g.kills++
	}
	for _, p := range running {
		g.wait(p)
	}
}

// ringMagic is what the file of a ring begins with (package ringfile).
const ringMagic = "SENTRY1C RING"

// furtherRings counts the rings of this group's processes but for the first of each.
func (g *group) furtherRings() (count int) {
	paths, _ := filepath.Glob(filepath.Join(ringFolder(), "*.*.ring"))
	for _, path := range paths {
		page := make([]byte, 4096)
		file, err := os.Open(path)
		if err != nil {
			continue
		}
		_, _ = file.Read(page)
		file.Close()
		if strings.Contains(string(page), g.spool) {
			if !strings.HasPrefix(string(page), ringMagic) {
				g.t.Errorf("%s begins with %q", filepath.Base(path), page[:len(ringMagic)])
			}
			count++
		}
	}
	return count
}
