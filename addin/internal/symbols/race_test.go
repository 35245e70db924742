//go:build race

package symbols

const slower = true
