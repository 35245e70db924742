package delivery

import "time"

// Answered is an answer of a server, or several alike in a row.
type Answered struct {
	// Status and Detail are those of Response.
	Status int
	Detail string
	// First and Last are when they came, and Count is how many.
	First, Last time.Time
	Count       uint64
}

// keptAnswers is how many different answers are remembered.
const keptAnswers = 5

// answered are the last answers, the newest at the end.
type answered []Answered

// note remembers an answer.
func (a *answered) note(r Response) {
	if n := len(*a); n > 0 {
		if last := &(*a)[n-1]; last.Status == r.Status && last.Detail == r.Detail {
			last.Last = r.At
			last.Count++
			return
		}
		if n == keptAnswers {
			copy(*a, (*a)[1:])
			*a = (*a)[:n-1]
		}
	}
	*a = append(*a, Answered{r.Status, r.Detail, r.At, r.At, 1})
}
