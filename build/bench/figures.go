package bench

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// Figure is one figure of a Go benchmark.
type Figure struct {
	Name  string // of the benchmark, with the part behind the slash
	Unit  string // "ns/op", or the benchmark's own
	Value float64
}

// Figures runs the benchmarks of a package whose names match the pattern.
func Figures(ctx context.Context, root, pkg, pattern, benchtime string) ([]Figure, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", pattern, "-benchtime", benchtime, pkg)
	command.Dir = root
	output, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("bench: %s of %s: %w\n%s", pattern, pkg, err, output)
	}
	figures, err := parseFigures(string(output))
	if err == nil && len(figures) == 0 {
		// A benchmark that was renamed would silently be left out.
		err = fmt.Errorf("bench: %s of %s: no such benchmark", pattern, pkg)
	}
	return figures, err
}

// parseFigures reads lines like «BenchmarkA/b-2   100   5.5 ns/op   7 worst-ms».
func parseFigures(output string) ([]Figure, error) {
	var figures []Figure
	for line := range strings.Lines(output) {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := words[0]
		if i := strings.LastIndexByte(name, '-'); i >= 0 {
			name = name[:i] // the number of processors
		}
		for i := 2; i+1 < len(words); i += 2 {
			value, err := strconv.ParseFloat(words[i], 64)
			if err != nil {
				return nil, fmt.Errorf("bench: figure of a benchmark: %w: %s", err, line)
			}
			figures = append(figures, Figure{name, words[i+1], value})
		}
	}
	return figures, nil
}
