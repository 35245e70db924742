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

// settingsKeeper keeps settings in the user's own root.
type settingsKeeper struct {
	root func() string
	kept map[string]keptSettings
}

// keep keeps what an accepted Init was told, if its options name a key.
func (k *settingsKeeper) keep(cl *client.Client, dsn, optionsText string) {
	key, _ := options.SettingsKey(optionsText)
	if key == "" || cl.Options.MemoryOnly {
		return
	}
	whole := settings.Kept{DSN: dsn, Options: optionsText}
	if have, ok := k.kept[key]; ok && have.whole == whole {
		if onDisk, err := settings.Take(k.root(), key); err == nil && onDisk == have.public {
			return
		}
	}
	if err := settings.Keep(k.root(), key, whole); err != nil {
		return // who has only the key will be told
	}
	public, err := settings.Take(k.root(), key)
	if err == nil {
		k.kept[key] = keptSettings{whole, public}
	}
}

// take returns what was kept under a key: by this process, unless another has kept
// something newer.
func (k *settingsKeeper) take(key string) (settings.Kept, bool) {
	kept, err := settings.Take(k.root(), key)
	if err != nil {
		return settings.Kept{}, false
	}
	if own, ok := k.kept[key]; ok && own.public == kept {
		return own.whole, true
	}
	return kept, true
}

// forget removes what is kept under a key.
func (k *settingsKeeper) forget(key string) {
	delete(k.kept, key)
	_ = settings.Forget(k.root(), key)
}
