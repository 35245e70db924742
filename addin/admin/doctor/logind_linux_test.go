package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExamineLogout: a user of systemd who is none of the system's is told of RemoveIPC, as the files of logind
// have it: the file of the machine, then drop-ins by their names, of which those in /etc come first.
func TestExamineLogout(t *testing.T) {
	const (
		main   = "etc/systemd/logind.conf"
		vendor = "usr/lib/systemd/logind.conf"
		dropIn = "etc/systemd/logind.conf.d/50-ipc.conf"
	)
	for name, c := range map[string]struct {
		files map[string]string
		uid   int
		told  bool
	}{
		"no files":                   {nil, 1000, true},
		"a system user":              {nil, 999, false},
		"root":                       {nil, 0, false},
		"no":                         {map[string]string{main: "[Login]\nRemoveIPC=no\n"}, 1000, false},
		"off":                        {map[string]string{main: "[Login]\n RemoveIPC = Off \n"}, 1000, false},
		"no word":                    {map[string]string{main: "[Login]\nRemoveIPC=maybe\nRemoveIPC=\n"}, 1000, true},
		"another key":                {map[string]string{main: "[Login]\nNoRemoveIPC=no\nRemoveIPCs=no\n"}, 1000, true},
		"another section":            {map[string]string{main: "RemoveIPC=no\n[Service]\nRemoveIPC=no\n"}, 1000, true},
		"the last counts":            {map[string]string{main: "[Login]\nRemoveIPC=no\nRemoveIPC=yes\n"}, 1000, true},
		"a default in a comment":     {map[string]string{main: "[Login]\n#RemoveIPC=no\n"}, 1000, false},
		"a comment behind a setting": {map[string]string{main: "[Login]\nRemoveIPC=yes\n#RemoveIPC=no\n"}, 1000, true},
		"a drop-in":                  {map[string]string{main: "[Login]\n#RemoveIPC=yes\n", dropIn: "[Login]\nRemoveIPC=no\n"}, 1000, false},
		"a later drop-in":            {map[string]string{dropIn: "[Login]\nRemoveIPC=no\n", "run/systemd/logind.conf.d/60.conf": "[Login]\nRemoveIPC=1\n"}, 1000, true},
		"a drop-in replaced":         {map[string]string{dropIn: "", "usr/lib/systemd/logind.conf.d/50-ipc.conf": "[Login]\nRemoveIPC=no\n"}, 1000, true},
		"a file replaced":            {map[string]string{main: "[Login]\nRemoveIPC=yes\n", vendor: "[Login]\nRemoveIPC=no\n"}, 1000, true},
		"the vendor's file":          {map[string]string{vendor: "[Login]\n#RemoveIPC=no\n"}, 1000, false},
		"no drop-in by its name":     {map[string]string{dropIn + ".bak": "[Login]\nRemoveIPC=no\n"}, 1000, true},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.MkdirAll(filepath.Join(root, "run/systemd/system"), 0o755); err != nil {
				t.Fatal(err)
			}
			for file, text := range c.files {
				path := filepath.Join(root, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, russian := range []bool{false, true} {
				r := &Report{russian: russian}
				r.examineLogout(root, c.uid)
				if told := len(r.Findings) == 1 && r.Findings[0].Verdict == Note && strings.Contains(r.Findings[0].Text, "RemoveIPC=no"); told != c.told || len(r.Findings) > 1 {
					t.Errorf("%+v", r.Findings)
				}
			}
		})
	}
	r := &Report{}
	r.examineLogout(t.TempDir(), firstUser)
	if len(r.Findings) > 0 {
		t.Errorf("without systemd: %+v", r.Findings)
	}
}

// FuzzLogindSays: what stands before it does not hide the last word.
func FuzzLogindSays(f *testing.F) {
	for _, seed := range []string{"", "[Login]\nRemoveIPC=yes\n", "#RemoveIPC=no", "[Login", "=\n[Login]\r\nRemoveIPC = off\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for value, want := range map[string]bool{"yes": true, "no": false} {
			if got := logindSays(text+"\n[Login]\nRemoveIPC="+value+"\n", !want); got != want {
				t.Errorf("%q: RemoveIPC=%s is %v", text, value, got)
			}
		}
	})
}
