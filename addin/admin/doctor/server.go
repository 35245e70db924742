package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/options"
)

// address is what a DSN says, without its key wherever it may be printed.
type address struct {
	envelope *url.URL // where envelopes go
	key      string
}

// readDSN reads https://key@host[:port][/path]/project.
func readDSN(dsn string) (a address, bad *cli.Text) {
	u, err := url.Parse(strings.TrimSpace(dsn))
	if err != nil {
		return a, &cli.Text{En: "this is no address", Ru: "это не адрес"} // the error would quote the key
	}
	path := strings.TrimRight(u.Path, "/")
	cut := strings.LastIndexByte(path, '/')
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return a, &cli.Text{En: "it does not begin with https:// or http://", Ru: "он не начинается с https:// или http://"}
	case u.User == nil || u.User.Username() == "":
		return a, &cli.Text{En: "there is no key before the @", Ru: "перед знаком @ нет ключа"}
	case u.Hostname() == "":
		return a, &cli.Text{En: "there is no server behind the @", Ru: "после знака @ нет сервера"}
	case cut < 0 || path[cut+1:] == "":
		return a, &cli.Text{En: "there is no project number at the end", Ru: "в конце нет номера проекта"}
	}
	envelope := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path[:cut] + "/api/" + path[cut+1:] + "/envelope/"}
	return address{envelope, u.User.Username()}, nil
}

func (a address) host() string { return a.envelope.Hostname() }

func (a address) hostPort() string {
	port := a.envelope.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[a.envelope.Scheme]
	}
	return net.JoinHostPort(a.host(), port)
}

// examineServer goes the way of an event step by step, and stops at the first that fails.
func (r *Report) examineServer(ctx context.Context, given Options) {
	target, bad := readDSN(given.DSN)
	if bad != nil {
		r.refused("The DSN is wrong: %v; it looks like https://key@sentry.example.com/1.",
			"DSN неверен: %v; он выглядит как https://key@sentry.example.com/1.", bad.In(r.language()))
		return
	}
	if _, bad, ok := options.ParseDSN(given.DSN); !ok {
		r.refused("The DSN is wrong: %s.", "DSN неверен: %s.", strings.TrimPrefix(cli.Text{En: bad.En, Ru: bad.Ru}.In(r.language()), "DSN: "))
		return
	}
	client, proxied, err := newClient(r.language(), given, target)
	if err != nil {
		text := err.Error()
		first, size := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(first)) + text[size:]
		r.refused("%v.", "%v.", text)
		return
	}
	if proxied != "" {
		r.note("The way to the server goes through the proxy %s.", "Путь к серверу — через прокси %s.", proxied)
	} else if !r.connects(ctx, target, given.Timeout) {
		return
	}
	r.answers(client, ctx, target, proxied)
}

