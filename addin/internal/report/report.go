package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/bslsource"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// Report is what a client of 1C tells of an error. Fields that it does not tell are empty.
type Report struct {
	// Time is when the error happened, as the client writes it; ID is from 8.3.27 on.
	Time, ID string

	Client struct {
		App, Version, Platform              string
		OS, Processor, UserAgent, ID        string
		FullRAM, FreeRAM                    int64
		UserName, Separation, Locale        string
		PlatformLanguage, InterfaceLanguage string
	}
	InfobaseLocale string
	Server         struct{ Version, Platform, DBMS string }
	Configuration  struct {
		Name, Description, Version, Compatibility, Hash string
		// Changed reports whether it may be changed, "" unless it is told.
		Changed              string
		Extensions, Disabled []Extension
	}

	// UserDescription is what the user has written about it.
	UserDescription string
	// Crash says that the platform itself ended.
	Crash                    bool
	ClientStack, ServerStack Native
	// Errors are the chain, outermost first, and Stack the lines of code, innermost first.
	Errors []Error
	Stack  []Line
	// StackHash is the platform's own, of Stack.
	StackHash string

	AdditionalInfo, AdditionalData string
	Dump                           struct{ Kind, Reason string }

	// Files are what came beside, without those that are left out; Left says what is
	// left out and why.
	Files []File
	Left  []string
	// Raw is the JSON, in canonical form.
	Raw []byte

	screenshot, dump string // names of files
}

// Extension is one of the configuration.
type Extension struct{ Name, Version, Hash string }

// Error is a link of the chain.
type Error struct {
	Text string
	// Categories are in English, whatever the language of the session is.
	Categories []string
}

// Line is a place in code.
type Line struct {
	// Module has the name of its extension before it.
	Module string
	Line   int
	Code   string
}

// Parse reads report.json, in whatever encoding it came.
func Parse(content []byte) (*Report, error) {
	if len(content) > maxJSON {
		return nil, fmt.Errorf("report.json: %d bytes, at most %d are read: %w", len(content), maxJSON, ErrLarge)
	}
	text, _, err := bslsource.Decode(content)
	if err != nil {
		return nil, fmt.Errorf("report.json: %w: %w", err, ErrDamaged)
	}
	raw, err := rawjson.Canonical(strings.TrimPrefix(text, "\ufeff"))
	if err != nil {
		return nil, fmt.Errorf("report.json: %w: %w", err, ErrDamaged)
	}
	known := false
	for _, name := range []string{"errorInfo", "clientInfo", "configInfo"} {
		known = known || rawjson.Kind(at(raw, name)) == '{'
	}
	if !known {
		return nil, ErrNoReport
	}
	r := &Report{Raw: raw, Time: word(raw, "time"), ID: word(raw, "id")}
	r.readClient(raw)
	r.readBase(raw)
	r.readErrors(at(raw, "errorInfo"))
	r.screenshot, r.dump = word(raw, "screenshot", "file"), word(raw, "dump", "file")
	r.AdditionalInfo = described(at(raw, "additionalInfo"))
	r.AdditionalData = described(at(raw, "additionalData"))
	for _, long := range []struct{ name, text string }{{"additional_info.txt", r.AdditionalInfo}, {"additional_data.txt", r.AdditionalData}} {
		if len(long.text) > maxShown {
			r.Files = append(r.Files, File{Name: long.name, Content: []byte(long.text)})
		}
	}
	return r, nil
}

func (r *Report) readClient(raw []byte) {
	c, from, system := &r.Client, at(raw, "clientInfo"), at(raw, "clientInfo", "systemInfo")
	c.App, c.Version, c.Platform = word(from, "appName"), word(from, "appVersion"), word(from, "platformType")
	c.OS, c.Processor, c.UserAgent = word(system, "osVersion"), word(system, "processor"), word(system, "useragent")
	c.ID = word(system, "clientID")
	c.FullRAM, c.FreeRAM = number(system, "fullRAM"), number(system, "freeRAM")
	session := at(raw, "sessionInfo")
	c.UserName, c.Separation, c.Locale = word(session, "userName"), word(session, "dataSeparation"), word(session, "localeCode")
	c.PlatformLanguage = word(session, "platformInterfaceLanguageCode")
	c.InterfaceLanguage = word(session, "configurationInterfaceLanguageCode")
}

