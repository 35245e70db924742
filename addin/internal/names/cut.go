package names

// Cut returns at most length characters of text; the last one is … if some are
// missing.
func Cut(text string, length int) string {
	if len(text) <= length {
		return text
	}
	count, end := 0, 0
	for i := range text {
		if count == length-1 {
			end = i
		}
		if count == length {
			return text[:end] + "…"
		}
		count++
	}
	return text
}
