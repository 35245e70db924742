//go:build unix

package standin

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// Exit ends this process as 1C ends: with the C library's exit, which runs the
// destructors of what is loaded. Go's own os.Exit does not.
func Exit(code int) error {
	exit, err := purego.Dlsym(purego.RTLD_DEFAULT, "exit")
	if err != nil {
		return fmt.Errorf("standin: exit: %w", err)
	}
	invoke(exit, uintptr(code))
	return nil
}
