//go:build race

package symbols

// slower is how much slower the detector of races makes everything.
const slower = 20
