package mask

import "strings"

// commands hides passwords in command lines: 1cv8 … /N Админ /P тайна, and
// --password тайна.
func commands(text string) string {
	if strings.Contains(text, "curl") && strings.Contains(text, "-u ") || strings.Contains(text, "--user ") {
		text = userOptions(text)
	}
	if strings.Contains(text, "--") || strings.Contains(text, " -P") {
		text = options(text)
	}
	if strings.Contains(text, "/P") && (namesUser(text) || strings.Contains(strings.ToLower(text), "1cv8")) {
		text = slashP(text)
	}
	return text
}

// userOptions hides what stands behind the colon of curl -u user:password.
func userOptions(text string) string {
	m := masker{text: text}
	for _, option := range [...]string{"-u ", "--user "} {
		for at := 0; ; {
			next := strings.Index(text[at:], option)
			if next < 0 {
				break
			}
			at += next + len(option)
			user := strings.TrimLeft(text[at:min(len(text), at+maxSpaced)], " \"'")
			from := min(len(text), at+maxSpaced) - len(user)
			end := strings.IndexAny(user, " \t\r\n\"'")
			if end < 0 {
				end = len(user)
			}
			colon := strings.IndexByte(user[:end], ':')
			if colon < 1 || colon+1 == end || from < m.done || strings.HasPrefix(user[colon:], "://") || harmlessValue("password", user[colon+1:end]) {
				continue
			}
			m.hide(from+colon+1, from+end)
			at = from + end
		}
	}
	return m.result()
}

// namesUser reports whether a text has the option /N of 1C's programs, by which /P glued
// to a password is told from a path.
func namesUser(text string) bool {
	for _, user := range [...]string{" /N", "(/N", "\"/N", "'/N"} {
		if strings.Contains(text, user) {
			return true
		}
	}
	at := strings.Index(text, "/N")
	return at >= 0 && at < strings.Index(text, " /P")
}

// slashP hides what stands behind /P; glued to it only where /N is, too.
func slashP(text string) string {
	m := masker{text: text}
	glued := namesUser(text)
	for at := 0; ; {
		next := strings.Index(text[at:], "/P")
		if next < 0 {
			return m.result()
		}
		at += next
		from := at + len("/P")
		if at > 0 && strings.IndexByte(" \t\"'(", text[at-1]) < 0 || strings.HasPrefix(text[at:], "/Proxy") {
			at = from
			continue
		}
		at = m.argument(from, glued || from < len(text) && isQuote(text[from]))
	}
}

// options hides the arguments of options whose names are those of secrets.
func options(text string) string {
	m := masker{text: text}
	for at := 0; ; {
		next := strings.Index(text[at:], "-")
		if next < 0 {
			return m.result()
		}
		at += next
		from := at
		for from < len(text) && text[from] == '-' {
			from++
		}
		end := from
		for end < len(text) && end-from < maxToken && isNameByte(text[end]) {
			end++
		}
		begins := at == 0 || strings.IndexByte(" \t\"'(", text[at-1]) >= 0
		name := text[from:end]
		if !begins || from-at > 2 || end == len(text) || text[end] != ' ' || from-at == 1 && name != "PPwd" || !isSecretName(name) {
			at = max(end, at+1)
			continue
		}
		at = m.argument(end, false)
	}
}

// argument hides the argument of a command at a place, in quotes or up to a blank; the
// next option is none.
func (m *masker) argument(at int, glued bool) int {
	from := at
	for from < len(m.text) && from-at < maxBlanks && m.text[from] == ' ' {
		from++
	}
	if from == len(m.text) || from == at && !glued || m.text[from] == '/' || m.text[from] == '-' || m.text[from] == '\n' {
		return from
	}
	if isQuote(m.text[from]) {
		return m.value(from, "password")
	}
	end := from
	for end < len(m.text) && strings.IndexByte(" \t\r\n\"'", m.text[end]) < 0 {
		end++
	}
	if word := m.text[from:end]; word != "" && !harmlessValue("password", word) {
		m.hide(from, end)
	}
	return end
}
