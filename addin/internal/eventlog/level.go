package eventlog

import "strings"

const levelError = "error"

// levels are the words for a level of the log, and the level of the event.
var levels = map[string]string{
	"error": levelError, "ошибка": levelError,
	"warning": "warning", "предупреждение": "warning",
	"info": "info", "information": "info", "информация": "info",
	"debug": "debug", "note": "debug", "примечание": "debug",
}

func levelOf(word string) (string, bool) {
	level, ok := levels[strings.ToLower(strings.TrimSpace(word))]
	return level, ok
}
