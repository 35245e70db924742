//go:build race

package race

// Detected reports whether the detector of races looks on.
const Detected = true