func newClient(language string, given Options, target address) (client *http.Client, proxied string, err error) {
	proxy := http.ProxyFromEnvironment
	chosen, err := cli.Proxy(language, given.Proxy)
	if err != nil {
		return nil, "", err
	}
	if chosen != nil {
		proxy = http.ProxyURL(chosen)
	}
	// Without a file the system decides, which may know more than a pool.
	roots, err := cli.Roots(language, given.CACert)
	if err != nil {
		return nil, "", err
	}
	config := &tls.Config{RootCAs: roots}
	if through, err := proxy(&http.Request{URL: target.envelope}); err == nil && through != nil {
		proxied = through.Host
	}
	return &http.Client{
		Timeout:       given.Timeout,
		Transport:     &http.Transport{Proxy: proxy, TLSClientConfig: config, DisableKeepAlives: true, OnProxyConnectResponse: readConnect},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, proxied, nil
}

// connects looks the name up and opens a connection.
func (r *Report) connects(ctx context.Context, target address, timeout time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if _, err := net.DefaultResolver.LookupHost(ctx, target.host()); err != nil {
		var dns *net.DNSError
		if errors.As(err, &dns) && dns.IsNotFound {
			r.delayed("There is no host named %s: look at the DSN and at the name server.",
				"Узла с именем %s нет: проверьте DSN и сервер имён.", target.host())
		} else {
			r.delayed("The name %s could not be looked up: %v.", "Имя %s не удалось разрешить: %v.", target.host(), whyNoConnection(err, r.russian))
		}
		return false
	}
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", target.hostPort())
	if err != nil {
		r.delayed("No connection to %s: %s.", "Нет соединения с %s: %s.", target.hostPort(), whyNoConnection(err, r.russian))
		return false
	}
	connection.Close()
	r.good("%s can be reached.", "Узел %s доступен.", target.hostPort())
	return true
}

// answers sends an envelope with nothing in it. A server that looks at the key first says whether it is right; Sentry itself
// answers 200 before it looks (Relay, relay-server/src/endpoints/common.rs: an empty envelope is never checked).
func (r *Report) answers(client *http.Client, ctx context.Context, target address, proxied string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.envelope.String(), strings.NewReader("{}\n"))
	if err != nil {
		r.delayed("%v.", "%v.", err)
		return
	}
	request.Header.Set("Content-Type", "application/x-sentry-envelope")
	request.Header.Set("X-Sentry-Auth", "Sentry sentry_version=7, sentry_client=sentry1c-doctor, sentry_key="+target.key)
	answer, err := client.Do(request)
	if err != nil {
		en, ru := explain(err, proxied)
		r.delayed("The server does not answer: "+en+".", "Сервер не отвечает: "+ru+".")
		return
	}
	answer.Body.Close()
	switch code := answer.StatusCode; {
	case code == http.StatusForbidden && proxied != "" && target.envelope.Scheme == "http":
		r.delayed("The server, or the proxy %s, refuses (HTTP %d): the key is wrong, or the proxy does not let it through.",
			"Сервер или прокси %s отказал (HTTP %d): ключ неверен, либо прокси не пропускает.", proxied, code)
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		r.delayed("The server does not take the key of the DSN (HTTP %d).", "Сервер не принимает ключ из DSN (HTTP %d).", code)
	case code == http.StatusNotFound:
		r.delayed("The server has no such project (HTTP %d).", "На сервере нет такого проекта (HTTP %d).", code)
	case code == http.StatusProxyAuthRequired:
		en, ru := wantsLogin(proxied)
		r.delayed("The server does not answer: "+en+".", "Сервер не отвечает: "+ru+".")
	case code >= 300 && code < 400:
		r.delayed("The server sends elsewhere, to %s (HTTP %d): the DSN has the wrong address.",
			"Сервер перенаправляет на %s (HTTP %d): в DSN неверный адрес.", answer.Header.Get("Location"), code)
	case code >= 500:
		r.delayed("The server is out of order (HTTP %d).", "Сервер неисправен (HTTP %d).", code)
	case code == http.StatusTooManyRequests:
		r.note("The server answers, and takes nothing now (HTTP %d): a quota or a rate limit is reached. Events would wait on the disk.",
			"Сервер отвечает, но сейчас ничего не принимает (HTTP %d): исчерпана квота или превышена частота. События ждали бы на диске.", code)
	case code == http.StatusRequestEntityTooLarge:
		r.delayed("Even an empty envelope is too large for the server or for a proxy before it (HTTP %d): in nginx client_max_body_size sets the limit.",
			"Даже пустой конверт слишком велик для сервера или для прокси перед ним (HTTP %d): в nginx предел задаёт client_max_body_size.", code)
	case code >= 400:
		r.note("The server answers (HTTP %d to an empty envelope), perhaps for the key is cut off or wrong: the first event will show.",
			"Сервер отвечает (HTTP %d на пустой конверт), возможно, из-за неполного или неверного ключа: покажет первое событие.", code)
	default:
		r.good("The server answers and refuses nothing (HTTP %d). Whether the key is right the first event will show: Sentry says so to an empty envelope, whatever the key.",
			"Сервер отвечает и ничего не отвергает (HTTP %d). Верен ли ключ, покажет первое событие: Sentry отвечает так на пустой конверт с любым ключом.", code)
	}
}
