package admin

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sentry1c/addin"
	made "sentry1c/addin/admin/symbols"
	"sentry1c/addin/admin/symbols/command"
	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/symbols"
)

// Errors from public issues of configurations and extensions whose sources are public too:
// testdata/public.tsv says of each which revision of the sources it is read against, how
// many frames were exact, drifted, stale and missing there, and what of a module the
// answer hangs on. Without the sources modules are made of these facts. clonesVariable
// names a folder with clones of the repositories, each as owner+name or owner+name/repo:
// then the sources themselves are read, and -update writes the facts.

const clonesVariable = "SENTRY1C_CLONES"

var updateFacts = flag.Bool("update", false, "write the facts of testdata/public.tsv anew")

// publicText is a text and what is known of it.
type publicText struct {
	id, repository, revision string
	basis                    string // named: by the issue; dated: the last commit before its day; fitted: the first where a line is found
	counts                   agreement
	frames                   []publicFrame
}

func (p publicText) count() string {
	c := p.counts
	return fmt.Sprint(c.Exact, " ", c.Drifted, " ", c.Stale, " ", c.Missing, " ", c.Unchecked)
}

// publicFrame is a frame and what stands near it in its module.
type publicFrame struct {
	extension, module string
	line              int
	source            string
	function          string
	lines             int    // of the module; 0 if it is not there
	first, last       int    // of the procedure
	places            string // of lines that are equal, within reach; separated by commas
}

func (f publicFrame) key() string { return fmt.Sprint(f.extension, "|", f.module, "|", f.line) }

const factsFile = "testdata/public.tsv"

func readFacts(t testing.TB) (all []publicText, head string) {
	t.Helper()
	data, err := os.ReadFile(factsFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		number := func(i int) int {
			n, err := strconv.Atoi(fields[i])
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			return n
		}
		switch {
		case strings.HasPrefix(line, "#"):
			head += line
		case fields[0] == "text" && len(fields) == 10:
			all = append(all, publicText{id: fields[1], repository: fields[2], revision: fields[3], basis: fields[4],
				counts: agreement{Exact: number(5), Drifted: number(6), Stale: number(7), Missing: number(8), Unchecked: number(9)}})
		case fields[0] == "frame" && len(fields) == 10 && len(all) > 0:
			p := &all[len(all)-1]
			p.frames = append(p.frames, publicFrame{fields[1], fields[2], number(3), fields[4], fields[5], number(6), number(7), number(8), fields[9]})
		default:
			t.Fatalf("neither a text nor a frame: %q", line)
		}
	}
	return all, head
}

// errorTexts are the texts of the corpus by their ids.
func errorTexts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, name := range []string{"corpus.jsonl", "public.jsonl"} {
		data, err := os.ReadFile(filepath.Join("..", "internal", "bslerr", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			var one struct{ ID, Text string }
			if err := json.Unmarshal([]byte(line), &one); err != nil {
				t.Fatal(err)
			}
			texts[one.ID] = one.Text
		}
	}
	return texts
}

// readWith reads a text with a file of symbols: how they agree, the functions of frames by
// their keys, and the frames as they were printed.
func readWith(t testing.TB, text, file string) (agreement, map[string]string, []publicFrame) {
	t.Helper()
	var answer struct {
		read
		Read []struct {
			Frames []struct {
				Module, Extension, Source string
				Line                      int
			}
		}
	}
	if err := json.Unmarshal(addin.ReadError(text, file), &answer); err != nil {
		t.Fatal(err)
	}
	functions := map[string]string{}
	for _, v := range answer.Exception.Values {
		for _, f := range v.Stacktrace.Frames {
			if f.Line > 0 {
				functions[publicFrame{extension: f.Package, module: f.Module, line: f.Line}.key()] = f.Function
			}
		}
	}
	var printed []publicFrame
	seen := map[string]bool{}
	for _, e := range answer.Read {
		for _, f := range e.Frames {
			one := publicFrame{extension: f.Extension, module: f.Module, line: f.Line, source: f.Source}
			if _, ok := modulepath.Parse(f.Module); ok && !seen[one.key()+f.Source] {
				seen[one.key()+f.Source] = true
				printed = append(printed, one)
			}
		}
	}
	if answer.Symbols == nil {
		t.Fatal("the file has nothing to do with the frames")
	}
	return *answer.Symbols, functions, printed
}

