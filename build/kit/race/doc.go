// Package race tells tests whether the detector of races looks on: what they measure then
// says nothing of the product, and takes ten times as long.
package race
