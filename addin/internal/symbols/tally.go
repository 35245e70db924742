package symbols

// Tally counts the frames of an event by their states.
type Tally struct {
	Exact     int `json:"exact"`
	Drifted   int `json:"drifted"`
	Stale     int `json:"stale"`
	Missing   int `json:"missing"`
	Unchecked int `json:"unchecked,omitempty"`
}

// Add counts a frame; those that are no business of the file do not count.
func (t *Tally) Add(s State) {
	switch s {
	case Exact:
		t.Exact++
	case Drifted:
		t.Drifted++
	case Stale:
		t.Stale++
	case Missing:
		t.Missing++
	case Unchecked:
		t.Unchecked++
	}
}

// Join counts the frames of another tally.
func (t *Tally) Join(other Tally) {
	t.Exact += other.Exact
	t.Drifted += other.Drifted
	t.Stale += other.Stale
	t.Missing += other.Missing
	t.Unchecked += other.Unchecked
}
