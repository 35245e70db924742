package addin

import (
	"net/http"
	"os"
	"strings"

	"sentry1c/addin/internal/debuglog"
	"sentry1c/addin/internal/spool"
)

// process is what a process has once, whoever's records are interpreted: those of its
// own objects, or those that a dead process left.
type process struct {
	boundary Host
	clients  map[string]*client
	numbers  uint32 // of clients, so far
	system   *system
	run      *run // nil until the first Init that wants anything kept
	search   search
	// unwatched tells that nobody says when a run ends.
	unwatched bool
	// recovered counts what was found in the rings of dead processes.
	recovered recoveredJSON
	files     fileReader
	// logs are the files that options ask for, by path.
	logs map[string]*debuglog.Log

	// working and rests are told of work that keeps the process from resting; tests have
	// nobody to tell.
	working, rests func()
	// What tests put in the place of the machine.
	getenv       func(string) (string, bool)
	roundTripper http.RoundTripper
	root         func() string
	ringFolders  func() []string
}

func newProcess(host Host) *process {
	p := &process{
		boundary: host,
		clients:  make(map[string]*client),
		system:   &system{},
		getenv:   os.LookupEnv,
	}
	p.root = func() string { return defaultRoot(p.getenv) }
	p.ringFolders = func() []string { return ringFolders(p.getenv) }
	return p
}

// client returns the client of a DSN and options, making it if there is none: who
// asks for the same gets the same.
func (p *process) client(dsnText, optionsText string) (*client, problem, bool) {
	o, bad, ok := parseOptions(optionsText, p.getenv)
	if !ok {
		return nil, bad, false
	}
	key := clientKey(dsnText, o)
	if known := p.clients[key]; known != nil {
		return known, problem{}, true
	}
	dsn, bad, ok := parseDSN(dsnText)
	if !ok {
		return nil, bad, false
	}
	root := firstOf(o.spoolPath, p.root())
	if bad, ok := p.begin(root, o.memoryOnly); !ok {
		return nil, bad, false
	}
	p.system.read()
	made, bad, ok := newClient(p.numbers+1, dsn, strings.TrimSpace(dsnText), o, p.roundTripper)
	if !ok {
		return nil, bad, false
	}
	made.given = resolvedOptions(optionsText, o)
	p.beginDebug(made)
	made.begin(p.openSpool(made, root), p)
	if p.numbers == 0 && o.bufferMaxBytes > 0 {
		p.boundary.LimitJournal(o.bufferMaxBytes)
	}
	p.numbers++
	p.clients[key] = made
	p.search.soon()
	return made, problem{}, true
}

// openSpool opens the client's part of the spool; nil if it has none.
func (p *process) openSpool(cl *client, root string) *spool.Spool {
	if cl.options.memoryOnly || p.run == nil || p.run.lock == nil {
		return nil
	}
	cl.root = root
	s, err := spool.Open(root, cl.dsn, p.run.lock, p.numbers+1, cl.target())
	if err != nil {
		cl.degraded = append(cl.degraded, tell(
			"what is not sent yet is kept in memory only: %s",
			"ещё не отправленное хранится только в памяти: %s", reason(err)))
		return nil
	}
	p.boundary.RemoveAtExit([]ExitPath{{Path: s.Dir(), Kind: ExitOwnedFolder}})
	return s
}

// durable tells whether the records of a client's objects can outlive the process.
func (p *process) durable(cl *client) bool {
	return !cl.options.memoryOnly && p.run != nil && p.run.ringPath != ""
}
