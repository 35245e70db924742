//go:build !race

package symbols

// slower is 1 without the detector of races.
const slower = 1
