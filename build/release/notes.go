package release

import (
	"fmt"
	"strings"
)

// Notes cuts the part about a version out of a changelog, or the part Unreleased while there is none of the version.
func Notes(changelog, version string) (string, error) {
	for _, heading := range []string{"## [" + version + "]", "## [Unreleased]"} {
		_, rest, found := strings.Cut("\n"+changelog, "\n"+heading)
		if !found {
			continue
		}
		_, body, _ := strings.Cut(rest, "\n") // behind the heading may stand a date
		body, _, _ = strings.Cut(body, "\n## ")
		if body = strings.TrimSpace(body); body != "" {
			return "# " + version + "\n\n" + body + "\n", nil
		}
	}
	return "", fmt.Errorf("release: write notes: the changelog says nothing about %s", version)
}
