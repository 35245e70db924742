package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
)

// whyNoConnection names the usual causes.
func whyNoConnection(err error, russian bool) string {
	choose := func(en, ru string) string {
		if russian {
			return ru
		}
		return en
	}
	var (
		timeout net.Error
		dns     *net.DNSError
		system  syscall.Errno
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return choose("there is no host of this name", "узла с таким именем нет")
	case errors.Is(err, syscall.ECONNREFUSED), strings.Contains(err.Error(), "actively refused"):
		return choose("it is refused: nothing listens there, or a firewall says so", "в нём отказано: там никто не ждёт или так отвечает межсетевой экран")
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return choose("there is no route to it", "к узлу нет маршрута")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return choose("nobody answered: a firewall drops it, or the machine is off", "никто не ответил: пакеты отбрасывает межсетевой экран или узел выключен")
	}
	switch {
	case errors.As(err, &dns):
		return dns.Err
	case errors.As(err, &system):
		return system.Error()
	}
	return err.Error()
}

// explain says why a request has no answer: on the way to the proxy, or behind it. Texts are
// ready to be printed through a format.
func explain(err error, proxied string) (en, ru string) {
	var operation *net.OpError
	if proxied != "" && errors.As(err, &operation) && operation.Op == "proxyconnect" {
		return escaped(fmt.Sprintf("no connection to the proxy %s: %s", proxied, whyNoConnection(operation.Err, false))),
			escaped(fmt.Sprintf("нет соединения с прокси %s: %s", proxied, whyNoConnection(operation.Err, true)))
	}
	var refusal *connectRefused
	if errors.As(err, &refusal) {
		if refusal.code == http.StatusProxyAuthRequired {
			return wantsLogin(proxied)
		}
		return escaped(fmt.Sprintf("the proxy %s does not let through to %s (HTTP %d): allow that in its rules", proxied, refusal.host, refusal.code)),
			escaped(fmt.Sprintf("прокси %s не пропускает к узлу %s (HTTP %d): разрешите его в правилах прокси", proxied, refusal.host, refusal.code))
	}
	return explainTLS(err)
}

// connectRefused is what a proxy answered to who wants to be connected to a host.
type connectRefused struct {
	host string
	code int
}

func (r *connectRefused) Error() string { return fmt.Sprintf("HTTP %d", r.code) }

// readConnect is http.Transport's question what it means; by itself it says no more than the status in words.
func readConnect(_ context.Context, _ *url.URL, request *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &connectRefused{request.Host, response.StatusCode}
}

// wantsLogin is about a proxy that wants to know who asks. The text is ready to be printed through a format.
func wantsLogin(proxied string) (en, ru string) {
	return escaped(fmt.Sprintf("the proxy %s wants a login (HTTP 407): put user and password into its address, http://user:password@proxy:3128; only Basic is known here, not NTLM or Kerberos", proxied)),
		escaped(fmt.Sprintf("прокси %s требует входа (HTTP 407): укажите имя и пароль в его адресе, http://имя:пароль@proxy:3128; годится только Basic, не NTLM и не Kerberos", proxied))
}

// explainTLS says what is wrong with a certificate. Texts are ready to be printed through a format.
func explainTLS(err error) (en, ru string) {
	say := func(format, russian string, args ...any) (string, string) {
		return escaped(fmt.Sprintf(format, args...)), escaped(fmt.Sprintf(russian, args...))
	}
	var (
		unknown  x509.UnknownAuthorityError
		invalid  x509.CertificateInvalidError
		hostname x509.HostnameError
		record   tls.RecordHeaderError
		request  *url.Error
	)
	switch {
	case errors.As(err, &unknown):
		issuer := "?"
		if unknown.Cert != nil {
			issuer = unknown.Cert.Issuer.String()
		}
		return say("its certificate is issued by %q, which this machine does not trust: install that root, or name its file in the option caCertFile",
			"его сертификат выдан %q, которому этот компьютер не доверяет: установите этот корневой сертификат или укажите его файл в параметре caCertFile", issuer)
	case errors.As(err, &hostname):
		names := slices.Clone(hostname.Certificate.DNSNames)
		for _, ip := range hostname.Certificate.IPAddresses {
			names = append(names, ip.String())
		}
		return say("its certificate is for another name: not for %s, but for %s", "его сертификат выдан на другое имя: не на %s, а на %s", hostname.Host, or(strings.Join(names, ", "), "?"))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return say("its certificate has expired or is not valid yet (%s to %s): look at the clock of this machine too",
			"его сертификат просрочен или ещё не действует (с %s по %s): проверьте и часы этого компьютера",
			invalid.Cert.NotBefore.Format("2006-01-02"), invalid.Cert.NotAfter.Format("2006-01-02"))
	case errors.As(err, &invalid):
		return say("its certificate is wrong: %v", "его сертификат неверен: %v", invalid)
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return say("it speaks no TLS on this port: the address may have to begin with http://",
			"на этом порту нет TLS: возможно, адрес должен начинаться с http://")
	case errors.As(err, &request):
		err = request.Err // the address is known
	}
	return escaped(whyNoConnection(err, false)), escaped(whyNoConnection(err, true))
}

func escaped(text string) string { return strings.ReplaceAll(text, "%", "%%") }
