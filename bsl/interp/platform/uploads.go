package platform

import (
	"os"
	"path/filepath"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Upload is a file that a user chooses.
type Upload struct {
	Name  string
	Bytes []byte
}

var (
	fileType         = &value.Type{Ru: "Файл", En: "File"}
	valueStorageType = &value.Type{Ru: "ХранилищеЗначения", En: "ValueStorage"}
)

// file is Файл by its name.
type file struct{ path string }

func (*file) Type() *value.Type { return fileType }

// valueStorage is ХранилищеЗначения.
type valueStorage struct{ kept value.Value }

func (*valueStorage) Type() *value.Type { return valueStorageType }

// defineUploads defines how a file comes from a client to the server and stays there. A
// user who chooses none makes the result Ложь.
func defineUploads(c *eval.Catalog) {
	c.Define(on(eval.Clients, proc("НачатьПомещениеФайла", "BeginPutFile", 0, 6, func(c *eval.Call) error {
		s := session(c)
		n := eval.As[*notification](c, 0)
		if c.Bad() {
			return nil
		}
		if len(s.Uploads) == 0 {
			return n.run(c.Thread, value.Bool(false), value.Undefined, value.Undefined)
		}
		chosen := s.Uploads[0]
		s.Uploads = s.Uploads[1:]
		s.count("ВызовСервера")
		address := "e1cib/tempstorage/" + value.NewUUID().String()
		if s.Base.placed == nil {
			s.Base.placed = map[string]value.Value{}
		}
		s.Base.placed[address] = &value.Binary{Bytes: chosen.Bytes}
		return n.run(c.Thread, value.Bool(true), str(address), str(chosen.Name))
	}))...)
	c.Define(on(eval.ServerCode,
		fn("ПолучитьИзВременногоХранилища", "GetFromTempStorage", 1, 1, func(c *eval.Call) (value.Value, error) {
			if v, ok := session(c).Base.placed[c.OnlyText(0)]; ok {
				return v, nil
			}
			return value.Undefined, nil
		}),
		fn("КаталогВременныхФайлов", "TempFilesDir", 0, 0, func(c *eval.Call) (value.Value, error) {
			return str(session(c).Base.folder + string(filepath.Separator)), nil
		}),
	)...)
	c.DefineClass(&eval.Class{Type: fileType, Where: eval.ServerCode, Max: 1, New: func(c *eval.Call) (value.Value, error) {
		path, err := inFolder(c, c.OnlyText(0))
		return &file{path}, err
	}}, []*eval.Function{
		fn("Существует", "Exist", 0, 0, func(c *eval.Call) (value.Value, error) {
			_, err := os.Stat(self[*file](c).path)
			return value.Bool(err == nil), nil
		}),
		fn("Размер", "Size", 0, 0, func(c *eval.Call) (value.Value, error) {
			info, err := os.Stat(self[*file](c).path)
			if err != nil {
				return nil, fileError(err)
			}
			return num(int(info.Size())), nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: valueStorageType, Where: eval.ServerCode, Min: 1, Max: 2, New: func(c *eval.Call) (value.Value, error) {
		kept, err := copyAcross(c.Arg(0))
		return &valueStorage{kept}, err
	}}, []*eval.Function{
		fn("Получить", "Get", 0, 0, func(c *eval.Call) (value.Value, error) { return self[*valueStorage](c).kept, nil }),
	}, nil)
}
