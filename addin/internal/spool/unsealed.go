package spool

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// checkUnsealed takes an envelope that was kept without a checksum, if it can be one: its
// header is of this component, and its items have the lengths that they say.
func checkUnsealed(file []byte) error {
	if !bytes.HasPrefix(file, []byte(`{"event_id":"`)) && !bytes.HasPrefix(file, []byte(`{"sdk":{`)) {
		return fmt.Errorf("%w: no envelope in %d bytes", ErrDamaged, len(file))
	}
	header, rest, _ := bytes.Cut(file, []byte("\n"))
	if !json.Valid(header) {
		return fmt.Errorf("%w: its header is no JSON", ErrDamaged)
	}
	for items := 0; len(rest) > 0 || items == 0; items++ {
		var item struct {
			Length *int `json:"length"`
		}
		header, rest, _ = bytes.Cut(rest, []byte("\n"))
		if json.Unmarshal(header, &item) != nil {
			return fmt.Errorf("%w: the header of item %d is no JSON", ErrDamaged, items)
		}
		if item.Length == nil {
			_, rest, _ = bytes.Cut(rest, []byte("\n"))
			continue
		}
		if *item.Length < 0 || *item.Length >= len(rest) || rest[*item.Length] != '\n' {
			return fmt.Errorf("%w: item %d has not the length that it says", ErrDamaged, items)
		}
		rest = rest[*item.Length+1:]
	}
	return nil
}
