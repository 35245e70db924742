package eval

import (
	"fmt"
	"strings"
)

// Side is where code runs. Values are used as sets, too.
type Side uint8

// The sides.
const (
	ThinClient Side = 1 << iota
	WebClient
	ThickClient
	Server
	ExternalConnection
)

// Sets of sides.
const (
	Clients    = ThinClient | WebClient | ThickClient
	Servers    = Server | ExternalConnection
	NotWeb     = Everywhere &^ WebClient
	Everywhere = Clients | Servers
	// ServerCode is where most of what touches the infobase may be called: a thick
	// client can do it, too.
	ServerCode = Server | ThickClient | ExternalConnection
)

func (s Side) String() string {
	var names []string
	for i, name := range [...]string{"thin client", "web client", "thick client", "server", "external connection"} {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Defined reports whether a symbol of the preprocessor holds on this side.
func (s Side) Defined(symbol string) bool {
	switch strings.ToLower(symbol) {
	case "клиент", "client", "наклиенте", "atclient":
		return s&Clients != 0
	case "сервер", "server", "насервере", "atserver":
		return s == Server
	case "тонкийклиент", "thinclient":
		return s == ThinClient
	case "вебклиент", "webclient":
		return s == WebClient
	case "толстыйклиентобычноеприложение", "thickclientordinaryapplication":
		return s == ThickClient
	case "внешнеесоединение", "externalconnection":
		return s == ExternalConnection
	}
	return false
}

// Version is a version of the platform: 8.3.17.1851.
type Version [4]int

// ParseVersion reads a version; what is missing at its end is 0.
func ParseVersion(text string) (Version, error) {
	var v Version
	parts := strings.Split(text, ".")
	if len(parts) > len(v) {
		return v, fmt.Errorf("eval: read version %q: too many parts", text)
	}
	for i, part := range parts {
		if _, err := fmt.Sscanf(part, "%d", &v[i]); err != nil {
			return v, fmt.Errorf("eval: read version %q: %w", text, err)
		}
	}
	return v, nil
}

// AtLeast reports whether v is not older than w.
func (v Version) AtLeast(w Version) bool {
	for i := range v {
		if v[i] != w[i] {
			return v[i] > w[i]
		}
	}
	return true
}

func (v Version) String() string { return fmt.Sprintf("%d.%d.%d.%d", v[0], v[1], v[2], v[3]) }

// Release makes the version of a release, such as V(8, 3, 21).
func Release(major, minor, patch int) Version { return Version{major, minor, patch} }
