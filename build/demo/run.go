package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"sentry1c/addin/admin/doctor"
	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

// Settings are what a demonstration is made with.
type Settings struct {
	Library *standin.Library
	// Objects are how objects are made, such as the language of the session.
	Objects []standin.ObjectOption
	// DSN is a project to send to; "" is a receiver on this machine.
	DSN string
	// Language is "ru" or "en".
	Language string
	// Reporter starts another process that reports an error and then waits to be killed.
	Reporter Reporter
	// Patience is how long the server may take to take the events.
	Patience time.Duration
	// Until is read for a line before the page is taken away; nil shows no page.
	Until io.Reader
	Out   io.Writer
}

// checkPatience is how long one step to a server may take: a name, a connection, an answer.
const checkPatience = 2 * time.Second

// Check says in one sentence why a server would not take events; nil if it would.
func Check(ctx context.Context, dsn, language string) error {
	report := doctor.Examine(ctx, doctor.Options{DSN: dsn, Russian: language == "ru", Timeout: checkPatience})
	for _, finding := range report.Findings {
		if finding.Verdict == doctor.Bad {
			return errors.New(finding.Text)
		}
	}
	return nil
}

// show is a demonstration under way.
type show struct {
	Settings
	words Words
	spool string
	// down says that the receiver takes nothing.
	down   atomic.Bool
	server *receiver.Server
}

// Run plays the story and shows what came of it.
func Run(ctx context.Context, settings Settings) error {
	s := &show{Settings: settings, words: English}
	if s.Language == "ru" {
		s.words = Russian
	}
	var err error
	if s.spool, err = os.MkdirTemp("", "sentry1c-demo-*"); err != nil {
		return fmt.Errorf("demo: make a spool: %w", err)
	}
	defer s.clean()
	if s.DSN != "" {
		return s.toProject(ctx)
	}
	if s.server, err = receiver.NewWith(s.answer); err != nil {
		return err
	}
	defer s.server.Close()
	s.DSN = s.server.DSN()
	return s.here(ctx)
}

// settled is longer than the component takes, which lives as long as this process, to bring
// to the disk what it wrote last: for that it makes its folders again.
const settled = 1200 * time.Millisecond

// clean removes the spool for good.
func (s *show) clean() {
	for until := time.Now().Add(settled); ; time.Sleep(settled / 10) {
		_ = os.RemoveAll(s.spool)
		if time.Now().After(until) {
			return
		}
	}
}

func (s *show) answer(w http.ResponseWriter, e *receiver.Envelope) bool {
	if s.down.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return false
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"id": e.Header["event_id"]})
	return true
}

func (s *show) printf(format string, args ...any) { fmt.Fprintf(s.Out, format+"\n", args...) }

// here shows everything, on this machine.
func (s *show) here(ctx context.Context) error {
	session, err := s.play(ctx)
	if err != nil {
		return err
	}
	defer session.object.Close()
	issues := Issues(s.server.Events())
	s.arrived(issues)
	if refused := s.server.Refused(); len(refused) > 0 {
		return fmt.Errorf(s.words.Refused, strings.Join(refused, "; "))
	}
	if n, want := len(s.server.Events()), Total(); n != want.Events || len(issues) != want.Issues {
		return fmt.Errorf("demo: %d events of %d issues arrived, want %d of %d", n, len(issues), want.Events, want.Issues)
	}
	if err := s.price(); err != nil {
		return err
	}
	if err := s.kill(ctx); err != nil {
		return err
	}
	s.printf("\n%s", s.words.Next)
	if address := spotlight(); address != "" {
		s.printf(s.words.Spotlight, address)
	}
	if s.Until == nil {
		return nil
	}
	page, err := Page(issues, s.words, s.Language)
	if err != nil {
		return err
	}
	address, closed, err := serve(page)
	if err != nil {
		return err
	}
	defer closed()
	s.printf("\n"+s.words.Page, address)
	_, _ = bufio.NewReader(s.Until).ReadString('\n') // its end ends the page as well
	return nil
}

// toProject plays the story to a project of the user's.
func (s *show) toProject(ctx context.Context) error {
	session, err := s.play(ctx)
	if err != nil {
		return err
	}
	defer session.object.Close()
	if session.unwanted > 0 {
		s.printf("\n%s", s.words.Unwanted)
	}
	s.printf("\n"+s.words.Taken, len(session.ids))
	for _, id := range session.ids {
		s.printf("  %s", id)
	}
	address, err := url.Parse(s.DSN)
	if err != nil {
		return errors.New("demo: the DSN is no address")
	}
	site, project := lookAt(address)
	s.printf(s.words.Look, site, project, Environment)
	if at := spotlight(); at != "" {
		s.printf(s.words.Spotlight, at)
	}
	return nil
}

// lookAt is the site on which a browser shows what was sent to a DSN, and the number of its project. The DSN of sentry.io
// names a host that takes events and shows nothing, such as o1.ingest.us.sentry.io (docs.sentry.io, "DSN explainer").
func lookAt(dsn *url.URL) (site, project string) {
	folder, project := filepath.Split(strings.TrimRight(dsn.Path, "/"))
	if name := dsn.Hostname(); name == "sentry.io" || strings.HasSuffix(name, ".sentry.io") {
		return "https://sentry.io", project
	}
	return dsn.Scheme + "://" + dsn.Host + strings.TrimRight(folder, "/"), project
}

// play plays the story with an object of its own and waits until it is sent.
func (s *show) play(ctx context.Context) (*session, error) {
	symbols := filepath.Join(s.spool, "trade.symbols")
	if err := WriteSymbols(ctx, symbols); err != nil {
		return nil, err
	}
	object, err := s.Library.New("Sentry", s.Objects...)
	if err != nil {
		return nil, err
	}
	spool := filepath.Join(s.spool, "spool")
	options := map[string]any{"spoolPath": spool, "symbolsFile": symbols}
	if spotlight() != "" {
		options["spotlight"] = true
	}
	s.printf("%s", s.words.Playing)
	c := &session{object: object, show: s, spool: spool, patience: s.Patience}
	err = c.begin(Options(options))
	if err == nil {
		err = Play(c, time.Now(), s.Patience)
	}
	if err == nil {
		err = c.sent()
	}
	if err != nil {
		return nil, errors.Join(err, object.Close())
	}
	return c, nil
}

// spotlight is the address of a Spotlight that runs on this machine; "" if none does.
func spotlight() string {
	const address = "http://localhost:8969"
	client := http.Client{Timeout: 200 * time.Millisecond}
	response, err := client.Get(address + "/health")
	if err != nil {
		return ""
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return ""
	}
	return address
}