// TestPublic_facts: against modules made of the facts each text has the frames that it had
// against the sources. It says how many there are.
func TestPublic_facts(t *testing.T) {
	all, _ := readFacts(t)
	texts := errorTexts(t)
	var sum agreement
	for _, p := range all {
		check(t, p, texts[p.id], madeOfFacts(t, p))
		sum.Exact += p.counts.Exact
		sum.Drifted += p.counts.Drifted
		sum.Stale += p.counts.Stale
		sum.Missing += p.counts.Missing
	}
	if sum.Exact == 0 || sum.Drifted == 0 || sum.Stale == 0 || sum.Missing == 0 {
		t.Error("the facts do not have every kind of frame")
	}
	t.Logf("%d texts: exact %d, drifted %d, stale %d, missing %d", len(all), sum.Exact, sum.Drifted, sum.Stale, sum.Missing)
}

// check compares how a file and a text agree with the facts.
func check(t testing.TB, p publicText, text, file string) {
	t.Helper()
	counts, functions, _ := readWith(t, text, file)
	if got := (publicText{counts: counts}).count(); got != p.count() || counts.Problem != "" {
		t.Errorf("%s: %s (%s), want %s", p.id, got, counts.Problem, p.count())
	}
	for _, f := range p.frames {
		if got, ok := functions[f.key()]; got != f.function || !ok {
			t.Errorf("%s: %s is in %q, want %q", p.id, f.key(), got, f.function)
		}
	}
}

// madeOfFacts writes a file of symbols of the modules of a text's frames.
func madeOfFacts(t testing.TB, p publicText) string {
	t.Helper()
	modules := map[[2]string][]string{}
	for pass := range 2 { // lines of code come above those of procedures
		for _, f := range p.frames {
			if f.lines == 0 {
				continue
			}
			at := [2]string{f.extension, f.module}
			lines := modules[at]
			if lines == nil {
				for i := range f.lines {
					lines = append(lines, fmt.Sprintf("Строка(%d);", i+1))
				}
				modules[at] = lines
			}
			if pass == 0 && f.first > 0 {
				lines[f.first-1] = "Процедура " + f.function + "()"
				lines[f.last-1] = "КонецПроцедуры"
			}
			if pass == 1 && f.places != "" {
				for place := range strings.SplitSeq(f.places, ",") {
					n, err := strconv.Atoi(place)
					if err != nil {
						t.Fatal(err)
					}
					lines[n-1] = strings.ReplaceAll(f.source, "<<?>>", "")
				}
			}
		}
	}
	files := map[string]string{"cf/Configuration.xml": "<MetaDataObject><Configuration><Properties><Name>Основная</Name></Properties></Configuration></MetaDataObject>",
		"cf/CommonModules/Пустой/Ext/Module.bsl": ""}
	for at, lines := range modules {
		dir := "cf/"
		if at[0] != "" {
			dir = at[0] + "/"
			files[dir+"Configuration.xml"] = "<MetaDataObject><Configuration><Properties><ObjectBelonging>Adopted</ObjectBelonging><Name>" + at[0] + "</Name></Properties></Configuration></MetaDataObject>"
		}
		files[dir+modulepath.File(at[1], modulepath.Designer)] = strings.Join(lines, "\r\n")
	}
	tree := made.Tree{Name: p.id, Read: func(name string) ([]byte, error) { return []byte(files[name]), nil }}
	for name := range files {
		tree.Files = append(tree.Files, name)
	}
	slices.Sort(tree.Files)
	path := filepath.Join(t.TempDir(), "facts")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := made.Make(t.Context(), out, []made.Tree{tree}, made.Options{}); err != nil {
		t.Fatal(err)
	}
	return path
}

// clone returns the folder of a repository.
func clone(t testing.TB, repository string) string {
	t.Helper()
	dir := filepath.Join(os.Getenv(clonesVariable), strings.ReplaceAll(repository, "/", "+"))
	if _, err := os.Stat(filepath.Join(dir, "repo")); err == nil {
		return filepath.Join(dir, "repo")
	}
	return dir
}

