package mask

import "strings"

// form is what a kind of key begins with and how many characters follow at least.
type form struct {
	prefix string
	least  int
	upper  bool // only capitals and digits follow
}

// keyForms are keys that are known by their form, under whatever name they stand.
var keyForms = [...]form{
	{"eyJ", 20, false},                     // JSON Web Token, with a dot in it
	{"AKIA", 16, true}, {"ASIA", 16, true}, // Amazon
	{"AIza", 30, false}, {"ya29.", 20, false}, // Google
	{"ghp_", 30, false}, {"gho_", 30, false}, {"ghu_", 30, false}, {"ghs_", 30, false}, {"ghr_", 30, false}, {"github_pat_", 30, false},
	{"glpat-", 16, false}, {"xoxb-", 16, false}, {"xoxp-", 16, false}, {"xoxa-", 16, false}, {"xoxs-", 16, false}, {"xapp-", 16, false},
	{"sk_live_", 16, false}, {"sk_test_", 16, false}, {"rk_live_", 16, false}, {"sk-ant-", 16, false}, {"sk-proj-", 16, false},
	{"SG.", 30, false}, {"npm_", 30, false}, {"dop_v1_", 30, false}, {"sntrys_", 20, false}, {"sntryu_", 20, false},
	{"AQVN", 30, false}, {"y0_A", 30, false}, {"t1.9eu", 30, false}, {"y1_A", 30, false}, // Yandex
	{"pypi-AgE", 20, false}, {"hvs.", 20, false},
}

// forms hides keys by their form, and private keys in PEM.
func forms(text string) string {
	for i := range keyForms {
		if strings.Contains(text, keyForms[i].prefix) {
			text = keyForms[i].hideAll(text)
		}
	}
	if strings.Contains(text, "PRIVATE KEY-----") {
		text = hidePEM(text)
	}
	return text
}

func (f *form) hideAll(text string) string {
	m := masker{text: text}
	for at := 0; ; {
		next := strings.Index(text[at:], f.prefix)
		if next < 0 {
			return m.result()
		}
		at += next
		end := at
		for end < len(text) && f.takes(text[end]) {
			end++
		}
		glued := at > 0 && isNameByte(text[at-1]) && text[at-1] < 0x80 && text[at-1] != '.' && text[at-1] != '-'
		token := strings.TrimRight(text[at:end], ".=")
		if f.prefix == "eyJ" && strings.IndexByte(token, '.') < 0 {
			glued = true
		}
		if !glued && len(token)-len(f.prefix) >= f.least {
			m.hide(at, end)
		}
		at = max(end, at+1)
	}
}

func (f *form) takes(c byte) bool {
	if f.upper {
		return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '='
}

// hidePEM hides what stands between the marks of private keys.
func hidePEM(text string) string {
	const begin, end = "PRIVATE KEY-----", "-----END"
	m := masker{text: text}
	for at := 0; ; {
		next := strings.Index(text[at:], begin)
		if next < 0 {
			return m.result()
		}
		from := at + next + len(begin)
		size := strings.Index(text[from:], end)
		if size < 0 {
			size = len(text) - from
		}
		if strings.TrimSpace(text[from:from+size]) != "" && strings.LastIndex(text[max(0, from-64):from], "-----BEGIN") >= 0 {
			m.hide(from, from+size)
		}
		at = from + size
		if after := strings.Index(text[at:], begin); after >= 0 && after < 64 { // of the end
			at += after + len(begin)
		}
	}
}
