package mask

import "strings"

const (
	// maxTag bounds a tag, maxContent the content of an element that is hidden whole.
	maxTag     = 1024
	maxContent = 4096
)

// element deals with a tag: <password>…</password>, also with a name space and
// attributes, and the value of an entry whose name is that of a secret.
func (m *masker) element(at int) int {
	start := at + 1
	end := start
	for end < len(m.text) && end-start < maxToken && (isNameByte(m.text[end]) || m.text[end] == ':') {
		end++
	}
	tag := m.text[start:end]
	name := tag[strings.LastIndexByte(tag, ':')+1:]
	if name == "" {
		return at + 1
	}
	field := strings.ToLower(name)
	pair := field == "value" || field == "значение"
	expected := at < m.secretPair
	secretName := isSecretName(name)
	namesPair := field == "name" || field == "key" || field == "имя" || field == "ключ"
	if !secretName && !namesPair && !(pair && expected) {
		return at + 1
	}
	size := strings.IndexByte(m.text[end:min(len(m.text), end+maxTag)], '>')
	if size < 0 {
		return at + 1
	}
	if size > 0 && m.text[end+size-1] == '/' {
		if secretName {
			m.secretPair = end + size // <password value="…"/>
		}
		return at + 1
	}
	from := end + size + 1
	window := m.text[from:min(len(m.text), from+maxContent)]
	if namesPair {
		if text, _, ok := strings.Cut(window, "</"); ok && len(text) < maxToken && isSecretName(strings.TrimSpace(text)) {
			m.secretPair = from + len(text) + maxPair
		}
		return at + 1
	}
	m.secretPair = 0
	close := strings.Index(window, "</"+tag)
	closed := close >= 0
	if !closed {
		if close = strings.IndexByte(window, '<'); close < 0 {
			close = len(window)
		}
		if len(strings.TrimSpace(window[:close])) < 3 { // <логин>:<пароль>@<хост>
			return at + 1
		}
	}
	// Its attributes come first; what hides there may be all that it has.
	m.signs(end, from-1, "=:([")
	if !closed && (m.done > end || strings.Contains(m.text[end:from], Filtered)) || m.done > from {
		return max(m.done, at+1)
	}
	content := window[:close]
	inner := strings.TrimSpace(content)
	if inner == "" || harmlessValue(name, inner) {
		return from
	}
	lead := strings.Index(content, inner)
	m.hide(from+lead, from+lead+len(inner))
	return from + lead + len(inner)
}
