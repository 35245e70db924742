package reports

import (
	"fmt"
	"io"
	"net"
	"os"
)

// tell prints where reports are received: the address in the first line, and what to enter in each base.
func (a *arguments) tell(out io.Writer, scheme string, at net.Addr) {
	fmt.Fprintln(out, scheme+"://"+at.String())
	for i := range a.bases {
		b := &a.bases[i]
		address := scheme + "://" + reached(at) + b.Prefix
		if b.Secret != "" {
			address += "/…" // a secret is not printed
		}
		if len(a.bases) == 1 && b.Name == unnamed {
			fmt.Fprintf(out, a.flags.Say("Address of the error reporting service to enter in the infobase: %s\n", "Адрес сервиса регистрации ошибок, который указать в базе: %s\n"), address)
		} else {
			fmt.Fprintf(out, a.flags.Say("Address of the error reporting service to enter in the infobase %s: %s\n", "Адрес сервиса регистрации ошибок, который указать в базе «%s»: %s\n"), b.Name, address)
		}
	}
	switch {
	case !open(at):
		fmt.Fprintln(out, a.flags.Say("Only programs of this machine reach it: for other machines give -listen :8171.",
			"Он доступен только программам этого компьютера: для других компьютеров укажите -listen :8171."))
	case a.cert == "":
		fmt.Fprintln(out, a.flags.Say("Other machines reach it, and nothing is encrypted: give -cert and -key, or put a proxy with TLS before it.",
			"Он открыт для других компьютеров без шифрования: укажите -cert и -key или поставьте перед ним прокси с TLS."))
	}
}

// reached is the address as others write it: a machine that listens at all of its addresses is reached by its name.
func reached(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	name, err := os.Hostname()
	if !ok || err != nil || !tcp.IP.IsUnspecified() {
		return at.String()
	}
	return net.JoinHostPort(name, fmt.Sprint(tcp.Port))
}

// open reports whether others than this machine reach an address.
func open(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && !tcp.IP.IsLoopback()
}
