package command

import "sentry1c/addin/admin/cli"

// What options are for. A placeholder is named as a person would read it.
var (
	optionSource  = cli.Text{En: "put the text of the modules into the file", Ru: "положить в файл и тексты модулей"}
	optionFile    = cli.Text{En: "`file` to make", Ru: "`файл`, который будет сделан"}
	optionRev     = cli.Text{En: "`revision` of the git repositories to read instead of their files", Ru: "`ревизия` хранилищ git, которую читать вместо файлов в них"}
	optionBranch  = cli.Text{En: "`branch` that Sentry shows sources of", Ru: "`ветка`, исходные тексты которой показывает Sentry"}
	optionRoot    = cli.Text{En: "`folder` that paths in the repository begin in, if it is no git repository", Ru: "`каталог`, от которого считаются пути в хранилище, если это не хранилище git"}
	optionRelease = cli.Text{En: "print the release of the configuration only, as the extension names it", Ru: "напечатать только выпуск конфигурации, как его называет расширение"}
)

// overview are the options of all parts, for the help of the whole: each says whose it is.
func overview(f *cli.Flags) {
	of := func(parts string, t cli.Text) string { return parts + ": " + t.In(f.Language) }
	f.String("o", "", of("make, mappings", optionFile))
	f.Bool("source", false, of("make", optionSource))
	f.String("rev", "", of("make, mappings", optionRev))
	f.Bool("release", false, of("info", optionRelease))
	f.String("branch", "", of("mappings", optionBranch))
	f.String("root", "", of("mappings", optionRoot))
}
