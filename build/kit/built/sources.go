package built

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// sources is a name for all that the library is made of and how: the same name, the
// same library.
func sources(root, tags string) (string, error) {
	command := exec.Command("go", "list", "-deps", "-tags", tags, "-json=Dir,Module,GoFiles,CgoFiles,CFiles,HFiles,EmbedFiles", "./native")
	command.Dir = root
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("list the sources: %w%s", err, complaint(err))
	}
	var files []string
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p struct {
			Dir                                           string
			Module                                        *struct{ Main bool }
			GoFiles, CgoFiles, CFiles, HFiles, EmbedFiles []string
		}
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return "", fmt.Errorf("list the sources: %w", err)
		}
		if p.Module == nil || !p.Module.Main {
			continue // go.sum speaks for the others
		}
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles, p.CFiles, p.HFiles, p.EmbedFiles) {
			files = append(files, filepath.Join(p.Dir, name))
		}
	}
	recipe, err := filepath.Glob(filepath.Join(root, "build", "library", "*.go"))
	if err != nil {
		return "", err
	}
	files = append(append(files, recipe...), filepath.Join(root, "native", "exports.map"), filepath.Join(root, "go.sum"))
	command = exec.Command("go", "env", "GOVERSION", "GOOS", "GOARCH", "CC")
	command.Dir = root
	tools, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("ask for the compilers: %w", err)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n", tags, tools)
	slices.Sort(files)
	for _, file := range files {
		if err := add(sum, root, file); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8]), nil
}

func add(sum hash.Hash, root, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(root, file)
	if err != nil {
		return err
	}
	fmt.Fprintf(sum, "%s %d\n", filepath.ToSlash(name), len(content))
	sum.Write(content)
	return nil
}

// complaint is what a command said before it failed.
func complaint(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return "\n" + string(exit.Stderr)
	}
	return ""
}
