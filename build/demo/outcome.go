package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
)

// account is what a session sends, and what became of it.
type account struct {
	// Sent is how many envelopes the server took, and InFlight how many it is being asked to. Dropped are those that nobody
	// sends again.
	Sent, InFlight int
	Dropped        map[string]int
	RateLimits     map[string]float64
	LastResponse   *response
	// refusal is the last answer that took nothing: the last of all may be another.
	refusal *response
}

// response is an answer of the server; Status is 0 if there was none.
type response struct {
	Status int
	Detail string
}

// look reads how it goes; ok is false if a busy component has no time to tell.
func (c *session) look() (ok bool, err error) {
	text, err := c.object.Get("Статистика")
	if err != nil || text == "" {
		return false, err
	}
	seen := account{refusal: c.account.refusal}
	if err := json.Unmarshal([]byte(fmt.Sprint(text)), &seen); err != nil {
		return false, fmt.Errorf("demo: read the statistics: %w", err)
	}
	if r := seen.LastResponse; r != nil && (r.Status < 200 || r.Status >= 300) {
		seen.refusal = r
	}
	c.account = seen
	return true, nil
}

// slice is how long is waited between two looks.
const slice = 200 * time.Millisecond

// extra is how long is waited more for a component that has no time to tell how it goes.
const extra = 5 * time.Second

// sent waits until the server has everything that it takes, and says in one sentence why it has not all.
func (c *session) sent() error {
	for until := time.Now().Add(c.patience); ; {
		answer, err := c.object.Bool("ДождатьсяОтправки", int(min(slice, c.patience)/time.Millisecond))
		if err != nil {
			return err
		}
		told, err := c.look()
		if err != nil {
			return err
		}
		if !told && time.Now().Before(until.Add(extra)) {
			continue
		}
		limited := c.account.InFlight == 0 && slices.ContainsFunc(slices.Collect(maps.Keys(c.account.RateLimits)), isWanted)
		if failure := c.judge(); failure == nil || answer || limited || !time.Now().Before(until) {
			return failure
		}
	}
}

// isWanted reports whether the server would have to take a category: it may store no transactions.
func isWanted(category string) bool { return category != unwanted }

// unwanted is the category that some servers ask to be spared.
const unwanted = "transaction"

// judge is why the server has not taken all; nil if it has, or lacks but the transactions that it does not want.
func (c *session) judge() error {
	all := Total()
	missing := all.Events + all.Transactions - c.account.Sent
	if missing <= 0 {
		return nil
	}
	if limits := slices.Collect(maps.Keys(c.account.RateLimits)); slices.Equal(limits, []string{unwanted}) && len(c.account.Dropped) == 0 {
		waits, err := c.waits()
		if err != nil {
			return err
		}
		if waits[unwanted] == missing {
			c.unwanted = missing
			return nil
		}
	}
	language := c.show.Language
	if c.account.Sent == 0 {
		return cli.Fail(language, cli.Text{En: "The server took nothing (of %s): %s.", Ru: "Сервер не принял ничего (%s): %s."}, all.In(language), c.account.why(language))
	}
	return cli.Fail(language, cli.Text{En: "The server took only %d of %d (%s): %s.", Ru: "Сервер принял только %d из %d (%s): %s."},
		c.account.Sent, all.Events+all.Transactions, all.In(language), c.account.why(language))
}

// waits is what waits on the disk, by category.
func (c *session) waits() (map[string]int, error) {
	_, report, err := addin.ReadSpool(c.spool)
	if err != nil {
		return nil, fmt.Errorf("demo: read the spool: %w", err)
	}
	count := map[string]int{}
	for _, p := range report.Projects {
		for category, n := range p.Count {
			count[category] += n
		}
	}
	return count, nil
}

// why is what kept the server from taking more.
func (a *account) why(language string) string {
	say := func(en, ru string, args ...any) string {
		return fmt.Sprintf(cli.Text{En: en, Ru: ru}.In(language), args...)
	}
	r := response{Status: http.StatusOK}
	if a.refusal != nil {
		r = *a.refusal
	}
	detail := strings.TrimRight(cli.Plain(r.Detail), ".")
	switch {
	case r.Status == http.StatusTooManyRequests:
		return say("a quota or a rate limit is reached (HTTP 429), it takes no more now", "исчерпана квота или превышена частота (HTTP 429), сейчас он больше не принимает")
	case r.Status == http.StatusOK && len(a.RateLimits) > 0: // another answer came after the one that set it
		return say("a quota or a rate limit is reached, it takes no more now", "исчерпана квота или превышена частота, сейчас он больше не принимает")
	case r.Status == http.StatusRequestEntityTooLarge:
		return say("a request is too large for it, or for a proxy before it (HTTP 413; in nginx client_max_body_size sets the limit)",
			"запрос слишком велик для него или для прокси перед ним (HTTP 413; в nginx предел задаёт client_max_body_size)")
	case r.Status >= http.StatusInternalServerError:
		return say("it is out of order (HTTP %d)", "он неисправен (HTTP %d)", r.Status)
	case r.Status == 0:
		return say("it does not answer (%s)", "он не отвечает (%s)", detail)
	case r.Status != http.StatusOK:
		return say("it refuses (HTTP %d %s)", "он отказывает (HTTP %d %s)", r.Status, detail)
	case len(a.Dropped) > 0:
		return say("the rest was dropped (%s)", "остальное отброшено (%s)", strings.Join(slices.Sorted(maps.Keys(a.Dropped)), ", "))
	}
	return say("it is too slow", "он отвечает слишком медленно")
}
