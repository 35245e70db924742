package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
)

// examineSpool looks at where events wait that are not sent yet. It makes nothing: the folder would belong to whoever runs the
// examination, and 1C's server usually runs as somebody else.
func (r *Report) examineSpool(root string) {
	who := cli.UserName()
	r.note("Examined as the user %s.%s", "Проверка выполнена от имени пользователя %s.%s", who, cli.Elsewhere(r.language(), who))
	root, report, err := addin.ReadSpool(root)
	if by := addin.SwitchedOff(root); by != "" {
		r.bad("The add-in is switched off by %s.", "Компонента отключена: %s.", by)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.bad("The folder %s cannot be read (%v).", "Каталог %s не читается (%v).", root, r.why(err))
		return
	}
	if problem := writable(existing(root)); problem != nil {
		r.note("The folder %s cannot be written to (%v): what is not sent would be kept in memory.",
			"В каталог %s нельзя писать (%v): неотправленное будет храниться в памяти.", root, problem)
	} else {
		r.good("Events that wait for the server are kept in %s.", "События, которые ждут отправки, хранятся в %s.", root)
	}
	for _, p := range report.Projects {
		r.examineProject(p)
	}
}

// oldWait is when what waits tells that nobody sends it.
const oldWait = time.Hour

func (r *Report) examineProject(p addin.SpoolProject) {
	waiting := 0
	for _, count := range p.Count {
		waiting += count
	}
	if waiting > 0 {
		add := r.good
		if time.Since(p.Oldest) > oldWait {
			add = r.note
		}
		add("%d envelopes wait for %s, the oldest since %s.", "Ждут отправки в %[2]s: %[1]d, самый старый конверт с %[3]s.",
			waiting, or(p.Server, "?"), p.Oldest.Format(time.DateTime))
	}
	if n := len(p.Quarantine); n > 0 {
		r.note("%d envelopes are in quarantine: %s does not take them (%s).", "В карантине %d: %s их не принимает (%s).",
			n, or(p.Server, "?"), p.Quarantine[n-1].Reason)
	}
}

// existing is the folder itself, or the nearest above it that is there.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			return dir
		}
		dir = above
	}
}

// writable makes and removes a file.
func writable(dir string) error {
	file, err := os.CreateTemp(dir, ".sentry1c-doctor-*")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, 4096))
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
