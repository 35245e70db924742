package platform

import (
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// reuseLife is how long a value that a function of a module with reuse returned is
// kept: «значение удаляется через 20 минут после вычисления», standard 724, part 2.2,
// https://v8std.ru/std/724/. It may be gone earlier: a session may come to another
// process of the server, memory may run short (ForgetCached), and
// ОбновитьПовторноИспользуемыеЗначения() drops all values, which ssl_3_1 calls in 72
// files.
const reuseLife = 20 * time.Minute

// kept is a value and when it was made.
type kept struct {
	value value.Value
	made  time.Time
}

// ForgetCached drops what functions of modules with reuse returned, which the
// platform may do at any time.
func (s *Session) ForgetCached() { s.cache = map[eval.Side]map[string]kept{} }

// Recall is for the language.
func (s *Session) Recall(t *eval.Thread, key string) (value.Value, bool) {
	k, ok := s.cache[t.Program.Side][key]
	if !ok || s.Base.Clock().Sub(k.made) >= reuseLife {
		return nil, false
	}
	return k.value, true
}

// Keep is for the language.
func (s *Session) Keep(t *eval.Thread, key string, v value.Value) {
	side := t.Program.Side
	if s.cache[side] == nil {
		s.cache[side] = map[string]kept{}
	}
	s.cache[side][key] = kept{v, s.Base.Clock()}
}
