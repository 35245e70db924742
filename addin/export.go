package addin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
)

// exportLogTimeout is how long the answer of ExportLog is waited for. Rows that come too
// late for it are given again, and have the same ids.
const exportLogTimeout = 10 * time.Second

// maxExported is how many events one call may become: each is a part of its record, and
// behind them come those of sessions.
const maxExported = 1 << 16

// exportLog is the method ExportLog. The cursor is answered only when all that was taken
// is safe: until then the caller keeps the old one.
func exportLog(c *call) {
	rows, cursor := c.text(0), c.text(1)
	cl := c.object.client
	if cl == nil || len(c.problems) > 0 {
		c.answer(Answer{IsText: true})
		return
	}
	result, err := eventlog.Export(rows, cursor, eventlog.Release{Name: cl.Options.Release, Environment: cl.Options.Environment})
	if err == nil && len(result.Events) >= maxExported {
		c.report(c.params[0].Name, problem.New("%d records are more than are taken at once", "%d записей больше, чем принимается за раз", len(result.Events)))
		c.answer(Answer{IsText: true})
		return
	}
	if err != nil {
		detail := strings.TrimPrefix(err.Error(), "eventlog: ")
		c.report(c.params[0].Name, problem.New("these are no records of the event log: %s", "это не записи журнала регистрации: %s", detail))
		c.answer(Answer{IsText: true})
		return
	}
	safe := true
	for i := range result.Events {
		if failing := exportEvent(c, &result.Events[i], i); failing != "" {
			c.told(failing)
			safe = false
		}
	}
	if !exportSessions(c, result) || !safe {
		c.answer(Answer{IsText: true})
		return
	}
	answerSynced(c, result.Answer(oddRows(result.Skipped).In(c.object.language)))
}

// exportSessions tells the updates of sessions, and reports whether they are safe. Without
// a release no server takes any.
func exportSessions(c *call, result *eventlog.Result) (safe bool) {
	cl := c.object.client
	all := len(result.Sessions)
	result.Sessions = slices.DeleteFunc(result.Sessions, func(u eventlog.Update) bool { return names.Release(u.Release.Name) == "" })
	updates := result.Sessions
	if without := all - len(updates); without > 0 {
		result.Skipped[eventlog.NoRelease] += without
	}
	safe = true
	for part := maxExported; len(updates) > 0; part++ {
		n := min(len(updates), event.MaxSessions)
		if from := c.source(); !from.Has(cl, part) {
			item := from.Item(delivery.Session, part, event.SessionsEnvelope(updates[:n]))
			item.Quantity = n
			cl.Recorded++
			if failing := from.Outlet.Take(cl, item); failing != "" {
				c.told(failing)
				safe = false
			}
		}
		updates = updates[n:]
	}
	return safe
}

// answerSynced answers when what was stored so far is on the disk. The worker goes on
// meanwhile.
func answerSynced(c *call, text string) {
	files := c.object.client.Spool()
	if files == nil || c.record.Reply == 0 {
		c.answer(Answer{IsText: true, Text: text})
		return
	}
	reply, host := c.record.Reply, c.worker.host
	c.answered = true
	guard.Go("export", func() {
		files.Sync()
		host.Answer(reply, Answer{IsText: true, Text: text})
	}, nil)
}

// oddReasons are those for which records are skipped that a caller should not have given,
// or that the log should not have, and what is said of them.
var oddReasons = []struct {
	reason eventlog.Reason
	said   problem.Problem
}{
	{eventlog.Bad, problem.Problem{En: "without a date, a level or a session's number", Ru: "без даты, уровня или номера сеанса"}},
	{eventlog.Unpaired, problem.Problem{En: "ends of sessions whose start is not known", Ru: "завершения сеансов, начало которых неизвестно"}},
	{eventlog.Forgotten, problem.Problem{En: "sessions too many to be kept in mind", Ru: "сеансы сверх числа запоминаемых"}},
	{eventlog.NoRelease, problem.Problem{En: "sessions, which need the option release", Ru: "сеансы, для которых нужен параметр release"}},
}

// oddRows says in a sentence what was skipped that is not usual.
func oddRows(skipped map[eventlog.Reason]int) problem.Problem {
	var en, ru []string
	for _, odd := range oddReasons {
		n := skipped[odd.reason]
		if n == 0 {
			continue
		}
		en, ru = append(en, fmt.Sprintf("%s: %d", odd.said.En, n)), append(ru, fmt.Sprintf("%s: %d", odd.said.Ru, n))
	}
	if en == nil {
		return problem.Problem{}
	}
	return problem.Problem{En: "Skipped: " + strings.Join(en, "; ") + ".", Ru: "Пропущено: " + strings.Join(ru, "; ") + "."}
}
