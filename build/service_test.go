package main

import (
	"regexp"
	"strings"
	"testing"

	"sentry1c/build/release"
)

// TestReadme_service: what the page makes for the service of reports, it also asks about and takes away, on both
// systems, under the name that the unit of a release has.
func TestReadme_service(t *testing.T) {
	name := strings.TrimSuffix(release.ServiceName, ".service")
	if !strings.Contains(release.Service, "StateDirectory="+name+"\n") {
		t.Errorf("systemctl clean removes what lies elsewhere:\n%s", release.Service)
	}
	listens := regexp.MustCompile(`-listen 127\.0\.0\.1:(\d+) `).FindStringSubmatch(release.Service)
	if listens == nil {
		t.Fatalf("the unit listens nowhere:\n%s", release.Service)
	}
	for language, heading := range map[string]string{"Russian": "\n### Служба\n", "English": "\n### As a service\n"} {
		_, rest, ok := strings.Cut(document(t, "bsl/README.md"), heading)
		chapter, _, _ := strings.Cut(rest, "\n### ")
		if !ok {
			t.Fatalf("no chapter %q", heading)
		}
		for _, want := range []string{
			"sc.exe create NAME ", "sc.exe start NAME\n", "sc.exe query NAME`", "sc.exe stop NAME\n", "sc.exe delete NAME\n",
			"netsh advfirewall firewall add rule name=NAME ", "netsh advfirewall firewall delete rule name=NAME\n",
			"systemctl enable --now NAME\n", "systemctl status NAME\n", "journalctl -u NAME`", "systemctl disable --now NAME\n", "systemctl clean --what=state NAME\n",
			"rm -r /etc/systemd/system/NAME.service* /etc/sentry1c/reports.json\n", "curl -i http://127.0.0.1:" + listens[1] + "/health\n",
		} {
			if want = strings.ReplaceAll(want, "NAME", name); !strings.Contains(chapter, want) {
				t.Errorf("the %s chapter lacks %q", language, want)
			}
		}
	}
}
