//go:build !linux

package spool

func syncFileSystem(string) bool { return false }
