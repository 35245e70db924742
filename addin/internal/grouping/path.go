package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBlankNames bounds the words of one name of a folder or file.
const maxBlankNames = 6

// pathEnd returns the end of a path of a file at i: «C:\…», «\\server\…»,
// «\…», «/a/b», also with blanks in it. A resource of the platform (/e1cib/…) is
// no file.
func pathEnd(s string, i int) int {
	end := unquotedEnd(s, i)
	if s[i] == '/' && (strings.Count(s[i:end], "/") < 2 || strings.HasPrefix(s[i:], "/e1cib") || strings.HasPrefix(s[i:], "//")) {
		return i
	}
	if end-i < 3 {
		return i
	}
	windows := strings.IndexByte(s[i:end], '\\') >= 0
	for {
		next := folderEnd(s, end, windows)
		if next == end {
			break
		}
		end = next
	}
	return fileTail(s, i, end)
}

// folderEnd returns the end of the run behind a name with blanks that goes on at
// i: « Иванов Иван\Documents», or i.
func folderEnd(s string, i int, windows bool) int {
	words := 0
	for j := i; j < len(s) && j-i < 200; {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == ' ':
			if words++; words > maxBlankNames || j+1 < len(s) && (s[j+1] == ' ' || s[j+1] == '\\' || s[j+1] == '/') {
				return i
			}
		case r == '\\' && windows, r == '/' && !windows:
			if words == 0 {
				return i
			}
			return unquotedEnd(s, j)
		case strings.ContainsRune("\"<>|?*\n\t:;,«»“”{}=", r), r == '.' && (j+1 == len(s) || s[j+1] == ' '):
			return i
		case unicode.IsLetter(r) && s[j-1] == ' ' && (!windows && sentenceWord(s[j:]) || strings.HasPrefix(s[j:], "не ")):
			return i
		}
		j += n
	}
	return i
}

// fileTail returns the end of a file's name with blanks whose first word ends at
// end: «C:\Обмен\Файл 1.xml». The path starts at i.
func fileTail(s string, i, end int) int {
	last := strings.LastIndexAny(s[i:end], `\/`) + 1 + i
	if extensionAt(s[last:end]) || last == end && end-i < 3 {
		return end
	}
	j := end
	for range 4 {
		if j >= len(s) || s[j] != ' ' || j+1 >= len(s) {
			return end
		}
		next := unquotedEnd(s, j+1)
		word := s[j+1 : next]
		if word == "" || sentenceWord(word) || strings.ContainsAny(word, `\/:;=`) {
			return end
		}
		if extensionAt(word) {
			return next
		}
		j = next
	}
	return end
}

// sentenceWord reports whether a text begins with a word of a sentence about a
// path rather than of its name.
func sentenceWord(s string) bool {
	end := strings.IndexAny(s, " .,;:)")
	if end < 0 {
		end = len(s)
	}
	return sentenceWords[strings.ToLower(s[:end])]
}

var sentenceWords = set("не", "нет", "и", "или", "в", "во", "на", "из", "при", "уже", "был", "была", "было", "отсутствует", "недоступен", "недоступна", "занят", "занята",
	"поврежден", "повреждён", "существует", "найден", "найдена", "загружен", "как", "строка", "is", "was", "not", "has", "cannot", "could", "does", "in", "at", "to", "or", "from", "already", "on",
	"for", "failed", "exists", "by", "line", "але", "та", "або")

// extensions are those of files that 1C reads and writes. Of a name without
// digits the file is a part of the fault: config.json.
var extensions = set("xml", "json", "zip", "txt", "csv", "xls", "xlsx", "xlsm", "mxl", "epf", "erf", "cf", "cfe", "cfu", "dt", "1cd", "log", "lgp", "lgd", "pdf", "doc", "docx", "odt", "ods", "rtf", "tmp", "temp", "dll", "exe",
	"htm", "html", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "svg", "dat", "bin", "rar", "7z", "gz", "tar", "eml", "msg", "p7s", "p7m", "sig", "sgn", "cer", "crt", "pem", "pfx", "key", "os", "bsl", "yml", "yaml", "ini", "cfg",
	"conf", "md", "aspx", "sql", "db", "dbf", "bak", "xsd", "wsdl", "kz", "lic", "efd", "v8i", "geo", "mp3", "wav", "mp4", "bat", "cmd", "ps1", "sh", "ert")

func extensionAt(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	return dot > 0 && len(name)-dot <= 6 && extensions[strings.ToLower(name[dot+1:])]
}

// fileName recognises the name of a file without a folder at i: a temporary one,
// or one with digits, which is made at run time, is masked; others are kept.
func fileName(s string, i int) (token string, end int) {
	if strings.HasPrefix(s[i:], "v8_") {
		if end = temporaryEnd(s, i+len("v8_")); end > 0 {
			return tokenFile, end
		}
	}
	j, digits, dot := i, false, -1
	for j < len(s) && j-i < 128 {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case r == '.':
			dot = j
		case unicode.IsDigit(r):
			digits = digits || dot < 0
		case !unicode.IsLetter(r) && r != '_' && r != '-' && r != '~' && r != '$':
			goto end
		}
		j += n
	}
end:
	if dot == j-1 && dot > i { // the end of a sentence
		j--
		dot = strings.LastIndexByte(s[i:j], '.') + i
	}
	if dot <= i || j-dot > 6 || !extensions[strings.ToLower(s[dot+1:j])] || wordAt(s, j) || j < len(s) && (s[j] == '(' || s[j] == '@') {
		return "", i
	}
	switch ext := strings.ToLower(s[dot+1 : j]); {
	case ext == "tmp" || ext == "temp" || s[i] == '~':
		return tokenFile, j
	case digits:
		return tokenFile + s[dot:j], j
	}
	return "", j
}

// temporaryEnd returns the end of what the platform writes behind v8_ in the
// name of a temporary file: 3B8F_3e.zip; 0 if it is another name.
func temporaryEnd(s string, i int) int {
	j := i
	for range 2 {
		k := j
		for k < len(s) && k-j < 20 && hex(s[k]) {
			k++
		}
		if k == j {
			return 0
		}
		j = k
		if j < len(s) && s[j] == '_' {
			j++
		}
	}
	if wordAt(s, j) || j == i {
		return 0
	}
	if j < len(s) && s[j] == '.' {
		k := j + 1
		for k < len(s) && k-j < 6 && (letter(s[k]) || digit(s[k])) {
			k++
		}
		if k > j+1 {
			j = k
		}
	}
	return j
}
