package bslerr

import "strings"

// The technological journal prints the chain of an exception as lines that
// start with the GUID of an error class, below the place in the platform:
//
//	src\VResourceInfoBaseImpl.cpp(1031):
//	580392e6-ba49-4280-ac67-fcd6f2180121: Non-specified resource error
//	8d366056-4d5a-4d88-a207-0ae535b7d28e: {Обработка.А.Форма(90)}: …

const guidBytes = 36

// techlogClasses are classes that start a text which lost its first line.
var techlogClasses = [...]string{
	"580392e6-ba49-4280-ac67-fcd6f2180121",
	"60c686dc-798f-4d17-aadb-a90156a16eb8",
	"81029657-3fe6-4cd6-80c0-36de78fe6657",
	"8d366056-4d5a-4d88-a207-0ae535b7d28e",
	"9db1fa37-b455-4f3f-b8dd-7de0ea7d6da3",
	"d294e384-7ea6-49c6-be96-f3a6e3de1242",
	"dc31263e-ecbf-41bd-9b3a-7b55897d5fd6",
	"dd149677-3d47-4e05-a55f-4e75b13a441f",
	"f08d92f8-9eb2-4e19-9dd9-977d907cec2d",
	"f6f167a0-dcc9-49ad-8f8e-2c9d9904e4fe",
}

// guidAt reports whether a GUID stands at offset i.
func guidAt(text string, i, e int) bool {
	if i < 0 || e-i < guidBytes {
		return false
	}
	for n := range guidBytes {
		c := text[i+n]
		switch n {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return false
			}
		}
	}
	return true
}

// techlogShown stands behind a header where a user saw the error.
const techlogShown = ", shown to the user"

// techlogHeader returns the length of «src\File.cpp(1031):» at s, or 0. Servers on
// Linux print «./src/File.cpp(1031):», some builds the whole path.
func techlogHeader(text string, s, e int) int {
	line := text[s:min(e, s+512)]
	i := strings.IndexByte(line, '(')
	if i < 0 || strings.ContainsAny(line[:i], " {}\"'") {
		return 0
	}
	if !sourceFile(line[:i]) {
		return calledHeader(line, i)
	}
	i, _, ok := parseNumber(line, i+1, len(line))
	if !ok || !strings.HasPrefix(line[i:], ")") {
		return 0
	}
	i++
	if strings.HasPrefix(line[i:], techlogShown) {
		i += len(techlogShown)
	}
	if !strings.HasPrefix(line[i:], ":") {
		return 0
	}
	return i + 1
}

// calledHeader returns the length of «LoadComponent(name): » before the GUID of a
// class, or 0; the parenthesis stands at i.
func calledHeader(line string, i int) int {
	if i == 0 || !identifier(line[:i]) || !ascii(line[:i]) {
		return 0
	}
	end := strings.Index(line, "): ")
	if end < 0 || !guidAt(line, end+len("): "), len(line)) || techlogClass(line, end+len("): "), len(line)) == 0 {
		return 0
	}
	return end + len("):")
}

// sourceFile reports whether a path is a file of the platform's sources.
func sourceFile(path string) bool {
	for _, start := range [...]string{`src\`, "src/", "./src/", "/src/", `.\src\`} {
		if strings.HasPrefix(path, start) && strings.Contains(path[len(start):], ".") {
			return true
		}
	}
	if !strings.ContainsAny(path, `/\`) {
		return false
	}
	for _, end := range [...]string{".cpp", ".h", ".hpp", ".cc", ".c"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

// techlogClass returns the length of the GUID of a known class at s with the
// colon after it, or 0.
func techlogClass(text string, s, e int) int {
	for _, g := range techlogClasses {
		if e-s > guidBytes && text[s+guidBytes] == ':' && text[s:s+guidBytes] == g {
			return guidBytes + 1
		}
	}
	return 0
}

// techlogPiece takes a header or the GUID of a class off the start of [b, e),
// or ends a piece before a GUID inside of it. It returns where to go on, b if
// there is nothing of this kind.
func (p *parser) techlogPiece(b, e int) int {
	if n := techlogHeader(p.in.text, b, e); n > 0 {
		p.in.drop(DroppedSource, b, b+n)
		return b + n
	}
	if guidAt(p.in.text, b, e) {
		end := b + guidBytes
		if end < e && p.in.text[end] == ':' {
			end++
		} else if end < e {
			return b
		}
		p.separate(Cause, span{})
		p.in.drop(DroppedClass, b, end)
		return end
	}
	for from := b + 1; ; {
		i := strings.IndexByte(p.in.text[from:e], '-')
		if i < 0 {
			return b
		}
		g := from + i - 8
		if g > b && guidAt(p.in.text, g, e) && g+guidBytes < e && p.in.text[g+guidBytes] == ':' && p.split() {
			for end := trimRight(p.in.text, b, g); b < end; {
				b = skipBlanks(p.in.text, p.piece(b, b, end), end)
			}
			return g
		}
		from += i + 1
	}
}
