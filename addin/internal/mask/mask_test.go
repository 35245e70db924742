package mask

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sentry1c/addin/internal/rawjson"
)

func TestKey(t *testing.T) {
	for _, name := range []string{
		"password", "Password", "userPassword", "PASSWD", "pwd", "UserPwd", "Pwd1", "пароль", "ПарольПользователя", "НовыйПароль",
		"secret", "client_secret", "СекретныйКлюч", "token", "accessToken", "refresh-token", "Токен", "ТокенДоступа", "ключ", "Ключ",
		"КлючДоступа", "api_key", "apiKey", "X-Api-Key", "API-KEY", "authorization", "Proxy-Authorization", "cookie", "Set-Cookie",
		"dsn", "SENTRY_DSN", "sentryDsn", "auth", "basic-auth", "jwt", "private key", "МаркерДоступа", "credentials",
	} {
		if !Key(name) {
			t.Errorf("%q is no secret's name", name)
		}
	}
	for _, name := range []string{
		"", "user", "Секретарь", "secretary", "key", "КлючЗаписи", "КлючВарианта", "ПервичныйКлюч", "author", "Автор", "passport",
		"compass", "bypass", "Номер", "session", "authority", "keyboard", "monkey", "Пароход", "\xff\xfe",
	} {
		if Key(name) {
			t.Errorf("%q is a secret's name", name)
		}
	}
}

func TestText(t *testing.T) {
	for given, wanted := range map[string]string{
		"":                "",
		"Неверный пароль": "Неверный пароль",
		"Пароль: введите заново":                                       "Пароль: введите заново",
		"key=5 и Ключ=7":                                               "key=5 и Ключ=7",
		"Секретарь=Иванова":                                            "Секретарь=Иванова",
		"a = b; x == y; z:1; ::=":                                      "a = b; x == y; z:1; ::=",
		`Srvr="srv";Ref="base";Usr="Admin";Pwd="pa""ss;1";Locale="ru"`: `Srvr="srv";Ref="base";Usr="Admin";Pwd="[Filtered]";Locale="ru"`,
		"Server=s;Database=d;Uid=sa;Password=p@ss word;Timeout=5":      "Server=s;Database=d;Uid=sa;Password=[Filtered];Timeout=5",
		"Pwd=a,b{c;":                       "Pwd=[Filtered];",
		"пароль=секрет далее":              "пароль=[Filtered] далее",
		"Пароль='x y' и":                   "Пароль='[Filtered]' и",
		"Pwd=;Usr=a":                       "Pwd=;Usr=a",
		"http://u:p@host/path":             "http://[Filtered]@host/path",
		"https://0123@sentry.io/42 ошибка": "https://[Filtered]@sentry.io/42 ошибка",
		"ftp://u:p@ss@host":                "ftp://[Filtered]@host",
		"http://host/a@b":                  "http://host/a@b",
		"GET https://h/x?id=5&access_token=abc&key=K%2F&n=1#f":  "GET https://h/x?id=5&access_token=[Filtered]&key=[Filtered]&n=1#f",
		`{"login":"a","password":"q\"w","n":1}`:                 `{"login":"a","password":"[Filtered]","n":1}`,
		`{"token" : 12345, "password": null, "secret":{"a":1}}`: `{"token" : [Filtered], "password": null, "secret":[Filtered]}`,
		`{"token": 12345, "password": null}`:                    `{"token": [Filtered], "password": null}`,
		`"{\"Пароль\":\"тайна\",\"b\":1}"`:                      `"{\"Пароль\":\"[Filtered]\",\"b\":1}"`,
		"Authorization: Basic dTpw\r\nHost: h":                  "Authorization: [Filtered]\r\nHost: h",
		"Set-Cookie: a=b; c=d":                                  "Set-Cookie: [Filtered]",
		"ответ на Bearer eyJhbGciOiJIUzI1NiJ9.e30.x неверен":    "ответ на Bearer [Filtered] неверен",
		"Bearer of bad news":                                    "Bearer of bad news",
		`password="открыто до конца строки` + "\nдальше":        `password="[Filtered]` + "\nдальше",
		"Pwd=[Filtered];Usr=a":                                  "Pwd=[Filtered];Usr=a",
		"{ОбщийМодуль.А.Модуль(7)}: Ошибка: не найдено поле Организация": "{ОбщийМодуль.А.Модуль(7)}: Ошибка: не найдено поле Организация",
	} {
		if got := Text(given); got != wanted {
			t.Errorf("Text(%q)\n = %q,\nwant %q", given, got, wanted)
		}
	}
}

