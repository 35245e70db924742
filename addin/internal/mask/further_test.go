package mask

import (
	"strings"
	"testing"
)

// hiddenToo are further spellings of a secret, S3cr-et9 or a key by its form.
var hiddenToo = []string{
	`<Password token="S3cr-et9">S3cr-et9</Password>`, "<Pwd\n;{\"token\":\"S3cr-et9\"}>000", `<Пароль Тип="Строка" Ключ="token=S3cr-et9">S3cr-et9</Пароль>`,

	`Пароль = "S3cr-et9"`, `password : 'S3cr-et9'`, `ПарольПользователя: S3cr-et9`, `Password:S3cr-et9`, "Пароль:\nS3cr-et9", "password\n=\nS3cr-et9",
	`<Password>S3cr-et9</Password>`, `<wsse:Password Type="http://x#PasswordText">S3cr-et9</wsse:Password>`, `<user login="a" password="S3cr-et9"/>`, `<Пароль>S3cr-et9</Пароль>`, `<add key="ApiToken" value="S3cr-et9"/>`, `<setting name="password"><value>S3cr-et9</value></setting>`,
	`Параметры.Вставить("Пароль", "S3cr-et9");`, `Заголовки.Вставить("Authorization", "Bearer S3cr-et9aaaaaaa");`, `Headers.Insert("X-Api-Key", "S3cr-et9");`, `Новый Структура("Логин,Пароль", "a", "S3cr-et9")`, `Соответствие["Пароль"] = "S3cr-et9";`, `Map.Insert("token", "S3cr-et9")`,
	`{"name":"password","value":"S3cr-et9"}`, `{"Key":"Токен","Value":"S3cr-et9"}`, `{"password":["S3cr-et9"]}`, `{"credentials":{"a":"S3cr-et9"}}`, `{"auth": {"login":"x","pass":"S3cr-et9"}}`, `{'password': 'S3cr-et9'}`, `{\"password\":\"S3cr-et9\"}`,
	`Api-Key: S3cr-et9`, `PRIVATE-TOKEN: S3cr-et9`, `X-Auth-Token: S3cr-et9`, `X-API-KEY:S3cr-et9`, `Authorization: Basic dXNlcjpTM2NyLWV0OQ==S3cr-et9`, `authorization=bearer S3cr-et9aaaaaaa`, `AUTHORIZATION : BEARER   S3cr-et9aaaaaaa`, `Bearer S3cr-et9aaaaaaaaaa`, `bearer:S3cr-et9aaaaaaaaaa`, `Cookie: sid=S3cr-et9; a=b`, `Set-Cookie: session=S3cr-et9; Path=/`, `Proxy-Authorization: Basic S3cr-et9aaaa==`,
	`Srvr="srv";Ref="ut";Usr="Админ";Pwd="S3cr-et9";`, `File="C:\base";Usr=Админ;Pwd=S3cr-et9;`, `Server=s;Database=d;User Id=sa;Password=S3cr-et9;`, `Driver={SQL Server};UID=sa;PWD={S3cr-et9};`, `postgres://user:S3cr-et9@host/db`, `ftp://user:S3cr-et9@host:21/x`, `https://abc.ru/?access_token=S3cr-et9&x=1`, `https://abc.ru/?api_key=S3cr-et9`, `https://S3cr-et9@sentry.example.com/5?sentry_key=S3cr-et9`,
	`1cv8.exe ENTERPRISE /S srv\ut /N Админ /P S3cr-et9`, `1cv8 DESIGNER /F base /NАдмин /PS3cr-et9`, `ibcmd --db-pwd=S3cr-et9`, `ibcmd --db-pwd S3cr-et9`, `vrunner --db-pwd "S3cr-et9"`, `curl -u user:S3cr-et9 https://x`, `curl -H "Authorization: Token S3cr-et9"`, `rac --cluster-pwd=S3cr-et9`,
	`client_secret=S3cr-et9&grant_type=x`, `refresh_token: "S3cr-et9"`, `СекретныйКлюч="S3cr-et9"`, `Ключ API: S3cr-et9`, `КлючДоступа = S3cr-et9`, `ТокенДоступа -> S3cr-et9`, `пин-код: S3cr-et9`, `Пароль пользователя "S3cr-et9" неверен`, `пароль «S3cr-et9»`, `Пароль - S3cr-et9`, `pass: S3cr-et9`, `pwd => 'S3cr-et9'`, `PASSWORD='S3cr-et9'`, `DB_PASSWORD=S3cr-et9`, `export TOKEN=S3cr-et9`, `--token S3cr-et9`, `dsn: https://S3cr-et9@o1.ingest.sentry.io/5`,
	`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.S3cr-et9aaaaaaaaa`, `ghp_S3cret9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`, `AKIAS3CRET9AAAAAAAAA1`,
	`X-Amz-Signature=S3cr-et9aaaa&x=1`, `PHPSESSID=S3cr-et9aaaa`, `csrf_token=S3cr-et9`, `Логин/Пароль: admin/S3cr-et9`, `login=admin&passwd=S3cr-et9`, `user=admin password=S3cr-et9 host=x`, `"Пароль":S3cr-et9`, `Password is S3cr-et9`, `пароль равен S3cr-et9`, `Password “S3cr-et9” is wrong`,
	`{"headers":[["Authorization","S3cr-et9"]]}`, `Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=S3cr-et9aaaa`, `ОткрытьБазу("Пароль=S3cr-et9")`,
}

