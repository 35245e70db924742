package mask

import (
	"strings"
	"testing"
	"time"
)

// TestText_linear: no text that repeats itself takes longer than in proportion. What takes
// its square takes 16 times as long for four times the text; the best of some tries is
// taken, since the machine does other things as well.
func TestText_linear(t *testing.T) {
	for _, unit := range []string{
		`Пароль "x1!" `, "пароль", "Пароль - ", "Пароль - x1! ", "пароль пользователя ", "curl -u a:b1 ", "-u curl ", `["Cookie","a"`, `["Cookie","`, "=\n",
		"password\n=\n", "PWD={a1;", "«пароль ", "bearer:", "bearer ", `Пароль "`, "токен “", "token:", "token: ", "token=", "password:password:", "<token>", "<token a=", "<token a:b>", "<token token:", "token:x1!",
		"Authorization:", "x-a:", "Пароль:\n", "Ключ API:",
	} {
		for _, end := range [...]string{"", ">", "\"", " x1!"} {
			var part, whole time.Duration
			for try := range 40 {
				part, whole = best(try, part, unit, end, 1<<13), best(try, whole, unit, end, 1<<15)
				if whole < 8*part {
					break
				}
			}
			if whole >= 8*part && whole > 5*time.Millisecond {
				t.Errorf("%q with %q at its end: %v, four times as much %v", unit, end, part, whole)
			}
		}
	}
}

// best returns the shorter of two times: that of earlier tries and that of a further one.
func best(try int, before time.Duration, unit, end string, size int) time.Duration {
	text := strings.Repeat(unit, size/len(unit)) + end
	start := time.Now()
	Text(text)
	if took := time.Since(start); try == 0 || took < before {
		return took
	}
	return before
}