func TestJSON(t *testing.T) {
	for given, wanted := range map[string]string{
		`null`: `null`,
		`{}`:   `{}`,
		`{"a":1,"password":"x","b":[{"Токен":701}]}`:     `{"a":1,"password":"[Filtered]","b":[{"Токен":"[Filtered]"}]}`,
		`{"password":"","token":null,"secret":true}`:     `{"password":"","token":null,"secret":true}`,
		`{"token":{"a":1},"cookies":["a","b"]}`:          `{"token":"[Filtered]","cookies":"[Filtered]"}`,
		`["Pwd=a;",{"q":"x?token=a1"}]`:                  `["Pwd=[Filtered];",{"q":"x?token=[Filtered]"}]`,
		`{"Ключ":"Пароль","Значение":"тайна"}`:           `{"Ключ":"Пароль","Значение":"[Filtered]"}`,
		`{"Key":"Номер","Value":"ЗП-1"}`:                 `{"Key":"Номер","Value":"ЗП-1"}`,
		`{"Ключ":"К1","x":1}`:                            `{"Ключ":"[Filtered]","x":1}`,
		`{"a":"b","key":"token","value":"t","d":1}`:      `{"a":"b","key":"token","value":"[Filtered]","d":1}`,
		`{"password\"":"x","a\\":"Pwd=\"q\";"}`:          `{"password\"":"[Filtered]","a\\":"Pwd=\"[Filtered]\";"}`,
		`{"headers":{"Authorization":"Basic a","h":""}}`: `{"headers":{"Authorization":"[Filtered]","h":""}}`,
	} {
		got := string(JSON([]byte(given)))
		if got != wanted {
			t.Errorf("JSON(%s)\n = %s,\nwant %s", given, got, wanted)
		}
	}
	plain := []byte(`{"a":[1,{"b":"c"}]}`)
	if got := JSON(plain); &got[0] != &plain[0] {
		t.Error("a value without secrets is copied")
	}
}

// TestLinear: no input takes much longer than its length.
func TestLinear(t *testing.T) {
	for _, part := range []string{
		"=", ":", "://", "Pwd=", `"pwd":`, `Pwd="`, "Pwd=a ", "Bearer ", "bearer a", `\"`, "a@", "://a@", "пароль", "Cookie:", `{"token":`, `""`, "?key=", "pwd='",
		"<", "<pwd>", "<pwd", `<a key="pwd"`, "<name>", "</", `("`, `("pwd",`, `("pwd,a",`, `"name":"pwd",`, `"value":`, `"value":"a","name":`, "eyJ", "eyJ.", "AKIA", "sk-ant-",
		"-----BEGIN PRIVATE KEY-----", "PRIVATE KEY-----", `"pwd":[`, `"pwd":{"`, "pwd = ", "pwd :", "pwd=a1=\n", "a1=\n", "pwd:\"", "API key: a1=", "«", "pwd=«", "token:\n", "Basic ", "b", `"pwd":"\\`, "pwd=ё",
	} {
		text := strings.Repeat(part, (1<<20)/len(part))
		start := time.Now()
		Text(text)
		Key(text)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q repeated takes %v for a megabyte", part, took)
		} else if took > 100*time.Millisecond {
			t.Logf("%q repeated takes %v", part, took)
		}
	}
	deep := []byte(strings.Repeat(`{"a":[`, rawjson.MaxDepth/2) + `"` + strings.Repeat("x=", 1<<19) + `"` + strings.Repeat(`]}`, rawjson.MaxDepth/2))
	start := time.Now()
	JSON(deep)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a deep value takes %v", took)
	}
}

// FuzzText: whatever stands around a secret, it is not there afterwards.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a=b;", `x "`, "http://u:p@", `{"token":"`, "Bearer ", "Pwd='", "\xff", "Authorization: "} {
		f.Add(seed, seed)
	}
	const secret = "S3cr3tS3cr3tS3cr3t"
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, plant := range []string{"Pwd=" + secret + ";", "\nPwd=\"" + secret + "\";", "\n{\"token\":\"" + secret + "\"}", "\nhttp://user:" + secret + "@host/"} {
			text := before + "\n;" + plant + after
			masked := Text(text)
			if strings.Contains(masked, secret) && !strings.Contains(before+after, secret) {
				t.Fatalf("Text(%q) = %q", text, masked)
			}
			if again := Text(masked); strings.Count(again, Filtered) > strings.Count(masked, Filtered)+1 {
				t.Fatalf("Text(%q) = %q, and masked again %q", text, masked, again)
			}
			if utf8.ValidString(text) && !utf8.ValidString(masked) {
				t.Fatalf("Text(%q) = %q, which is no UTF-8", text, masked)
			}
		}
	})
}

// FuzzJSON: the result is JSON of the same shape, and no value of a secret's name is in
// it.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"password":"a"}`, `[1,{"Ключ":"token","Значение":[2]}]`, `"Pwd=a;"`, `{"a":{"b":{"token":{}}}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := rawjson.Canonical(text)
		if err != nil {
			return // not JSON: nobody masks it as such
		}
		given := string(raw)
		masked := JSON(raw)
		if string(raw) != given {
			t.Fatal("the input was written to")
		}
		if again, err := rawjson.Canonical(string(masked)); err != nil || string(again) != string(masked) || !json.Valid(masked) {
			t.Fatalf("JSON(%s) = %s: %v", given, masked, err)
		}
		for key, value := range rawjson.Fields(masked) {
			if Key(key) && pairOf(raw) == "" && rawjson.Kind(value) != 't' && rawjson.Kind(value) != 'n' &&
				string(value) != `"`+Filtered+`"` && !harmlessRaw(key, value) {
				t.Fatalf("%s stands in %s", key, masked)
			}
		}
	})
}

func harmlessRaw(name string, raw []byte) bool {
	text, ok := rawjson.Text(raw)
	if !ok {
		text = string(raw)
	}
	return harmlessValue(name, text)
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat("{ОбщийМодуль.ПродажиСервер.Модуль(412)}:\tДокументОбъект.Записать(РежимЗаписиДокумента.Проведение);\n", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if Text(text) != text {
			b.Fatal("masked")
		}
	}
}
