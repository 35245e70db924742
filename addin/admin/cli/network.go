package cli

import (
	"bytes"
	"crypto/x509"
	"net/url"
	"os"
	"slices"
)

// Roots are those that a machine trusts and those of a file in PEM form; nil, which leaves
// the choice to the system, if no file is named.
func Roots(language, path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, Fail(language, Text{"the file of roots %s cannot be read: %s", "файл корневых сертификатов %s не читается: %s"}, path, Why(language, err))
	}
	if !roots.AppendCertsFromPEM(bytes.TrimPrefix(pem, []byte("\ufeff"))) { // as Notepad saves it
		return nil, Fail(language, Text{"%s holds no certificate in PEM form", "в файле %s нет сертификата в виде PEM"}, path)
	}
	return roots, nil
}

// Proxy reads the address of a proxy; nil if none is named.
func Proxy(language, text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || !slices.Contains([]string{"http", "https", "socks5"}, address.Scheme) {
		return nil, Fail(language, Text{"the proxy is no address such as http://proxy:3128", "адрес прокси неверен: он выглядит как http://proxy:3128"})
	}
	return address, nil
}
