package browser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// wire is the debugging protocol: messages of JSON, each ended by a NUL.
type wire struct {
	in     io.WriteCloser
	out    io.ReadCloser
	reader *bufio.Reader
	last   int
	// loaded says that a page has loaded since it was set to false.
	loaded bool
}

// message is an answer, which has the number of its question, or something that happened.
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// connect starts a browser with the two pipes that it expects as files 3 and 4.
func connect(browser *exec.Cmd) (*wire, error) {
	itsIn, in, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("browser: make pipes: %w", err)
	}
	out, itsOut, err := os.Pipe()
	if err != nil {
		_, _ = itsIn.Close(), in.Close()
		return nil, fmt.Errorf("browser: make pipes: %w", err)
	}
	browser.ExtraFiles = []*os.File{itsIn, itsOut}
	err = browser.Start()
	_, _ = itsIn.Close(), itsOut.Close()
	if err != nil {
		_, _ = in.Close(), out.Close()
		return nil, fmt.Errorf("browser: start: %w", err)
	}
	return &wire{in: in, out: out, reader: bufio.NewReader(out)}, nil
}

func (w *wire) close() { _, _ = w.in.Close(), w.out.Close() }

// ask asks a question and reads until its answer comes.
func (w *wire) ask(session, method string, parameters, into any) (complaints []string, err error) {
	w.last++
	question := map[string]any{"id": w.last, "method": method}
	if session != "" {
		question["sessionId"] = session
	}
	if parameters != nil {
		question["params"] = parameters
	}
	encoded, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("browser: %s: %w", method, err)
	}
	if _, err := w.in.Write(append(encoded, 0)); err != nil {
		return nil, fmt.Errorf("browser: %s: %w", method, err)
	}
	for {
		encoded, err := w.reader.ReadBytes(0)
		if err != nil {
			return complaints, fmt.Errorf("browser: %s: the browser has ended: %w", method, err)
		}
		var m message
		if err := json.Unmarshal(encoded[:len(encoded)-1], &m); err != nil {
			return complaints, fmt.Errorf("browser: %s: %w", method, err)
		}
		switch {
		case m.ID == w.last && m.Error != nil:
			return complaints, fmt.Errorf("browser: %s: %s", method, m.Error.Message)
		case m.ID == w.last && into == nil:
			return complaints, nil
		case m.ID == w.last:
			if err := json.Unmarshal(m.Result, into); err != nil {
				return complaints, fmt.Errorf("browser: %s: %w", method, err)
			}
			return complaints, nil
		case m.Method == "Page.loadEventFired":
			w.loaded = true
		case m.Method == "Runtime.exceptionThrown", m.Method == "Log.entryAdded":
			complaints = append(complaints, string(m.Params))
		}
	}
}
