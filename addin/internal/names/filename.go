package names

import "strings"

// FileName is the last part of a path on one line; "" becomes "attachment".
func FileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' {
			return '_'
		}
		return r
	}, name))
	if name == "" {
		return "attachment"
	}
	return Cut(name, 255)
}

// contentTypes are those of the files that are attached in 1C; the system is not
// asked, for it reads files and the registry.
var contentTypes = map[string]string{
	"txt": "text/plain", "log": "text/plain", "csv": "text/csv", "json": "application/json", "xml": "application/xml",
	"html": "text/html", "htm": "text/html", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
	"bmp": "image/bmp", "pdf": "application/pdf", "zip": "application/zip",
}

// ContentType is what a file holds by its name.
func ContentType(name string) string {
	extension := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	if known := contentTypes[extension]; known != "" {
		return known
	}
	return "application/octet-stream"
}

// IsContentType holds of RFC 9110, 8.3.1 what keeps a word apart from a sentence.
func IsContentType(text string) bool {
	kind, subtype, ok := strings.Cut(text, "/")
	return ok && kind != "" && subtype != "" && len(text) <= 200 &&
		!strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) && !strings.Contains(kind, " ")
}
