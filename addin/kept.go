package addin

import (
	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/settings"
)

// keptSettings is what this process keeps under a key: all of it, for the file lacks what
// may not lie on a disk.
type keptSettings struct {
	whole  settings.Kept
	public settings.Kept // as the file has it
}

// keepSettings keeps what an accepted Init was told, if its options name a key. Recovered
// records keep nothing: what they were told was kept when they were made.
func (w *Worker) keepSettings(cl *client.Client, dsn, optionsText string) {
	key, _ := options.SettingsKey(optionsText)
	if key == "" || cl.Options.MemoryOnly || !w.outlet.Present() {
		return
	}
	whole := settings.Kept{DSN: dsn, Options: optionsText}
	if have, ok := w.kept[key]; ok && have.whole == whole {
		if onDisk, err := settings.Take(w.root(), key); err == nil && onDisk == have.public {
			return
		}
	}
	if err := settings.Keep(w.root(), key, whole); err != nil {
		return // who has only the key will be told
	}
	public, err := settings.Take(w.root(), key)
	if err == nil {
		w.kept[key] = keptSettings{whole, public}
	}
}

// settingsOf returns what was kept under a key: by this process, unless another has kept
// something newer.
func (w *Worker) settingsOf(key string) (settings.Kept, bool) {
	kept, err := settings.Take(w.root(), key)
	if err != nil {
		return settings.Kept{}, false
	}
	if own, ok := w.kept[key]; ok && own.public == kept {
		return own.whole, true
	}
	return kept, true
}

// forgetSettings removes what is kept under a key.
func (w *Worker) forgetSettings(key string) {
	delete(w.kept, key)
	_ = settings.Forget(w.root(), key)
}
