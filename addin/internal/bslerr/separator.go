package bslerr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inlineSeparator is looked for inside lines too: texts that lost their line
// breaks have it there.
const inlineSeparator = "по причине:"

// siblingSeparator is what Render writes between exceptions of one level. The
// platform prints nothing there; without a mark a reader could not tell where
// a message without a position begins.
const siblingSeparator = ", also:"

// rethrowSeparator starts a line with an inner exception of .NET and OneScript.
const rethrowSeparator = "--->"

// separators are whole lines between an error and its cause. Only the first
// two have been seen in texts of the platform; the others are what its other
// languages, the library of standard subsystems in them and common tools say,
// and none is likely to be a message.
var separators = map[string]Relation{
	"по причине:":      Cause,
	", reason:":        Cause,
	", по причине:":    Cause,
	"reason:":          Cause,
	"caused by:":       Cause,
	", caused by:":     Cause,
	"by reason:":       Cause,
	"by reason of:":    Cause,
	"due to:":          Cause,
	"because of:":      Cause,
	"з причини:":       Cause, // uk
	"по причині:":      Cause,
	"через причину:":   Cause,
	"через:":           Cause, // uk, as the platform's translation has it
	"па прычыне:":      Cause, // be
	"поради:":          Cause, // bg
	"по причина:":      Cause,
	"z powodu:":        Cause, // pl
	"ze względu na:":   Cause,
	"w wyniku:":        Cause,
	"aufgrund von:":    Cause, // de
	"wegen:":           Cause,
	"ursache:":         Cause,
	"din cauza:":       Cause, // ro
	"din motivul:":     Cause,
	"nedeniyle:":       Cause, // tr
	"sebebiyle:":       Cause,
	"nedeni:":          Cause,
	"vì lý do:":        Cause, // vi
	"do nguyên nhân:":  Cause,
	"себебі:":          Cause, // kk
	"себебінен:":       Cause,
	"dėl priežasties:": Cause, // lt
	"iemesla dēļ:":     Cause, // lv
	"põhjusel:":        Cause, // et
	"səbəbindən:":      Cause, // az
	"səbəbilə:":        Cause,
	"მიზეზით:":         Cause, // ka
	"en raison de:":    Cause, // fr
	"por motivo de:":   Cause, // es
	"a causa de:":      Cause,
	"a causa di:":      Cause, // it
	"原因:":              Cause, // zh
	siblingSeparator:   Sibling,

	"aus dem folgenden grund:": Cause, // de
}

// The longest separator has less than maxSeparatorBytes, the shortest one
// minSeparatorBytes.
const (
	maxSeparatorBytes = 64
	minSeparatorBytes = len("wegen:")
)

// separatorLine reports whether the line [s, e) is a separator, and of what.
func separatorLine(text string, s, e int) (Relation, bool) {
	if e-s > maxSeparatorBytes || e-s < minSeparatorBytes {
		return "", false
	}
	if text[e-1] != ':' && !strings.HasSuffix(text[s:e], "：") {
		return "", reasonNumber(text[s:e])
	}
	// Folded into a buffer of the stack: lines with a colon are frequent.
	var buf [maxSeparatorBytes + 2*utf8.UTFMax]byte
	b := buf[:0]
	blank := false
	for _, r := range text[s:e] {
		switch {
		case isBlank(r):
			blank = true
			continue
		case r == '：':
			r = ':'
		case blank && r != ':':
			b = append(b, ' ')
		}
		blank = false
		if b = utf8.AppendRune(b, unicode.ToLower(r)); len(b) > maxSeparatorBytes {
			return "", false
		}
	}
	r, ok := separators[string(b)]
	return r, ok
}

// reasonNumber reads «ПРИЧИНА №1», the separator of a test framework.
func reasonNumber(line string) bool {
	n, ok := strings.CutPrefix(line, "ПРИЧИНА №")
	return ok && n != "" && len(n) <= 4 && strings.Trim(n, "0123456789") == ""
}

// maySeparate reports whether a line has the shape of a separator in an
// unknown language: few words and a colon. It counts only after frames or
// categories, where no message goes on.
func maySeparate(text string, s, e int) bool {
	if e-s > maxSeparatorBytes || e-s < minSeparatorBytes || text[e-1] != ':' {
		return false
	}
	words := 0
	for i := s; i < e-1; {
		r, n := utf8.DecodeRuneInString(text[i:e])
		switch {
		case isBlank(r):
			words++
		case strings.ContainsRune("0123456789{}()[]<>\"=;", r):
			return false
		}
		i += n
	}
	return words < 5
}

// inlineSeparation finds «по причине:» inside [s, e) where code or a member
// name in parentheses ends right before it. «…, по причине:» is a message.
func inlineSeparation(text string, s, e int) (sep span, ok bool) {
	for from := s; ; {
		i := strings.Index(text[from:e], inlineSeparator)
		if i < 0 {
			return sep, false
		}
		i += from
		before := trimRight(text, s, i)
		if before > s && strings.IndexByte(";)}]", text[before-1]) >= 0 {
			return span{i, i + len(inlineSeparator)}, true
		}
		from = i + len(inlineSeparator)
	}
}

// cutSeparator reports whether [s, e) is a separator that lost its end.
func cutSeparator(line string) bool {
	const least = len("по п")
	return len(line) >= least && strings.HasPrefix(inlineSeparator, line) || line == ", reas" || line == ", reaso" || line == ", reason"
}
