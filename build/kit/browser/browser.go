// Package browser drives a real browser without a window: it opens pages, gives the words
// that a reader would see there, and takes pictures of a fixed size.
//
// It speaks the browser's own debugging protocol over a pair of pipes, so that no port is
// opened and no driver is needed.
package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Size of the window, and so of a picture, unless it is resized.
const (
	Width  = 1400
	Height = 900
)

// patience is how long a page may take.
const patience = 60 * time.Second

// Browser is a running browser with one page.
type Browser struct {
	process *exec.Cmd
	profile string
	wire    *wire
	session string
	// Complaints are what the page's own scripts and requests complained of since Open.
	Complaints []string
}

// Install returns the path of a browser, which the project's script puts there if the
// machine has none.
func Install(ctx context.Context, root string) (string, error) {
	command := exec.CommandContext(ctx, filepath.Join(root, "scripts", "chromium.sh"))
	var said strings.Builder
	command.Stderr = &said
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("browser: install: %w\n%s", err, said.String())
	}
	return strings.TrimSpace(string(output)), nil
}

// Start starts a browser that lives until Close, or as long as the context.
func Start(ctx context.Context, program string) (*Browser, error) {
	profile, err := os.MkdirTemp("", "sentry1c-browser-*")
	if err != nil {
		return nil, fmt.Errorf("browser: make its folder: %w", err)
	}
	b := &Browser{profile: profile}
	b.process = exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--force-color-profile=srgb", "--lang=ru",
		// Pages of this machine ask this machine only.
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	b.process.WaitDelay = time.Second
	if b.wire, err = connect(b.process); err != nil {
		b.Close()
		return nil, err
	}
	if err := b.attach(); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// attach makes the page.
func (b *Browser) attach() error {
	var made struct{ TargetID, SessionID string }
	if err := b.ask("Target.createTarget", map[string]any{"url": "about:blank"}, &made); err != nil {
		return err
	}
	if err := b.ask("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &made); err != nil {
		return err
	}
	b.session = made.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		if err := b.ask(domain+".enable", nil, nil); err != nil {
			return err
		}
	}
	return b.Resize(Height)
}

// Resize makes the window as high as asked for.
func (b *Browser) Resize(height int) error {
	return b.ask("Emulation.setDeviceMetricsOverride",
		map[string]any{"width": Width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// Open opens a page and waits until it, its scripts and its fonts are there.
func (b *Browser) Open(address string) error {
	b.Complaints = nil
	var answer struct{ ErrorText string }
	b.wire.loaded = false
	if err := b.ask("Page.navigate", map[string]any{"url": address}, &answer); err != nil {
		return err
	}
	if answer.ErrorText != "" {
		return fmt.Errorf("browser: open %s: %s", address, answer.ErrorText)
	}
	for deadline := time.Now().Add(patience); !b.wire.loaded; {
		if time.Now().After(deadline) {
			return fmt.Errorf("browser: open %s: it does not load in %v", address, patience)
		}
		if _, err := b.Run("1"); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	_, err := b.Run("document.fonts.ready.then(() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 100))))")
	return err
}

// Run runs a script in the page and returns its result as a text.
func (b *Browser) Run(script string) (string, error) {
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	err := b.ask("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &answer)
	if err != nil {
		return "", err
	}
	if failed := answer.ExceptionDetails; failed != nil {
		return "", fmt.Errorf("browser: run a script: %s %s", failed.Text, failed.Exception.Description)
	}
	if answer.Result.Value == nil {
		return "", nil
	}
	return fmt.Sprint(answer.Result.Value), nil
}

// Text are the words that are visible in the part of the page that a selector names.
func (b *Browser) Text(selector string) (string, error) {
	name, err := json.Marshal(selector)
	if err != nil {
		return "", fmt.Errorf("browser: name a part: %w", err)
	}
	return b.Run("[...document.querySelectorAll(" + string(name) + ")].map(e => e.innerText).join('\\n')")
}

// Picture takes a picture of what the window shows, as PNG.
func (b *Browser) Picture() ([]byte, error) {
	var answer struct{ Data string }
	if err := b.ask("Page.captureScreenshot", map[string]any{"format": "png"}, &answer); err != nil {
		return nil, err
	}
	picture, err := base64.StdEncoding.DecodeString(answer.Data)
	if err != nil {
		return nil, fmt.Errorf("browser: read the picture: %w", err)
	}
	return picture, nil
}

// Close ends the browser and removes what it kept.
func (b *Browser) Close() {
	if b.process.Process != nil {
		if b.wire != nil {
			b.session = ""
			_ = b.ask("Browser.close", nil, nil)
			b.wire.close()
		}
		_ = b.process.Process.Kill()
		_ = b.process.Wait()
	}
	_ = os.RemoveAll(b.profile)
}

// ask asks the page, and notes what it complains of meanwhile.
func (b *Browser) ask(method string, parameters, into any) error {
	complaints, err := b.wire.ask(b.session, method, parameters, into)
	b.Complaints = append(b.Complaints, complaints...)
	return err
}
