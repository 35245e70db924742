package demo

import (
	"fmt"
	"sync"
	"time"

	"sentry1c/addin/admin/cli"
)

// Sum is how much the story sends.
type Sum struct{ Events, Issues, Transactions int }

// Total is how much the story sends, counted by playing it to nobody.
var Total = sync.OnceValue(func() Sum {
	sum := Sum{Issues: len(Errors)}
	c := counter{&sum}
	if err := Play(c, time.Time{}, 0); err != nil {
		return Sum{} // its texts are embedded: a test plays it
	}
	return sum
})

// counter takes calls and counts what they would send.
type counter struct{ *Sum }

// Call counts a call.
func (c counter) Call(method string, _ ...any) (any, error) {
	switch method {
	case "ЗаписатьИсключение", "ЗаписатьСообщение":
		c.Events++
	case "НачатьОперацию":
		c.Transactions++
	}
	return "", nil
}

// In is a sum in a language.
func (s Sum) In(language string) string {
	return fmt.Sprintf(cli.Text{En: "events: %d, transactions: %d", Ru: "событий — %d, транзакций — %d"}.In(language), s.Events, s.Transactions)
}

// Announcement says what a project is about to get.
func Announcement(language string) string {
	sum := Total()
	return fmt.Sprintf(cli.Text{
		En: "Your project gets %s; the events are %d issues. All data are invented, the environment is %s. Unlike a new installation this has the user's name, symbols and transactions on.",
		Ru: "В ваш проект уйдёт: %s; проблем из них — %d. Все данные выдуманы, среда — %s. В отличие от начальных настроек включены имя пользователя, символы и операции.",
	}.In(language), sum.In(language), sum.Issues, Environment)
}
