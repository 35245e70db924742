package platform

import (
	"os"
	"path/filepath"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// defineFiles defines what touches files. They all lie in the folder of the test;
// the safe mode allows none.
func defineFiles(c *eval.Catalog) {
	c.Define(on(eval.NotWeb,
		fn("ПолучитьИмяВременногоФайла", "GetTempFileName", 0, 1, func(c *eval.Call) (value.Value, error) {
			name := "v8_" + value.NewUUID().String()
			if c.Has(0) {
				name += "." + c.Text(0)
			}
			return str(filepath.Join(session(c).Base.folder, name)), nil
		}),
	)...)
	c.Define(on(eval.Everywhere&^eval.WebClient,
		proc("СоздатьКаталог", "CreateDirectory", 1, 1, func(c *eval.Call) error {
			path, err := inFolder(c, c.OnlyText(0))
			if err != nil {
				return err
			}
			return fileError(os.MkdirAll(path, 0o700))
		}),
	)...)
	c.Define(
		proc("УдалитьФайлы", "DeleteFiles", 1, 2, func(c *eval.Call) error {
			if c.Has(1) {
				return eval.Faultf("the mask of УдалитьФайлы is not modelled")
			}
			path, err := inFolder(c, c.OnlyText(0))
			if err != nil {
				return err
			}
			return fileError(os.RemoveAll(path))
		}),
		fn("ПолучитьРазделительПути", "GetPathSeparator", 0, 0, func(*eval.Call) (value.Value, error) { return str(string(filepath.Separator)), nil }),
	)
	c.Define(on(eval.ServerCode,
		fn("ПолучитьОбщийМакет", "GetCommonTemplate", 1, 1, func(c *eval.Call) (value.Value, error) {
			session(c).Base.TemplatesRead++
			content, ok := session(c).Base.Templates[foldName(c.OnlyText(0))]
			if !ok {
				return nil, eval.Raised(eval.CategoryUse, "Макет не найден (%s)", c.Text(0))
			}
			return &value.Binary{Bytes: content}, nil
		}),
	)...)
}

// inFolder refuses what the code may not touch, and what the tests must not.
func inFolder(c *eval.Call, path string) (string, error) {
	if c.Thread.Flags.Safe {
		return "", eval.Raised(eval.CategoryAccess, "Доступ к файловой системе запрещен")
	}
	folder := session(c).Base.folder
	if clean := filepath.Clean(path); clean != folder && !strings.HasPrefix(clean, folder+string(filepath.Separator)) {
		return "", eval.Faultf("the file %s lies outside of the folder of the test", path)
	}
	return path, nil
}

func fileError(err error) error {
	if err != nil {
		return eval.Raised(eval.CategoryFile, "%v", err)
	}
	return nil
}

func writeFile(c *eval.Call, path string, content []byte) error {
	path, err := inFolder(c, path)
	if err != nil {
		return err
	}
	return fileError(os.WriteFile(path, content, 0o600))
}
