package admin

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
)

var aboutVersion = cli.Text{
	En: "say which version this is, and of which platform",
	Ru: "назвать версию и платформу программы",
}

// Version says which version of the product the program belongs to, and what it was built for.
func Version(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, aboutVersion, cli.Text{})
	others, err := f.Parse(args, out)
	switch {
	case err != nil:
		return err
	case len(others) > 0:
		return f.Mistake("version: unknown argument %q", "version: неизвестный аргумент «%s»", others[0])
	}
	fmt.Fprintf(out, "sentry1c %s %s/%s\n", addin.Version, runtime.GOOS, runtime.GOARCH)
	return nil
}
