package private

import "time"

// Patience is how long Patient.ReadFile waits.
const Patience = 2 * time.Second

// Patient reads files whose content is nowhere else, and waits while one cannot be read for
// now. Once that was in vain it waits for no file any more until it has read one, so that many
// of them hold nobody up. The zero value is ready.
//
// # Threads
//
// One goroutine.
type Patient struct{ vain bool }

// ReadFile is the function ReadFile with up to Patience of time.
func (p *Patient) ReadFile(path string, limit int64) (content []byte, err error) {
	deadline := time.Now().Add(Patience)
	for pause := time.Millisecond; ; pause *= 2 {
		content, err = ReadFile(path, limit)
		if !Temporary(err) {
			p.vain = p.vain && err != nil
			return content, err
		}
		if p.vain || time.Now().Add(pause).After(deadline) {
			p.vain = true
			return content, err
		}
		time.Sleep(pause)
	}
}
