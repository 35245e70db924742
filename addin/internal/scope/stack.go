package scope

// MaxScopes is how many scopes may be open on top of the first: a PushScope in a loop
// without its PopScope must not grow for ever.
const MaxScopes = 100

// Stack is the scopes of an object, the last of which is current, and the files of
// their attachments. The zero value is not ready: NewStack is.
type Stack struct {
	scopes   []*Scope // never empty
	contents []*Content
}

// NewStack returns a stack of one empty scope.
func NewStack() *Stack { return &Stack{scopes: []*Scope{{}}} }

// Current is the scope that methods change and events have.
func (s *Stack) Current() *Scope { return s.scopes[len(s.scopes)-1] }

// Replace changes every scope, by replacing its parts: copies share them.
func (s *Stack) Replace(change func(*Scope)) {
	for _, one := range s.scopes {
		change(one)
	}
}

// Push opens a copy of the current scope; false: too many are open.
func (s *Stack) Push() bool {
	if len(s.scopes) > MaxScopes {
		return false
	}
	s.scopes = append(s.scopes, s.Current().Clone())
	return true
}

// Pop gives up the current scope; false: it is the first one.
func (s *Stack) Pop(files *Contents) bool {
	if len(s.scopes) == 1 {
		return false
	}
	s.scopes = s.scopes[:len(s.scopes)-1]
	s.forget(files)
	return true
}

// Clear empties the current scope.
func (s *Stack) Clear(files *Contents) {
	*s.Current() = Scope{}
	s.forget(files)
}

// ClearAttachments leaves the current scope without attachments.
func (s *Stack) ClearAttachments(files *Contents) {
	s.Current().Attachments = nil
	s.forget(files)
}

// End gives up all scopes.
func (s *Stack) End(files *Contents) {
	s.scopes = []*Scope{{}}
	s.forget(files)
}

// Keep takes a copy of the data of an attachment: in a file if durable says so and one
// can be had, else in memory.
func (s *Stack) Keep(files *Contents, data []byte, durable bool) *Content {
	c := files.take(data, durable)
	if c.path != "" {
		s.contents = append(s.contents, c)
	}
	return c
}

// forget gives up the files that no scope has any more. They stay until the records
// are given up (Contents.Sweep): who finds those again needs the files.
func (s *Stack) forget(files *Contents) {
	if len(s.contents) == 0 {
		return
	}
	used := make(map[*Content]bool)
	for _, have := range s.scopes {
		for _, a := range have.Attachments {
			used[a.Content] = true
		}
	}
	kept := s.contents[:0:0]
	for _, c := range s.contents {
		if used[c] {
			kept = append(kept, c)
		} else {
			files.removed = append(files.removed, c)
		}
	}
	s.contents = kept
}