func (r *Report) readBase(raw []byte) {
	r.InfobaseLocale = word(raw, "infoBaseInfo", "localeCode")
	s := at(raw, "serverInfo")
	r.Server.Version, r.Server.DBMS = word(s, "appVersion"), word(s, "dbms")
	if r.Server.Platform = word(s, "type"); r.Server.Platform == "" {
		r.Server.Platform = word(s, "platformType")
	}
	c, from := &r.Configuration, at(raw, "configInfo")
	c.Name, c.Version, c.Compatibility = word(from, "name"), word(from, "version"), word(from, "compatibilityMode")
	c.Description, c.Hash, c.Changed = word(from, "description"), word(from, "hash"), word(from, "changeEnabled")
	c.Extensions = extensions(at(from, "extentions"))
	if c.Extensions == nil {
		c.Extensions = extensions(at(from, "extensions"))
	}
	c.Disabled = extensions(at(from, "disabledExtentions"))
	r.Dump.Kind = word(raw, "dump", "type")
	for reason, value := range rawjson.Fields(at(raw, "dump", "reasonForNoDump")) {
		if told, _ := rawjson.Simple(value); told != "" && told != "false" {
			r.Dump.Reason = names.Cut(reason+": "+told, maxWord)
		}
	}
}

func (r *Report) readErrors(from []byte) {
	r.UserDescription, _ = rawjson.Text(at(from, "userDescription"))
	r.UserDescription = strings.TrimSpace(names.Cut(r.UserDescription, maxShown))
	system := at(from, "systemErrorInfo")
	crash, _ := rawjson.Simple(at(system, "systemCrash"))
	r.Crash = crash != "" && crash != "false" && crash != "0"
	r.ClientStack = readNative(at(system, "clientStack"), word(system, "clientStackHash"))
	r.ServerStack = readNative(at(system, "serverStack"), word(system, "serverStackHash"))
	application := at(from, "applicationErrorInfo")
	r.StackHash = word(application, "stackHash")
	for entry := range rawjson.Elements(at(application, "errors")) {
		if len(r.Errors) == maxErrors {
			r.leave("errors", "more than %d", maxErrors)
			break
		}
		var e Error
		for part := range parts(entry) {
			if text, ok := rawjson.Text(part); ok && e.Text == "" {
				e.Text = cutBytes(text, maxText)
			}
			for category := range rawjson.Elements(part) {
				if name, ok := rawjson.Text(category); ok && len(e.Categories) < maxErrors {
					e.Categories = append(e.Categories, names.Cut(name, maxWord))
				}
			}
		}
		r.Errors = append(r.Errors, e)
	}
	for entry := range rawjson.Elements(at(application, "stack")) {
		if len(r.Stack) == maxLines {
			r.leave("stack", "more than %d lines", maxLines)
			break
		}
		if l, ok := readLine(entry); ok {
			r.Stack = append(r.Stack, l)
		}
	}
}

// readLine reads [module, line, code].
func readLine(entry []byte) (l Line, ok bool) {
	i := 0
	for part := range rawjson.Elements(entry) {
		text, _ := rawjson.Simple(part)
		switch i {
		case 0:
			l.Module = strings.TrimSpace(names.Cut(text, maxWord))
		case 1:
			if line, err := strconv.ParseFloat(text, 64); err == nil && line >= 0 && line < 1<<31 {
				l.Line = int(line)
			}
		case 2:
			l.Code = names.Cut(text, maxCode)
		}
		i++
	}
	return l, l.Module != "" || l.Line != 0
}

// Identity is what two copies of one report have in common: who sent it, when, and the
// error. A client that sends again may tell another amount of free memory.
func (r *Report) Identity() []byte {
	if r.Client.ID == "" || r.Time == "" {
		return r.Raw
	}
	return append([]byte(r.Client.ID+"\x00"+r.Time+"\x00"), at(r.Raw, "errorInfo")...)
}

// leave says that something is left out.
func (r *Report) leave(what, why string, values ...any) {
	const most = 20
	if len(r.Left) < most {
		r.Left = append(r.Left, what+": "+fmt.Sprintf(why, values...))
	}
}

// Moment is when the error happened; false unless the client tells it. A time without a
// zone is taken for this machine's own.
func (r *Report) Moment() (time.Time, bool) {
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05"} {
		if moment, err := time.ParseInLocation(layout, r.Time, time.Local); err == nil {
			return moment, moment.Year() > 1
		}
	}
	return time.Time{}, false
}

// Hash is what the platform itself tells kinds of errors apart by; "" if it does not.
func (r *Report) Hash() string {
	for _, hash := range []string{r.StackHash, r.ClientStack.Hash, r.ServerStack.Hash} {
		if hash != "" {
			return hash
		}
	}
	return ""
}
