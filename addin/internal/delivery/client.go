package delivery

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"
)

// HTTPOptions are what a user may say about the road to the server.
type HTTPOptions struct {
	// Timeout bounds one request, from the connection to the end of the answer.
	Timeout time.Duration
	// Proxy is the address of a proxy; "" means the usual environment variables.
	Proxy string
	// CACertFile is a PEM file of further roots; "" means the system's alone.
	CACertFile string
	// ReadFile reads it; nil is os.ReadFile. What a caller named may be a pipe, or lie where
	// nobody answers.
	ReadFile func(path string) ([]byte, error)
	// InsecureSkipVerify takes any certificate.
	InsecureSkipVerify bool
}

// idleConnTimeout closes connections that nothing used: a quiet process holds
// none.
const idleConnTimeout = 30 * time.Second

// NewHTTPClient returns a client for [Config]. The error names the option that is
// wrong.
func NewHTTPClient(options HTTPOptions) (*http.Client, error) {
	proxy := http.ProxyFromEnvironment
	if options.Proxy != "" {
		address, err := url.Parse(options.Proxy)
		if err != nil || address.Host == "" {
			return nil, fmt.Errorf("delivery: read httpProxy: not an address such as http://proxy:3128")
		}
		switch address.Scheme {
		case "http", "https", "socks5", "socks5h":
		default:
			return nil, fmt.Errorf("delivery: read httpProxy: scheme %q: known are http, https, socks5", address.Scheme)
		}
		proxy = http.ProxyURL(address)
	}
	tlsConfig := &tls.Config{InsecureSkipVerify: options.InsecureSkipVerify}
	if options.CACertFile != "" {
		roots, err := readRoots(options.CACertFile, options.ReadFile)
		if err != nil {
			return nil, err
		}
		tlsConfig.RootCAs = roots
	}
	return &http.Client{
		Timeout: options.Timeout,
		Transport: &http.Transport{
			Proxy:           proxy,
			DialContext:     dial,
			TLSClientConfig: tlsConfig,
			// HTTP/2 sends a backlog no faster, by 16 requests at once, and the library is
			// smaller without it.
			TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},

			MaxIdleConnsPerHost: MaxInFlight,
			IdleConnTimeout:     idleConnTimeout,
			DisableCompression:  true,
		},
		CheckRedirect: stayHere,
	}, nil
}

// stayHere keeps a redirect from being followed.
func stayHere(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func readRoots(file string, read func(string) ([]byte, error)) (*x509.CertPool, error) {
	if read == nil {
		read = os.ReadFile
	}
	pem, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("delivery: read caCertFile: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(bytes.TrimPrefix(pem, []byte("\ufeff"))) { // as Notepad saves it
		return nil, fmt.Errorf("delivery: read caCertFile %s: no certificate in PEM form", file)
	}
	return roots, nil
}
