// Package heldtest plays another program that keeps a file to itself, as virus scanners and backups
// do on Windows.
package heldtest
