package mask

import (
	"strings"
	"testing"
	"time"
)

// TestText_linear: no text that repeats itself takes longer than in proportion: a
// quarter of a megabyte takes less than two seconds even on a busy machine.
func TestText_linear(t *testing.T) {
	for _, unit := range []string{
		`Пароль "x1!" `, "пароль", "Пароль - ", "Пароль - x1! ", "пароль пользователя ", "curl -u a:b1 ", "-u curl ", `["Cookie","a"`, `["Cookie","`, "=\n",
		"password\n=\n", "PWD={a1;", "«пароль ", "bearer:", "bearer ", `Пароль "`, "токен “", "token:", "token: ", "token=", "password:password:", "<token>", "<token a=", "<token a:b>", "<token token:", "token:x1!",
		"Authorization:", "x-a:", "Пароль:\n", "Ключ API:",
	} {
		for _, end := range [...]string{"", ">", "\"", " x1!"} {
			text := strings.Repeat(unit, 1<<18/len(unit)) + end
			start := time.Now()
			Text(text)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("a quarter of a megabyte of %q takes %v", unit, took)
			}
		}
	}
}
