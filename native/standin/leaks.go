package standin

// Leaks lists the blocks of AllocMemory that objects still alive hold now. What a destroyed object left is in Faults.
func (l *Library) Leaks() []Fault {
	var list []Fault
	for _, o := range l.Objects() {
		for _, f := range o.heap.leaks() {
			list = append(list, o.named(f))
		}
	}
	return list
}

// Faults lists the rules broken so far, in the order they were noticed.
func (l *Library) Faults() []Fault { return append(l.faults.all(), strays.all()...) }

// TakeFaults is Faults, and forgets them: for tests that break rules on purpose.
func (l *Library) TakeFaults() []Fault { return append(l.faults.take(), strays.take()...) }

// TB is the part of testing.TB that CheckLeaks needs.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// CheckLeaks fails the test at its end for every fault and every object or block still there.
// Call it before creating objects, so that their own clean-up runs first.
func CheckLeaks(t TB, l *Library) {
	t.Helper()
	t.Cleanup(func() {
		t.Helper()
		for _, o := range l.Objects() {
			t.Errorf("standin: %s was not destroyed", o)
		}
		for _, f := range l.Leaks() {
			t.Errorf("standin: %s", f)
		}
		for _, f := range l.TakeFaults() {
			t.Errorf("standin: %s", f)
		}
	})
}
