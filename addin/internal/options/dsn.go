package options

import (
	"net/url"
	"strconv"
	"strings"

	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/problem"
)

// ParseDSN reads a DSN; the problem says which part of it is wrong. Spaces around
// it, which come with copying, do no harm.
func ParseDSN(text string) (engine.DSN, problem.Problem, bool) {
	const example = "https://key@sentry.example.com/1"
	bad := func(en, ru string, args ...any) (engine.DSN, problem.Problem, bool) {
		args = append(args, example)
		return engine.DSN{}, problem.New("DSN: "+en+"; it looks like %s and stands in the project's settings under Client Keys",
			"DSN: "+ru+"; он выглядит как %s и указан в настройках проекта в разделе Client Keys", args...), false
	}
	text = strings.TrimSpace(text)
	address, err := url.Parse(text)
	switch {
	case err != nil && strings.Contains(err.Error(), "invalid port"):
		return bad("what stands behind the server and a colon is no port", "после имени сервера и двоеточия стоит не номер порта")
	case err != nil && strings.Contains(text, "://"):
		return bad("this is no address", "это не адрес")
	case err != nil || address.Scheme != "http" && address.Scheme != "https":
		return bad("it begins with %q, not with https:// or http://", "он начинается с %q, а не с https:// или http://", beginning(text))
	case address.User == nil || address.User.Username() == "":
		return bad("there is no key before the @", "перед знаком @ нет ключа")
	case address.Hostname() == "":
		return bad("there is no server behind the @", "после знака @ нет сервера")
	case address.Port() != "" && !isPort(address.Port()):
		return bad("%q is no port", "%q не номер порта", address.Port())
	case strings.Trim(address.Path, "/") == "":
		return bad("there is no project number at the end", "в конце нет номера проекта")
	}
	dsn, err := engine.ParseDSN(text)
	if err != nil {
		return bad("%v", "%v", err)
	}
	return dsn, problem.Problem{}, true
}

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// beginning is what stands where the scheme should be. It is kept short: a key may
// follow.
func beginning(text string) string {
	if scheme, _, ok := strings.Cut(text, ":"); ok && len(scheme) < 16 && !strings.Contains(scheme, "@") {
		return scheme
	}
	return string([]rune(text)[:min(len([]rune(text)), 4)]) + "…"
}
