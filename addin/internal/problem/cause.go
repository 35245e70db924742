package problem

import (
	"errors"
	"os"
)

// Cause is an error without the names of our packages.
func Cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Error()
	}
	return err.Error()
}
