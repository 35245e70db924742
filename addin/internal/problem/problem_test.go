package problem

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestProblems_sameVerbs reads the sources: both texts of a problem must take the
// same arguments.
func TestProblems_sameVerbs(t *testing.T) {
	verb := regexp.MustCompile(`%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%]`)
	files, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || len(c.Args) < 2 {
				return true
			}
			if !makesProblem(c.Fun, filepath.Base(filepath.Dir(file))) {
				return true
			}
			en, ru := literal(c.Args[0]), literal(c.Args[1])
			if en == "" || ru == "" {
				return true // put together elsewhere: in parseDSN, whose tests see both
			}
			found++
			a, b := verb.FindAllString(en, -1), verb.FindAllString(ru, -1)
			if fmt.Sprint(a) != fmt.Sprint(b) || len(a) != len(c.Args)-2 {
				t.Errorf("%s: %q and %q take %v and %v of %d arguments", file, en, ru, a, b, len(c.Args)-2)
			}
			if !strings.ContainsFunc(ru, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) && ru != en {
				t.Errorf("%s: %q is not Russian", file, ru)
			}
			return true
		})
	}
	if found < 30 {
		t.Errorf("only %d problems found: does this test still read them?", found)
	}
}

func literal(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return text
}

// sources are the files of the component: its root and the rooms below it.
func sources() ([]string, error) {
	root, err := filepath.Glob("../../*.go")
	if err != nil {
		return nil, err
	}
	rooms, err := filepath.Glob("../*/*.go")
	return append(root, rooms...), err
}

// makesProblem reports whether what is called in a file of a package is New.
func makesProblem(called ast.Expr, pkg string) bool {
	switch called := called.(type) {
	case *ast.SelectorExpr:
		of, ok := called.X.(*ast.Ident)
		return ok && of.Name == "problem" && called.Sel.Name == "New"
	case *ast.Ident:
		return pkg == "problem" && called.Name == "New"
	}
	return false
}