// shownToo are texts that give nothing away.
var shownToo = []string{
	`pass=1`, `auth=Истина`, `Секрет=Ложь`, `Cookie: not set`, `key=Номер`, `ОбщийМодуль.ПаролиПользователей.Модуль`, `{ОбщийМодуль.Токены.Модуль(5)}:Токен = ПолучитьТокен(Пароль);`, `Пароль не задан`, `Неверный пароль пользователя`, `Пароль: не указан`, `password is required`, `Token expired`, `Токен недействителен`, `token=null`, `password=""`, `Пароль = Неопределено`, `Если Пароль = "" Тогда`, `Запрос.УстановитьПараметр("Пароль", Пароль);`, `Не заполнено поле "Пароль"`, `Поле объекта не обнаружено (Пароль)`, `<Password/>`, `<Password></Password>`, `authorization required`, `Ключ: Номер`, `Ключ записи регистра 5`, `bearer of bad news`, `basic auth`, `Basic information is missing`, `Секретарь: Иванова`, `Установить пароль?`, `passed=5; failed=1`, `Pass: 15, Fail: 3`, `secret: true`, `Срок действия пароля: 30`, `ПарольИзменен=Истина`, `tokens: 150`, `max_tokens=4096`, `Токенов: 3`, `Cookie: none`, `compass: north`, `passport: выдан`, `Пароль должен содержать не менее 8 символов`, `ИспользоватьПароль = 1`,
	`["Пароль","Логин"]`, `["Cookie","Set-Cookie"]`, `Пароль - обязательное поле`, `Password is required`, `Токен "Доступ" не найден`, `Пароль «Администратор» не задан`, `Колонки: Логин - Пароль - Роль`, `curl -u user https://x`, `Токен: см. справку`,
}

func TestText_further(t *testing.T) {
	for _, given := range hiddenToo {
		got := Text(given)
		for _, secret := range [...]string{"S3cr-et9", "S3cret9", "S3CRET9"} {
			if strings.Contains(got, secret) {
				t.Errorf("Text(%q) = %q", given, got)
			}
		}
		if again := Text(got); again != got {
			t.Errorf("%q masked again is %q", got, again)
		}
	}
	for _, given := range shownToo {
		if got := Text(given); got != given {
			t.Errorf("Text(%q) = %q", given, got)
		}
	}
	t.Logf("%d hidden, %d shown", len(hiddenToo), len(shownToo))
}

func TestJSON_headers(t *testing.T) {
	for given, want := range map[string]string{
		`{"headers":[["Authorization","abc"],["Accept","*/*"]]}`: `{"headers":[["Authorization","[Filtered]"],["Accept","*/*"]]}`,
		`[["Cookie","a=1"]]`: `[["Cookie","[Filtered]"]]`,
		`["Пароль","Логин"]`: `["Пароль","Логин"]`,
	} {
		if got := string(JSON([]byte(given))); got != want {
			t.Errorf("JSON(%s) = %s, want %s", given, got, want)
		}
	}
}
