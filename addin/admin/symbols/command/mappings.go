package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sentry1c/addin/admin/symbols"
)

func (c *command) mappings(ctx context.Context, args []string) error {
	f := c.flags
	file := f.String("o", "", f.Say("`file` to make; without it the mappings are printed", "`файл`, который будет сделан; без него сопоставления печатаются"))
	rev := f.String("rev", "", optionRev.In(f.Language))
	branch := f.String("branch", "", optionBranch.In(f.Language))
	root := f.String("root", "", optionRoot.In(f.Language))
	dirs, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(dirs) == 0 {
		return c.usage()
	}
	trees, _, done, err := read(ctx, dirs, *rev)
	defer done()
	if err != nil {
		return err
	}
	placed := make([]symbols.Placed, len(trees))
	for i, dir := range dirs {
		place, err := placeOf(dir, *root, len(dirs) > 1)
		if err != nil {
			return err
		}
		placed[i] = symbols.Placed{Tree: trees[i], Place: place}
	}
	made, err := symbols.Mappings(placed, *branch)
	if err != nil {
		return err
	}
	data, err := made.JSON()
	if err != nil {
		return err
	}
	if *file == "" {
		_, err := c.out.Write(data)
		return err
	}
	if err := os.WriteFile(*file, data, 0o644); err != nil {
		return fmt.Errorf("symbols: write mappings: %w", err)
	}
	for _, n := range made.Notes {
		fmt.Fprintln(c.out, n.In(c.russian))
	}
	fmt.Fprintf(c.out, c.say("сопоставлений: %d\nПараметры компоненты: {\"sourceLayout\": %q, \"sourceContext\": \"server\"}\n%s\n",
		"mappings: %d\nOptions of the component: {\"sourceLayout\": %q, \"sourceContext\": \"server\"}\n%s\n"), len(made.Mappings), made.Layout, *file)
	return nil
}

// placeOf returns where a folder lies in its repository: below the root that is given,
// or below the folder that has a .git. A folder in no repository is one itself, if it is
// the only one.
func placeOf(dir, root string, several bool) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("symbols: find the repository: %w", err)
	}
	if root == "" {
		if root = repositoryOf(dir); root == "" {
			if several && !bare(dir) {
				return "", symbols.Problem(fmt.Sprintf("%s не лежит в хранилище git: назовите общий корень ключом -root.", dir),
					fmt.Sprintf("%s lies in no git repository: name the root of all folders with -root.", dir))
			}
			return "", nil
		}
	} else if root, err = filepath.Abs(root); err != nil {
		return "", fmt.Errorf("symbols: find the repository: %w", err)
	}
	place, err := filepath.Rel(root, dir)
	if err != nil || place == ".." || strings.HasPrefix(place, ".."+string(filepath.Separator)) {
		return "", symbols.Problem(fmt.Sprintf("%s лежит не в %s.", dir, root), fmt.Sprintf("%s does not lie in %s.", dir, root))
	}
	if place == "." {
		return "", nil
	}
	return filepath.ToSlash(place) + "/", nil
}

// repositoryOf returns the folder with a .git that a folder is in, "" if there is none.
func repositoryOf(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