// madeOfSources writes the file of symbols of a revision, or finds the one that is there.
func madeOfSources(t testing.TB, dir string, p publicText) string {
	t.Helper()
	file := filepath.Join(dir, strings.ReplaceAll(p.repository, "/", "+")+"-"+p.revision)
	if _, err := os.Stat(file); err != nil {
		if err := command.Main(t.Context(), "symbols", []string{"make", "-source", "-rev", p.revision, "-o", file, clone(t, p.repository)}, &strings.Builder{}); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// TestPublic_sources: the facts are those of the sources.
func TestPublic_sources(t *testing.T) {
	if os.Getenv(clonesVariable) == "" {
		t.Skipf("%s does not say where clones of the repositories in %s are", clonesVariable, factsFile)
	}
	all, head := readFacts(t)
	texts, dir := errorTexts(t), t.TempDir()
	for i := range all {
		p := &all[i]
		file := madeOfSources(t, dir, *p)
		if *updateFacts {
			p.learn(t, texts[p.id], file)
		}
		check(t, *p, texts[p.id], file)
		was := slices.Clone(p.frames)
		if p.learn(t, texts[p.id], file); !slices.Equal(was, p.frames) {
			t.Errorf("%s: other facts:\n%+v\n%+v", p.id, was, p.frames)
		}
	}
	if *updateFacts {
		writeFacts(t, head, all)
	}
}

// learn takes the facts from a file with the text of the modules.
func (p *publicText) learn(t testing.TB, text, path string) {
	t.Helper()
	counts, functions, printed := readWith(t, text, path)
	p.counts = agreement{Exact: counts.Exact, Drifted: counts.Drifted, Stale: counts.Stale, Missing: counts.Missing, Unchecked: counts.Unchecked}
	p.frames = nil
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	stat, err := in.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := symbols.Open(in, stat.Size())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range printed {
		f.function = functions[f.key()]
		modules, err := file.Modules(modulepath.English(f.module))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range modules {
			if c := m.Configuration; c.Extension != (f.extension != "") || c.Extension && !symbols.SameName(c.Name, f.extension) {
				continue
			}
			f.lines = m.Lines
			near(t, &f, m)
		}
		p.frames = append(p.frames, f)
	}
}

// near notes the lines that are equal to the one of a frame, and the procedure of the
// nearest one.
func near(t testing.TB, f *publicFrame, m symbols.Module) {
	t.Helper()
	const reach = 50
	first := max(f.line-reach, 1)
	lines, err := m.Text(first, f.line+reach)
	if err != nil {
		t.Fatal(err)
	}
	normal := func(s string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(s, "<<?>>", "")), " ")
	}
	var places []string
	nearest := 0
	for i, line := range lines {
		if n := first + i; normal(line) == normal(f.source) && f.source != "" {
			places = append(places, strconv.Itoa(n))
			if nearest == 0 || abs(n-f.line) < abs(nearest-f.line) {
				nearest = n
			}
		}
	}
	f.places = strings.Join(places, ",")
	if f.function == "" || nearest == 0 {
		return
	}
	for f.first = nearest; f.first > 1 && m.Procedure(f.first-1) == f.function; f.first-- {
	}
	for f.last = nearest; f.last < m.Lines && m.Procedure(f.last+1) == f.function; f.last++ {
	}
}

func abs(n int) int { return max(n, -n) }

func writeFacts(t testing.TB, head string, all []publicText) {
	t.Helper()
	var b strings.Builder
	b.WriteString(head)
	for _, p := range all {
		fmt.Fprintf(&b, "text\t%s\t%s\t%s\t%s\t%s\n", p.id, p.repository, p.revision, p.basis, strings.ReplaceAll(p.count(), " ", "\t"))
		for _, f := range p.frames {
			fmt.Fprintf(&b, "frame\t%s\t%s\t%d\t%s\t%s\t%d\t%d\t%d\t%s\n", f.extension, f.module, f.line, f.source, f.function, f.lines, f.first, f.last, f.places)
		}
	}
	if err := os.WriteFile(factsFile, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkPublic makes the files of all revisions and reads all texts with them.
func BenchmarkPublic(b *testing.B) {
	if os.Getenv(clonesVariable) == "" {
		b.Skip(clonesVariable + " is not set")
	}
	all, _ := readFacts(b)
	texts, dir := errorTexts(b), b.TempDir()
	var sum agreement
	for b.Loop() {
		sum = agreement{}
		for _, p := range all {
			counts, _, _ := readWith(b, texts[p.id], madeOfSources(b, dir, p))
			sum.Exact += counts.Exact
			sum.Drifted += counts.Drifted
			sum.Stale += counts.Stale
			sum.Missing += counts.Missing
		}
	}
	for unit, n := range map[string]int{"exact": sum.Exact, "drifted": sum.Drifted, "stale": sum.Stale, "missing": sum.Missing} {
		b.ReportMetric(float64(n), unit)
	}
}
