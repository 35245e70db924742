package doctor

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// firstUser is the first id that systemd takes for a person's and not for the system's, as distributions build it.
	firstUser = 1000
	// mostOfFile is how much of a file of logind is read: a real one has some KB.
	mostOfFile = 64 << 10
)

// logindDirs are where systemd looks for logind.conf and its drop-ins (logind.conf(5)): a file of an earlier folder
// stands for one of the same name in a later.
var logindDirs = []string{"etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd", "lib/systemd"}

// examineLogout tells a user whose shared memory logind empties with the last logout (user_finalize in
// systemd's logind-user.c: RemoveIPC, and no user of the system).
func (r *Report) examineLogout(root string, uid int) {
	if _, err := os.Stat(filepath.Join(root, "run/systemd/system")); err != nil || uid < firstUser || !removesIPC(root) {
		return
	}
	r.note("systemd empties %s of this user at the last logout (RemoveIPC): if 1C is killed after that, the last moments before are lost. Run 1C as a system user (an id below %d), or set RemoveIPC=no in logind.conf.",
		"systemd очищает %s этого пользователя, когда завершается его последний сеанс (RemoveIPC): если потом 1С будет убита, потеряются последние мгновения перед этим. Запускайте 1С от системного пользователя (номер меньше %d) или задайте RemoveIPC=no в logind.conf.",
		sharedMemory, firstUser)
}

// removesIPC is what logind is told: systemd's own default is yes, and the comments of a file tell the defaults of a
// distribution that has another.
func removesIPC(root string) bool {
	removes := true
	for _, dir := range logindDirs {
		if text, err := readStart(filepath.Join(root, dir, "logind.conf")); err == nil {
			removes = logindSays(text, removes)
			break
		}
	}
	dropIns := make(map[string]string)
	for _, dir := range logindDirs {
		paths, _ := filepath.Glob(filepath.Join(root, dir, "logind.conf.d", "*.conf"))
		for _, path := range paths {
			if name := filepath.Base(path); dropIns[name] == "" {
				dropIns[name] = path
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(dropIns)) {
		if text, err := readStart(dropIns[name]); err == nil {
			removes = logindSays(text, removes)
		}
	}
	return removes
}

// logindSays is what a file says of RemoveIPC, and what held before if it says nothing of use.
func logindSays(text string, before bool) bool {
	section := ""
	said, byComment := before, true
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		comment := strings.HasPrefix(key, "#")
		if key = strings.TrimSpace(strings.TrimPrefix(key, "#")); key != "RemoveIPC" || section != "[Login]" || comment && !byComment {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(value)) {
		case "yes", "y", "true", "t", "1", "on":
			said = true
		case "no", "n", "false", "f", "0", "off":
			said = false
		default:
			continue
		}
		byComment = comment
	}
	return said
}

// readStart reads a plain file, and no more of it than one of settings has.
func readStart(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, mostOfFile))
	return string(content), err
}
