//go:build !race

package bslerr

const raceEnabled = false
