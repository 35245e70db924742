package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
)

// TestJob_ofReadme: the job that README shows for a platform before 8.3.23, in either
// language, exports the log from the main configuration.
func TestJob_ofReadme(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(built.Root(t), "bsl", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippets := regexp.MustCompile("(?s)```bsl\n(?:Процедура|Procedure) (\\pL+)\\(\\) (?:Экспорт|Export)\n[^`]*\"СентриРегламент\"[^`]*```").FindAllStringSubmatch(string(content), -1)
	if len(snippets) != 2 {
		t.Fatalf("README has %d texts of a job, want one a language", len(snippets))
	}
	for _, snippet := range snippets {
		source := regexp.MustCompile("(?s)^```bsl\n(.*)```$").FindStringSubmatch(snippet[0])[1]
		base, err := infobase.NewWithExtension(oldest, oldest, t.TempDir(), scriptNamed(t, "Проба", eval.Servers),
			&eval.Module{Name: "СвойМодуль", Path: "ОбщийМодуль.СвойМодуль.Модуль", Sides: eval.Server, Source: source})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, newSentry(t))
		s.configure()
		s.base.AddScheduled("СвоёЗадание", "Своё", "СвойМодуль."+snippet[1], platform.Schedule{})
		s.runScheduled("СвоёЗадание")
		s.later += time.Minute
		session := s.open(platform.HTTPService)
		s.write(session, "Обмен.Ошибка", "в журнале")
		for range 2 {
			s.later += 5 * time.Minute
			s.runScheduled("СвоёЗадание")
		}
		s.wantTexts(session, "в журнале")
	}
}
