package cli

import (
	"os"
	"strings"

	"golang.org/x/sys/windows"
)

// isTerminal asks the console to understand colours as well: one that cannot is a file.
func isTerminal(file *os.File) bool {
	console := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}

func systemLanguage() string {
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err == nil && len(languages) > 0 && strings.HasPrefix(strings.ToLower(languages[0]), "ru") {
		return "ru"
	}
	return "en"
}
