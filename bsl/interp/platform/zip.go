package platform

import (
	"archive/zip"
	"bytes"
	"crypto/sha1"
	"io"
	"os"
	"path/filepath"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// zipReader is ЧтениеZipФайла over a stream.
type zipReader struct{ r *zip.Reader }

// zipItem is ЭлементZipФайла.
type zipItem struct{ f *zip.File }

// hasher is ХешированиеДанных.
type hasher struct{ data []byte }

var (
	zipReaderType = &value.Type{Ru: "ЧтениеZipФайла", En: "ZipFileReader"}
	zipItemType   = &value.Type{Ru: "ЭлементZipФайла", En: "ZipFileEntry"}
	hasherType    = &value.Type{Ru: "ХешированиеДанных", En: "DataHashing"}
)

func (*zipReader) Type() *value.Type { return zipReaderType }
func (zipItem) Type() *value.Type    { return zipItemType }
func (*hasher) Type() *value.Type    { return hasherType }

func defineZip(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: zipReaderType, Where: eval.NotWeb, Min: 1, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		s := eval.As[*stream](c, 0)
		if c.Bad() {
			return nil, nil
		}
		r, err := zip.NewReader(bytes.NewReader(s.data), int64(len(s.data)))
		if err != nil {
			return nil, eval.Raised(eval.CategoryFile, "Ошибка при открытии архива: %v", err)
		}
		return &zipReader{r}, nil
	}}, []*eval.Function{
		proc("Извлечь", "Extract", 2, 4, extract),
		proc("Закрыть", "Close", 0, 0, func(*eval.Call) error { return nil }),
	}, []*eval.Member{
		prop("Элементы", "Items", func(c *eval.Call) value.Value {
			a := &value.Array{Fixed: true}
			for _, f := range self[*zipReader](c).r.File {
				a.Items = append(a.Items, zipItem{f})
			}
			return a
		}),
	})
	c.DefineClass(&eval.Class{Type: zipItemType}, nil, []*eval.Member{
		prop("Имя", "Name", func(c *eval.Call) value.Value { return str(filepath.Base(self[zipItem](c).f.Name)) }),
	})
	c.DefineClass(&eval.Class{Type: hasherType, Where: eval.ServerCode, Min: 1, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		if kind := eval.As[*value.Enum](c, 0); !c.Bad() && kind.Ru != "SHA1" {
			return nil, eval.Faultf("the hash %s is not modelled", kind.Ru)
		}
		return &hasher{}, nil
	}}, []*eval.Function{
		proc("ДобавитьФайл", "AppendFile", 1, 1, func(c *eval.Call) error {
			path, err := inFolder(c, c.OnlyText(0))
			if err != nil {
				return err
			}
			content, err := os.ReadFile(path)
			h := self[*hasher](c)
			h.data = append(h.data, content...)
			return fileError(err)
		}),
	}, []*eval.Member{
		prop("ХешСумма", "HashSum", func(c *eval.Call) value.Value {
			sum := sha1.Sum(self[*hasher](c).data)
			return &value.Binary{Bytes: sum[:]}
		}),
	})
}

func extract(c *eval.Call) error {
	item := eval.As[zipItem](c, 0)
	if c.Bad() {
		return nil
	}
	folder, err := inFolder(c, c.OnlyText(1))
	if err != nil {
		return err
	}
	r, err := item.f.Open()
	if err != nil {
		return fileError(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		return fileError(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fileError(err)
	}
	return fileError(os.WriteFile(filepath.Join(folder, filepath.Base(item.f.Name)), content, 0o600))
}
