package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"sentry1c/addin/admin/symbols"
)

func (c *command) make(ctx context.Context, args []string) error {
	f := c.flags
	source := f.Bool("source", false, optionSource.In(f.Language))
	file := f.String("o", "", optionFile.In(f.Language))
	rev := f.String("rev", "", optionRev.In(f.Language))
	dirs, err := c.parse(args)
	if err != nil {
		return err
	}
	if *file == "" || len(dirs) == 0 {
		return c.usage()
	}
	options := symbols.Options{Source: *source, Progress: c.progress()}
	trees, date, done, err := read(ctx, dirs, *rev)
	defer done()
	if err != nil {
		return err
	}
	if options.Date, err = sourceDate(date); err != nil {
		return err
	}
	made, err := write(ctx, *file, trees, options)
	if err != nil {
		return err
	}
	for _, n := range made.Notes {
		fmt.Fprintln(c.out, n.In(c.russian))
	}
	c.describe(made.Info)
	fmt.Fprintln(c.out, *file)
	return nil
}

// read returns the trees of folders, or of a revision of them.
func read(ctx context.Context, dirs []string, rev string) (trees []symbols.Tree, date time.Time, done func(), err error) {
	var repositories []*repository
	done = func() {
		for _, r := range repositories {
			r.close()
		}
	}
	for _, dir := range dirs {
		if rev == "" {
			if bare(dir) {
				return nil, date, done, symbols.Problem(fmt.Sprintf("%s — хранилище git без рабочего каталога: назовите ревизию ключом -rev.", dir),
					fmt.Sprintf("%s is a git repository without a work tree: name a revision with -rev.", dir))
			}
			tree, err := symbols.Folder(dir)
			if err != nil {
				return nil, date, done, err
			}
			trees = append(trees, tree)
			continue
		}
		r, err := openRevision(ctx, dir, rev)
		if err != nil {
			return nil, date, done, err
		}
		repositories = append(repositories, r)
		trees = append(trees, r.tree)
		if r.date.After(date) {
			date = r.date
		}
	}
	return trees, date, done, nil
}

// sourceDate is the date that goes into the file: that of the revision, unless the
// pipeline says another. Files have none that can be made again.
func sourceDate(revision time.Time) (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return revision, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return revision, fmt.Errorf("symbols: read SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0), nil
}

// write makes the file beside its place and puts it there whole. What is no file, such as
// a pipe or /dev/null, is written to: root would put the file in the place of the device.
func write(ctx context.Context, file string, trees []symbols.Tree, o symbols.Options) (made symbols.Made, err error) {
	if stat, err := os.Stat(file); err == nil && stat.IsDir() {
		return made, symbols.Problem(fmt.Sprintf("%s — каталог; назовите файл.", file), fmt.Sprintf("%s is a folder; name a file.", file))
	} else if err == nil && !stat.Mode().IsRegular() {
		return writeInto(ctx, file, trees, o)
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.tmp")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return made, symbols.Problem(fmt.Sprintf("Каталога %s нет.", filepath.Dir(file)), fmt.Sprintf("There is no folder %s.", filepath.Dir(file)))
	case errors.Is(err, fs.ErrPermission):
		return made, symbols.Problem(fmt.Sprintf("В каталог %s нельзя писать: нет прав.", filepath.Dir(file)), fmt.Sprintf("The folder %s cannot be written to: permission denied.", filepath.Dir(file)))
	case err != nil:
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	defer func() {
		if err != nil {
			temporary.Close()
			os.Remove(temporary.Name())
		}
	}()
	if made, err = symbols.Make(ctx, temporary, trees, o); err != nil {
		return made, err
	}
	// Everybody may read it, as far as the folder lets them: 1C's server is another user.
	if err = temporary.Chmod(0o644); err != nil && !os.IsPermission(err) {
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	if err = temporary.Sync(); err != nil {
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	if err = temporary.Close(); err != nil {
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	if err = os.Rename(temporary.Name(), file); err != nil {
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	return made, nil
}

func writeInto(ctx context.Context, file string, trees []symbols.Tree, o symbols.Options) (symbols.Made, error) {
	out, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return symbols.Made{}, fmt.Errorf("symbols: open the file: %w", err)
	}
	made, err := symbols.Make(ctx, out, trees, o)
	if err = errors.Join(err, out.Close()); err != nil {
		return made, fmt.Errorf("symbols: make the file: %w", err)
	}
	return made, nil
}

// progress shows on a terminal how far it is.
func (c *command) progress() func(done, total int) {
	stat, err := os.Stderr.Stat()
	if err != nil || stat.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	last := time.Now()
	return func(done, total int) {
		if done == total {
			fmt.Fprint(os.Stderr, "\r\x1b[K")
		} else if now := time.Now(); now.Sub(last) > 100*time.Millisecond {
			fmt.Fprintf(os.Stderr, "\r%d / %d", done, total)
			last = now
		}
	}
}
