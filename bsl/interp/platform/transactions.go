package platform

import (
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// transaction is that of a session; nested ones are only counted.
type transaction struct {
	depth  int
	broken bool // an inner one was rolled back: only rolling back is left
	before map[string]*Register
	stored []*SavedSettings
	rows   []*LogRow // of the log that depend on it
}

func defineTransactions(c *eval.Catalog) {
	none := func() error { return eval.Raised(eval.CategoryStored, "Транзакция не активна") }
	c.Define(on(eval.ServerCode,
		fn("ТранзакцияАктивна", "TransactionActive", 0, 0, func(c *eval.Call) (value.Value, error) {
			return value.Bool(session(c).transaction.depth > 0), nil
		}),
		proc("НачатьТранзакцию", "BeginTransaction", 0, 1, func(c *eval.Call) error {
			s := session(c)
			if s.transaction.depth == 0 {
				s.transaction.before, s.transaction.stored = s.Base.snapshot(), slices.Clone(s.Base.Storage)
			}
			s.transaction.depth++
			return nil
		}),
		proc("ЗафиксироватьТранзакцию", "CommitTransaction", 0, 0, func(c *eval.Call) error {
			tx := &session(c).transaction
			switch {
			case tx.depth == 0:
				return none()
			case tx.broken:
				return alreadyFailed()
			}
			if tx.depth--; tx.depth == 0 {
				tx.end("Зафиксирована")
			}
			return nil
		}),
		proc("ОтменитьТранзакцию", "RollbackTransaction", 0, 0, func(c *eval.Call) error {
			s := session(c)
			tx := &s.transaction
			if tx.depth == 0 {
				return none()
			}
			if tx.depth--; tx.depth > 0 {
				tx.broken = true
				return nil
			}
			s.endTransaction()
			return nil
		}),
	)...)
}

// endTransaction rolls back what is open: the code asks for it, and the platform
// does it when a call from outside ends.
func (s *Session) endTransaction() {
	if tx := &s.transaction; tx.before != nil {
		s.Base.restore(tx.before)
		s.Base.Storage = tx.stored
		tx.end("Отменена")
	}
}

func (tx *transaction) end(status string) {
	for _, row := range tx.rows {
		row.Status = logStatus.member(status)
	}
	*tx = transaction{}
}

func alreadyFailed() error {
	return eval.Raised(eval.CategoryStored, "В данной транзакции уже происходили ошибки!")
}

// touch stands before every access to data: after an error a transaction allows
// none, «В данной транзакции уже происходили ошибки» («Ошибки базы данных и
// транзакции», https://its.1c.ru/db/content/metod8dev/src/developers/platform/metod/other/i8102313.htm).
// Which accesses reach the database is not documented for each object; all that
// lie in it are taken for such.
func (s *Session) touch() error {
	if s.transaction.broken {
		return alreadyFailed()
	}
	return nil
}

// BreakTransaction makes the transaction fail, as an error of the database does.
func (s *Session) BreakTransaction() { s.transaction.broken = s.transaction.depth > 0 }
