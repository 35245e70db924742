//go:build faults

package fault

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

// Variable names the moment, and after a colon how often it is passed before: the
// environment variable is SENTRY1C_FAULT=send.answered:3.
const Variable = "SENTRY1C_FAULT"

var (
	point, count = read()
	passed       atomic.Int64
)

func read() (point string, count int64) {
	point, number, _ := strings.Cut(os.Getenv(Variable), ":")
	count, _ = strconv.ParseInt(number, 10, 64)
	if point != "" && !slices.Contains(Points, point) {
		panic("fault: no such point: " + point)
	}
	return point, count
}

// At ends the process if this is the moment.
func At(where string) {
	if where == point && passed.Add(1) > count {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Kill()
		}
		if err != nil {
			panic("fault: " + err.Error())
		}
		select {} // until the kill arrives
	}
}
