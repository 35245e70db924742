//go:build race

package bslerr

const raceEnabled = true
