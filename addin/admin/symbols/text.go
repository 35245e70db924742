package symbols

import (
	"errors"
	"fmt"

	"sentry1c/addin/internal/sourcetree"
)

// Text is one sentence in two languages.
type Text struct{ Russian, English string }

// In returns the sentence for a reader.
func (t Text) In(russian bool) string {
	if russian {
		return t.Russian
	}
	return t.English
}

// Tree is a tree of sources: a folder, or what else can list and read files.
type Tree = sourcetree.Tree

// Wanted reports whether a tree has to list a file.
func Wanted(name string) bool { return sourcetree.Wanted(name) }

// MaxFile is how large a file of a tree may be; ErrLarge is what a tree answers for a
// larger one.
const MaxFile = sourcetree.MaxFile

var ErrLarge = sourcetree.ErrLarge

// Folder is the tree of a folder.
func Folder(dir string) (Tree, error) { return sourcetree.Folder(dir) }

// Problem is an error that is one sentence in each language.
func Problem(russian, english string) error {
	return &sourcetree.Problem{Russian: russian, English: english}
}

// Say returns the sentence of an error for a reader; other errors than problems have
// one language.
func Say(err error, russian bool) string {
	var problem *sourcetree.Problem
	if errors.As(err, &problem) && russian {
		return problem.Russian
	}
	return err.Error()
}

func note(russian, english string, args ...any) Text {
	return Text{fmt.Sprintf(russian, args...), fmt.Sprintf(english, args...)}
}
