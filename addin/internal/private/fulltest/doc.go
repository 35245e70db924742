// Package fulltest lets tests of what has no room run on file systems that are full.
package fulltest
