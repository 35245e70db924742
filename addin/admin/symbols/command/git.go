package command

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/admin/symbols"
)

// repository is a revision of a git repository, whose files come from one process.
type repository struct {
	tree    symbols.Tree
	date    time.Time
	objects map[string]string // by the name of the file
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// bare reports whether a folder is a repository without a work tree.
func bare(dir string) bool {
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// openRevision opens a revision of the repository that the folder is, or is in: then
// only what lies in the folder.
func openRevision(ctx context.Context, dir, rev string) (*repository, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, symbols.Problem("Для ключа -rev нужна программа git, а её нет.", "The option -rev needs the program git, which is not there.")
	}
	commit, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		if _, err := git(ctx, dir, "rev-parse", "--git-dir"); err != nil {
			return nil, symbols.Problem(fmt.Sprintf("%s — не хранилище git.", dir), fmt.Sprintf("%s is no git repository.", dir))
		}
		return nil, symbols.Problem(fmt.Sprintf("В хранилище %s нет ревизии %s.", dir, rev), fmt.Sprintf("The repository %s has no revision %s.", dir, rev))
	}
	id := strings.TrimSpace(string(commit))
	r := &repository{objects: map[string]string{}}
	r.tree = symbols.Tree{Name: dir + "@" + rev, Read: r.read}
	seconds, err := git(ctx, dir, "show", "--no-patch", "--format=%ct", id)
	if err != nil {
		return nil, err
	}
	unix, err := strconv.ParseInt(strings.TrimSpace(string(seconds)), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("symbols: read the date of %s: %w", rev, err)
	}
	r.date = time.Unix(unix, 0).UTC()
	listing, err := git(ctx, dir, "ls-tree", "-r", "-z", id)
	if err != nil {
		return nil, err
	}
	if err := r.list(string(listing)); err != nil {
		return nil, err
	}
	return r, r.start(ctx, dir)
}

// git runs git in a folder and returns what it prints.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	command := gitCommand(ctx, dir, args...)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("symbols: git %s: %w: %s", args[0], err, strings.TrimSpace(said.String()))
	}
	return out, nil
}

func gitCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	command.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	return command
}

// list reads «mode type id TAB name» of each file.
func (r *repository) list(listing string) error {
	for row := range strings.SplitSeq(strings.TrimSuffix(listing, "\x00"), "\x00") {
		meta, name, ok := strings.Cut(row, "\t")
		fields := strings.Fields(meta)
		if !ok || len(fields) != 3 {
			if row == "" {
				continue
			}
			return fmt.Errorf("symbols: read the list of files: git said %q", row)
		}
		if fields[1] == "blob" && strings.HasPrefix(fields[0], "100") && symbols.Wanted(name) {
			r.objects[name] = fields[2]
			r.tree.Files = append(r.tree.Files, name)
		}
	}
	slices.Sort(r.tree.Files)
	return nil
}

func (r *repository) start(ctx context.Context, dir string) (err error) {
	r.process = gitCommand(ctx, dir, "cat-file", "--batch")
	if r.in, err = r.process.StdinPipe(); err != nil {
		return fmt.Errorf("symbols: read the repository: %w", err)
	}
	out, err := r.process.StdoutPipe()
	if err != nil {
		return fmt.Errorf("symbols: read the repository: %w", err)
	}
	r.out = bufio.NewReaderSize(out, 1<<16)
	if err := r.process.Start(); err != nil {
		r.process = nil
		return fmt.Errorf("symbols: read the repository: %w", err)
	}
	return nil
}

// read returns a file: git answers «id type size», the bytes and a line feed.
func (r *repository) read(name string) ([]byte, error) {
	id, ok := r.objects[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, os.ErrNotExist)
	}
	if _, err := io.WriteString(r.in, id+"\n"); err != nil {
		return nil, fmt.Errorf("%s: ask git: %w", name, err)
	}
	row, err := r.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s: git's answer: %w", name, err)
	}
	fields := strings.Fields(row)
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, symbols.Problem(fmt.Sprintf("%s: в хранилище нет содержимого файла %s: оно скачано не целиком.", r.tree.Name, name),
			fmt.Sprintf("%s: the repository has no contents of %s: it is a partial clone.", r.tree.Name, name))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s: git's answer: %w", name, err)
	}
	if size > symbols.MaxFile {
		if _, err := io.CopyN(io.Discard, r.out, size+1); err != nil {
			return nil, fmt.Errorf("%s: git's answer: %w", name, err)
		}
		return nil, fmt.Errorf("%s: %w", name, symbols.ErrLarge)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(r.out, data); err != nil {
		return nil, fmt.Errorf("%s: git's answer: %w", name, err)
	}
	return data[:size], nil
}

// close ends the process, whatever it is about to say.
func (r *repository) close() {
	if r.process == nil {
		return
	}
	// There is nothing to do about a process that does not end well: what it said was
	// checked as it was read.
	r.in.Close()
	r.process.Process.Kill()
	r.process.Wait()
}
