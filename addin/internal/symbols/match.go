package symbols

import "strings"

// State says how a frame and the file agree.
type State int

const (
	// Untouched is a frame of no module of the metadata: text that was evaluated, a
	// query, the platform itself.
	Untouched State = iota
	// Exact: the line of this number is the line that was printed.
	Exact
	// Drifted: the line stands near its number, in one place.
	Drifted
	// Stale: the module is there, the line is not near its number, or it is in two
	// places as near.
	Stale
	// Missing: the file does not have the module.
	Missing
	// Unchecked: the module is there, but no line was printed to compare with.
	Unchecked
)

var stateNames = [...]string{"untouched", "exact", "drifted", "stale", "missing", "unchecked"}

func (s State) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return "unknown"
	}
	return stateNames[s]
}

const (
	// reach is how far from its number a line is looked for.
	reach = 50
	// around is how many lines are shown before and after.
	around = 5
	// maxShown is how much of a line is shown.
	maxShown = 1 << 10
)

// match looks for the line with the hash, at its number and around it, also when the
// number is past the end. line is 0 if it is in no place or in two.
func (m *module) match(number int, hash uint16) (line int, state State) {
	if m.equal(number, hash) {
		return number, Exact
	}
	for d := 1; d <= reach; d++ {
		before, after := m.equal(number-d, hash), m.equal(number+d, hash)
		switch {
		case before && after:
			return 0, Stale
		case before:
			return number - d, Drifted
		case after:
			return number + d, Drifted
		}
	}
	return 0, Stale
}

// SameName compares names as 1C does.
func SameName(a, b string) bool { return strings.EqualFold(a, b) }

// Result is what the file knows of a frame.
type Result struct {
	State State
	// Function is the procedure or function; "" in the body of the module and for
	// a frame that is neither exact nor drifted.
	Function string
	// Line is where the line of the frame stands in the file, 0 if nowhere. The
	// frame keeps its own number.
	Line int
	// Text is the line with its indent, Pre and Post are the lines before and
	// after it. Only for an exact frame and a file with source. Lines are cut at a
	// kilobyte and masked by nobody yet.
	Text      string
	Pre, Post []string
	// Configuration is where the frame was found: its name and version.
	Configuration Configuration
}

// frame resolves a frame: path is in English.
func (f *File) frame(path, extension string, number int, source string) (Result, error) {
	candidates, err := f.find(extension, path)
	if err != nil {
		return Result{}, err
	}
	if len(candidates) == 0 {
		return Result{State: Missing}, nil
	}
	if blankLine(source) {
		return Result{State: Unchecked, Configuration: candidates[0].configuration}, nil
	}
	hash := hashLine(source)
	var best found
	result := Result{State: Stale, Configuration: candidates[0].configuration}
	nearest, same, ambiguous := reach+1, 0, false
	for _, c := range candidates {
		line, state := c.match(number, hash)
		if state == Stale {
			continue
		}
		switch d := distance(line, number); {
		case d > nearest:
		case d == nearest:
			same++
			ambiguous = ambiguous || c.function(line) != result.Function
		default:
			nearest, same, ambiguous, best = d, 0, false, c
			result = Result{State: state, Function: c.function(line), Line: line, Configuration: c.configuration}
		}
	}
	if ambiguous {
		return Result{State: Stale, Configuration: result.Configuration}, nil
	}
	// What stands around it is known only if one configuration is as near.
	if result.State == Exact && same == 0 {
		err = f.show(&result, best.module)
	}
	return result, err
}

func distance(a, b int) int { return max(a-b, b-a) }

// show adds the line of an exact frame and the lines around it.
func (f *File) show(r *Result, m *module) error {
	first := max(r.Line-around, 1)
	lines, err := f.text(m, first, r.Line+around)
	if err != nil || len(lines) <= r.Line-first {
		return err // a file without source has none
	}
	for i := range lines {
		lines[i] = cut(lines[i], maxShown)
	}
	r.Pre, r.Text, r.Post = lines[:r.Line-first], lines[r.Line-first], lines[r.Line-first+1:]
	return nil
}
