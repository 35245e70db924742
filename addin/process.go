package addin

import (
	"cmp"
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/settings"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/status"
)

// process is what a process has once, whoever's records are interpreted: those of its
// own objects, or those that a dead process left.
type process struct {
	boundary Host
	clients  map[string]*client.Client
	numbers  uint32 // of clients, so far
	// system asks the machine once.
	system func() machine.System
	life   *life.Life
	// status is when to tell who looks from outside, and began when this process did.
	status status.Keeper
	began  time.Time
	self   func() machine.Process
	// current is the dead run that is being taken over; nil if there is none.
	current *recovery
	// recovered counts what was found in the rings of dead processes.
	recovered recoveredJSON
	files     scope.Files
	texts     *event.Texts // what was made of the last ones
	settings  settingsKeeper
	logs      client.DebugLogs

	// working and rests are told of work that keeps the process from resting; tests have
	// nobody to tell.
	working, rests func()
	// amend changes the options of every client; nil leaves them as they are.
	amend func(options string) string
	// What tests put in the place of the machine.
	getenv       func(string) (string, bool)
	roundTripper http.RoundTripper
	root         func() string
}

func newProcess(host Host) *process {
	p := &process{
		boundary: host,
		clients:  make(map[string]*client.Client),
		logs:     make(client.DebugLogs),
		texts:    event.NewTexts(),
		system:   sync.OnceValue(machine.Read),
		began:    time.Now(),
		self:     sync.OnceValue(machine.ThisProcess),
		getenv:   os.LookupEnv,
	}
	p.root = func() string { return root.Default(p.getenv) }
	p.settings = settingsKeeper{root: func() string { return p.root() }, kept: make(map[string]keptSettings)}
	getenv := func(name string) (string, bool) { return p.getenv(name) }
	p.status.Wake = host.Wake
	p.life = &life.Life{Boundary: host, Getenv: getenv, RingFolders: func() []string { return root.RingFolders(getenv) }}
	return p
}

// nothing is what an environment says of which all that it said stands in the options.
func nothing(string) (string, bool) { return "", false }

// clientWhere returns the client of a DSN and options, making it if there is none: who
// asks for the same gets the same. What the options say nothing of an environment may say.
func clientWhere(p *process, getenv func(string) (string, bool), dsnText, optionsText string) (*client.Client, problem.Problem, bool) {
	if p.amend != nil {
		optionsText = p.amend(optionsText)
	}
	o, bad, ok := options.Parse(optionsText, getenv)
	if !ok {
		return nil, bad, false
	}
	key := client.Key(dsnText, o)
	if known := p.clients[key]; known != nil {
		return known, problem.Problem{}, true
	}
	dsn, bad, ok := options.ParseDSN(dsnText)
	if !ok {
		return nil, bad, false
	}
	spoolRoot := root.Canonical(cmp.Or(o.SpoolPath, p.root()))
	if bad, ok := p.life.Begin(spoolRoot, o.MemoryOnly); !ok {
		return nil, bad, false
	}
	made, bad, ok := client.New(p.numbers+1, &p.files, dsn, strings.TrimSpace(dsnText), o, p.roundTripper)
	if !ok {
		return nil, bad, false
	}
	made.Given, made.Said = options.Resolved(optionsText, o), options.Said(p.getenv)
	around := client.Surroundings{Working: p.working, Rests: p.rests, Wake: p.boundary.Wake, Answered: p.life.Answered, Settled: p.status.Changed, Logs: p.logs, Files: &p.files}
	made.BeginDebug(around.Logs)
	made.Begin(p.openSpool(made, spoolRoot), around)
	if p.numbers == 0 && o.BufferMaxBytes > 0 {
		p.boundary.LimitJournal(o.BufferMaxBytes)
	}
	p.numbers++
	p.clients[key] = made
	p.life.Soon()
	return made, problem.Problem{}, true
}

// openSpool opens the client's part of the spool; nil if it has none.
func (p *process) openSpool(cl *client.Client, spoolRoot string) *spool.Spool {
	if cl.Options.MemoryOnly || p.life.Run.ID() == "" {
		return nil
	}
	cl.Root = spoolRoot
	s, err := spool.Open(spoolRoot, cl.DSN, p.life.Run.Lock, p.numbers+1, cl.Target())
	if err != nil {
		cl.Degraded = append(cl.Degraded, inMemoryOnly(problem.Cause(err)))
		return nil
	}
	p.boundary.RemoveAtExit([]ExitPath{{Path: s.Dir(), Kind: ExitOwnedFolder}})
	return s
}

func inMemoryOnly(cause string) problem.Problem {
	return problem.New("what is not sent yet is kept in memory only: %s",
		"ещё не отправленное хранится только в памяти: %s", cause)
}

// durable reports whether the records of a client's objects can outlive the process.
func (p *process) durable(cl *client.Client) bool {
	return !cl.Options.MemoryOnly && p.life.Run != nil && p.life.Run.RingPath != ""
}

// keptSettings is what this process knows of a key.
type keptSettings struct {
	// whole is what it kept itself: all of it, for the file lacks what may not lie on a disk.
	whole settings.Kept
	// file is what the file said then, and last what it said last; nothing if there was none.
	file, last settings.Kept
	written    bool
}

// settingsKeeper keeps settings in the user's own root.
type settingsKeeper struct {
	root func() string
	kept map[string]keptSettings
	// failed is why the last ones could not be read.
	failed error
}

// keep keeps what an accepted Init was told, if its options name a key. What cannot be
// written is known in this process only.
func (k *settingsKeeper) keep(cl *client.Client, dsn, optionsText string) (bad problem.Problem) {
	key, _ := options.SettingsKey(optionsText)
	if key == "" || cl.Options.MemoryOnly {
		return bad
	}
	whole := settings.Kept{DSN: dsn, Options: optionsText}
	if have, ok := k.kept[key]; ok && have.written && have.whole == whole {
		if file, err := settings.Take(k.root(), key); err == nil && file == have.file {
			return bad
		}
	}
	failed := settings.Keep(k.root(), key, whole)
	if failed != nil {
		bad = problem.New("settingsKey: other processes do not get these settings: %s",
			"settingsKey: другие процессы не получат эти настройки: %s", problem.Cause(failed))
	}
	file, _ := settings.Take(k.root(), key)
	k.kept[key] = keptSettings{whole, file, file, failed == nil}
	return bad
}

// take returns what was kept under a key, by this process unless another has kept
// something newer; nothing if nothing is. The problem is that this cannot be known.
func (k *settingsKeeper) take(key string) (settings.Kept, problem.Problem) {
	file, err := settings.Take(k.root(), key)
	own, known := k.kept[key]
	unknown := err != nil && !errors.Is(err, settings.ErrNone)
	k.failed = err
	if !unknown {
		own.last = file
	}
	if known || err == nil {
		k.kept[key] = own // for a time in which the file cannot be read
	}
	taken := own.last
	if own.last == own.file {
		taken = own.whole
	}
	if unknown && taken == (settings.Kept{}) {
		return taken, problem.New("settingsKey: what is kept cannot be read: %s",
			"settingsKey: сохранённые настройки не читаются: %s", problem.Cause(err))
	}
	return taken, problem.Problem{}
}

// forget removes what is kept under a key.
func (k *settingsKeeper) forget(key string) {
	delete(k.kept, key)
	_ = settings.Forget(k.root(), key)
}
