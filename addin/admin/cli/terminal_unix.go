//go:build !windows

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

func isTerminal(file *os.File) bool {
	_, err := unix.IoctlGetTermios(int(file.Fd()), termios)
	return err == nil
}

// systemLanguage: the environment has said it.
func systemLanguage() string { return "en" }
