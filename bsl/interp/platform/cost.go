package platform

// spend counts an access to data by what is read or written, and refuses it in a
// transaction that has failed.
func (s *Session) spend(what string) error {
	s.count(what)
	return s.touch()
}

// count counts what costs a call of the server of its own kind: an access to data, a
// reading of the log or of the list of jobs.
func (s *Session) count(what string) {
	if s.Base.Spent == nil {
		s.Base.Spent = map[string]int{}
	}
	s.Base.Spent[what]++
}
