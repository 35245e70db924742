package demo

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"sentry1c/native/standin"
)

// Reporter makes the command of a process that calls [Report].
type Reporter func(ctx context.Context, dsn, spool string) *exec.Cmd

// adoptPatience is how long the event of a dead process may take: who is not told of its end
// looks once a minute.
const adoptPatience = 80 * time.Second

// Report reports an error, prints its id and waits to be killed.
func Report(ctx context.Context, library *standin.Library, objects []standin.ObjectOption, dsn, spool string, out io.Writer) error {
	object, err := library.New("Sentry", objects...)
	if err != nil {
		return err
	}
	if ok, err := object.Bool("Инициализировать", dsn, Options(map[string]any{"spoolPath": spool})); err != nil || !ok {
		return fmt.Errorf("demo: Init: %v, %w", ok, err)
	}
	text, err := shortage(0)
	if err != nil {
		return err
	}
	id, err := object.Text("ЗаписатьИсключение", text)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, id)
	<-ctx.Done()
	return ctx.Err()
}

// kill shows that an event outlives its process.
func (s *show) kill(ctx context.Context) error {
	s.printf("\n%s", s.words.Kill)
	s.down.Store(true)
	spool := filepath.Join(s.spool, "spool")
	ctx, cancel := context.WithTimeout(ctx, adoptPatience)
	defer cancel()
	process := s.Reporter(ctx, s.DSN, spool)
	process.Env = process.Environ()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		process.Env = append(process.Env, name+"="+s.spool) // it will not clean up behind itself
	}
	stdout, err := process.StdoutPipe()
	if err != nil {
		return fmt.Errorf("demo: start a process: %w", err)
	}
	if err := process.Start(); err != nil {
		return fmt.Errorf("demo: start a process: %w", err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	_ = process.Process.Kill()
	_ = process.Wait()
	if err != nil {
		return fmt.Errorf("demo: a process reported nothing: %w", err)
	}
	id := strings.TrimSpace(line)
	if s.came(id) {
		return errors.New("demo: a server that is away took an event")
	}
	s.printf("  "+s.words.KillDead, id)
	s.down.Store(false)
	start := time.Now()
	for !s.came(id) {
		if ctx.Err() != nil {
			return fmt.Errorf("demo: the event %s of the killed process has not arrived", id)
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.printf("  "+s.words.KillLost, time.Since(start).Seconds())
	return nil
}

// came reports whether the receiver has an event.
func (s *show) came(id string) bool {
	for _, e := range s.server.Events() {
		if e.Text("event_id") == id {
			return true
		}
	}
	return false
}
