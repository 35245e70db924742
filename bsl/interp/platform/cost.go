package platform

// spend counts an access to data by what is read or written, and refuses it in a
// transaction that has failed.
func (s *Session) spend(what string) error {
	if s.Base.Spent == nil {
		s.Base.Spent = map[string]int{}
	}
	s.Base.Spent[what]++
	return s.touch()
}
