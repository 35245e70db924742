package engine

import (
	"fmt"
	"testing"
)

const testDSN = "https://key@sentry.example.com/42"

// checkRules lists what a room like this one fails to do that the component needs: TestRules holds sentry-go to it, and
// TestRules_failsForAStub sees that it would notice its absence.
func checkRules(make func(Config) (Rules, error)) (wrong []string) {
	judge := func(c Config, e Event) Verdict {
		c.DSN = testDSN
		rules, err := make(c)
		if err != nil {
			return -1
		}
		return rules.Judge(e)
	}
	expect := func(name string, got, want Verdict) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s: verdict %d, want %d", name, got, want))
		}
	}
	all := Config{SampleRate: 1, IgnoreErrors: []string{"^Таймаут", "Lock.*Timeout"}}
	expect("an event that nothing speaks against", judge(all, Event{Message: "Сбой"}), Send)
	expect("an event without words", judge(all, Event{}), Send)
	expect("a message that is named", judge(all, Event{Message: "Таймаут блокировки"}), Ignored)
	expect("a message that only contains it", judge(all, Event{Message: "Был Таймаут"}), Send)
	expect("the type of an exception", judge(all, Event{Exceptions: []Exception{{"LockTimeout", "x"}}}), Ignored)
	expect("the value of the second exception", judge(all, Event{Exceptions: []Exception{{"a", "b"}, {"c", "Таймаут"}}}), Ignored)
	none := all
	none.SampleRate = 0
	expect("a rate of 0", judge(none, Event{Message: "Сбой"}), SampledOut)

	const rounds = 2000
	half := Config{DSN: testDSN, SampleRate: 0.5, IgnoreErrors: []string{"named"}}
	rules, err := make(half)
	if err != nil {
		return append(wrong, err.Error())
	}
	count := map[Verdict]int{}
	for range rounds {
		count[rules.Judge(Event{Message: "named"})]++
	}
	// 6 standard deviations of 2,000 throws are 134.
	if out := count[SampledOut]; out < rounds/2-134 || out > rounds/2+134 {
		wrong = append(wrong, fmt.Sprintf("at a rate of 0.5 %d of %d are sampled out", out, rounds))
	}
	if count[Ignored] != rounds-count[SampledOut] {
		wrong = append(wrong, fmt.Sprintf("what is not sampled out is ignored: %v", count))
	}
	return wrong
}

func TestRules(t *testing.T) {
	for _, wrong := range checkRules(NewRules) {
		t.Error(wrong)
	}
}

// keepEverything is what would be left without sentry-go.
type keepEverything struct{}

func (keepEverything) Judge(Event) Verdict { return Send }

func TestRules_failsForAStub(t *testing.T) {
	wrong := checkRules(func(Config) (Rules, error) { return keepEverything{}, nil })
	if len(wrong) < 5 {
		t.Errorf("a stub that keeps everything fails only %q", wrong)
	}
}

func TestNewRules_badExpression(t *testing.T) {
	if _, err := NewRules(Config{DSN: "nonsense", SampleRate: 1}); err == nil {
		t.Error("a DSN that is none makes rules")
	}
}

func TestDSN(t *testing.T) {
	dsn, err := ParseDSN("https://key@sentry.example.com:8443/base/42")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := dsn.EnvelopeURL(), "https://sentry.example.com:8443/base/api/42/envelope/"; got != want {
		t.Errorf("envelopes go to %s, want %s", got, want)
	}
	if dsn.PublicKey() != "key" {
		t.Errorf("the key is %s", dsn.PublicKey())
	}
	if got, want := dsn.Shown(), "https://sentry.example.com:8443/base/42"; got != want {
		t.Errorf("shown as %s, want %s", got, want)
	}
}
