package mask

import (
	"strings"
	"testing"
)

// hidden are spellings of a secret, which is S3cr3t! or a key by its form, marked by
// the words around it; none of it may be left.
var hidden = []string{
	// Assignments.
	`Пароль=S3cr3t!`, `Пароль = "S3cr3t!"`, `Пароль = "S3cr3t!";`, `пароль ='S3cr3t!'`, `password="S3cr3t!"`, `password = 'S3cr3t!'`, `PASSWORD= "S3cr3t!"`,
	`password = S3cr3t!`, `password =S3cr3t!`, `password= S3cr3t!`, `passwd=S3cr3t!`, `userPassword=S3cr3t!`, `db_password=S3cr3t!`, `db.password=S3cr3t!`, `ПарольПользователя = "S3cr3t!"`,
	`НовыйПароль="S3cr3t!"`, `Пароль2="S3cr3t!"`, `client_secret=S3cr3t!&x=1`, `Секрет="S3cr3t!"`, `СекретныйКлюч = "S3cr3t!"`, `ТокенДоступа="S3cr3t!"`, `token=S3cr3t!`, `access_token = "S3cr3t!"`,
	`refreshToken="S3cr3t!"`, `api_key=S3cr3t!`, `apiKey = "S3cr3t!"`, `APIKEY='S3cr3t!'`, `КлючAPI="S3cr3t!"`, `Ключ_API="S3cr3t!"`, `КлючДоступа = "S3cr3t!"`, `psw=S3cr3t!`, `pswd="S3cr3t!"`, `passphrase = "S3cr3t!"`,
	`credentials="S3cr3t!"`, `private_key="S3cr3t!"`, `AccountKey=S3cr3t!;EndpointSuffix=x`, `SharedAccessKey=S3cr3t!`, `auth="S3cr3t!"`, `jwt=S3cr3t!`, `dsn=S3cr3t!`,
	`Настройки["Пароль"] = "S3cr3t!";`, `Настройки.Пароль = "S3cr3t!";`, `export DB_PASSWORD=S3cr3t!`, `--password=S3cr3t!`, `-Dpassword="S3cr3t!"`, `Пароль = "S3cr3t!" // комментарий`,
	// Connection strings.
	`Подключить("Pwd=S3cr3t!;");`, `Подключить("Srvr=srv;Pwd=S3cr3t!")`, `Соединение = Новый COMОбъект("Usr=a;Pwd=S3cr3t!;")`,
	`Srvr="srv";Ref="ut";Usr="a";Pwd="S3cr3t!";`, `Srvr=srv;Ref=ut;Usr=a;Pwd=S3cr3t!;`, `File="C:\b";Usr="a";Pwd="S3cr3t!"`, `"Srvr=""srv"";Usr=""a"";Pwd=""S3cr3t!"";"`, `Server=s;Uid=sa;Password=S3cr3t!;Timeout=5`,
	`Server=s;User ID=sa;Password="S3cr3t!;x";Timeout=5`, `Password='S3cr3t! x';Server=s`, `Password = S3cr3t!; Server = s`, `host=h dbname=d user=u password=S3cr3t! port=1`, `host=h password='S3cr3t!' port=1`,
	`Driver={SQL Server};Server=s;PWD=S3cr3t!`, `Data Source=s;Password = "S3cr3t!"`, `pwd="S3cr""S3cr3t!"`,
	// Addresses.
	`http://u:S3cr3t!@host/p`, `https://S3cr3t@o1.ingest.sentry.io/42`, `postgres://u:S3cr3t!@h:5432/db`, `ftp://u:S3cr3t!@h`, `https://h/x?token=S3cr3t!`, `https://h/x?a=1&access_token=S3cr3t!&b=2`,
	`https://h/x?key=S3cr3t!`, `https://h/x?sig=S3cr3t!#f`, `https://h/cb#access_token=S3cr3t!`, `/api?sentry_key=S3cr3t!&v=7`, `https://h/x?apikey=S3cr3t!`, `https://h/x?password=S3cr3t!`,
	// Headers.
	`Authorization: Basic S3cr3tS3cr3t`, `Authorization: Bearer S3cr3t`, `authorization:S3cr3t!`, `Proxy-Authorization: S3cr3t!`, `Cookie: sid=S3cr3t!`, `Set-Cookie: sid=S3cr3t!; Path=/`, `X-Api-Key: S3cr3t!`, `Api-Key: S3cr3t!`,
	`api-key:S3cr3t!`, `PRIVATE-TOKEN: S3cr3t!`, `Private-Token:S3cr3t!`, `X-Auth-Token: S3cr3t!`, `X-Sentry-Auth: Sentry sentry_key=S3cr3t!, sentry_version=7`, "Authorization:\n Bearer S3cr3tS3cr3tS3cr3t", `authorization=Bearer S3cr3t!`,
	`authorization=bearer  S3cr3t!`, `AUTHORIZATION = "BEARER S3cr3t!"`, `Client-Secret: S3cr3t!`, `X-Vault-Token: S3cr3t!`, `Api-Token : "S3cr3t!"`,
	// Schemes without a header.
	`ответ на Bearer S3cr3tS3cr3tS3cr3t`, `bearer S3cr3tS3cr3tS3cr3t`, `BEARER S3cr3tS3cr3tS3cr3t`, `bearer   S3cr3t1`, "Bearer\tS3cr3tS3cr3tS3cr3t", `(Bearer S3cr3tS3cr3tS3cr3t)`, `curl -H "Authorization: Bearer S3cr3t1"`, `Basic S3cr3tS3cr3tS3cr3t==`,
	// Colons.
	`password : 'S3cr3t!'`, `password: "S3cr3t!"`, `Пароль: "S3cr3t!"`, `Пароль: S3cr3t!`, `password: S3cr3t!`, "Пароль:\nS3cr3t!", "password:\r\n  S3cr3t!", `token: S3cr3t!`, `Токен: S3cr3t!,`, `'password' : 'S3cr3t!'`, `пин-код password:S3cr3t!`, `Password:S3cr3t! (неверный)`,
	// JSON within a text.
	`{"login":"a","password":"S3cr3t!"}`, `{"password" : "S3cr3t!"}`, "{\"password\":\n  \"S3cr3t!\"}", `{'password':'S3cr3t!'}`, `{\"password\":\"S3cr3t!\"}`, `"{""password"":""S3cr3t!""}"`, `{"Пароль":"S3cr3t!","Б":1}`, `{"token":123456}`,
	`{"passwords":["S3cr3t!","S3cr3t!"]}`, `{"secret":{"a":"S3cr3t!","b":["S3cr3t!"]}}`, `{"credentials": {"user":"S3cr3t!"`, `{"name":"password","value":"S3cr3t!"}`, `{"value":"S3cr3t!","name":"password"}`, `{"Имя":"Пароль","Значение":"S3cr3t!"}`, `{"Ключ":"Токен", "Значение": "S3cr3t!"}`,
	`[{"key":"api_key","value":"S3cr3t!"}]`, `{\"name\":\"password\",\"value\":\"S3cr3t!\"}`, `{"password":"S3cr3t! с \"кавычкой\" S3cr3t!"}`, `{"authorization":"Bearer S3cr3t!"}`,
	// XML.
	`<password>S3cr3t!</password>`, `<Пароль>S3cr3t!</Пароль>`, `<ns:Password>S3cr3t!</ns:Password>`, `<wsse:Password Type="PasswordText">S3cr3t!</wsse:Password>`, "<password>\n  S3cr3t!\n</password>", `<user name="a" password="S3cr3t!"/>`, `<user password='S3cr3t!' name="a"/>`,
	`<add key="Password" value="S3cr3t!"/>`, `<Property name="Пароль"><Value xsi:type="xs:string">S3cr3t!</Value></Property>`, `<item><name>password</name><value>S3cr3t!</value></item>`, `<token><![CDATA[S3cr3t!]]></token>`, `<secret><a>S3cr3t!</a><b>S3cr3t!</b></secret>`, `<apiKey>S3cr3t!`,
	`<Credentials login="a" secret = "S3cr3t!">`,
	// Calls.
	`Вставить("Пароль", "S3cr3t!")`, `Параметры.Вставить("Пароль","S3cr3t!");`, `Заголовки.Вставить("Authorization", "Basic S3cr3t!");`, `Map.Insert("password", "S3cr3t!");`, `Новый Структура("Логин, Пароль", "admin", "S3cr3t!")`, `Новый Структура("Логин,Пароль", Логин, "S3cr3t!")`,
	`УстановитьПараметр("Токен", "S3cr3t!")`, `setenv('DB_PASSWORD', 'S3cr3t!')`, `"Вставить(""Пароль"", ""S3cr3t!"")"`,
	// Command lines.
	`1cv8.exe DESIGNER /F C:\b /N Админ /P S3cr3t!`, `"C:\Program Files\1cv8\1cv8.exe" ENTERPRISE /S srv\ut /N"Админ" /P"S3cr3t!" /C x`, `/NАдмин /PS3cr3t! /WA-`, `1cv8c /S "srv\ut" /N a /P "S3cr3t!"`, `ibcmd --db-user sa --db-pwd S3cr3t! infobase`,
	`rac infobase --infobase-user a --infobase-pwd "S3cr3t!" info`, `1cv8 /Proxy -PSrv p -PUser u -PPwd S3cr3t!`, `curl --token S3cr3t! https://h`, `Пароль администратора: S3cr3t!`, `Пароль базы = S3cr3t!`,
	// Others.
	`Логин/Пароль: admin/S3cr3t!`, `<add name="ut" connectionString="Server=s;Password=S3cr3t!;"/>`, `"password" => "S3cr3t!"`, `'token'=>'S3cr3t!'`, `password := "S3cr3t!"`, `password:="S3cr3t!"`, `Пароль: «S3cr3t!»`, `Пароль=«S3cr3t!»`, `<password value="S3cr3t!"/>`,
	`Ключ API: S3cr3t!`, `API key: S3cr3t!`, `api key = "S3cr3t!"`, `Пароль пользователя: S3cr3t!`, `Пароль пользователя = "S3cr3t!"`, `Секретный ключ: S3cr3t!`, `Ключ доступа = S3cr3t!`, `{"user":"a","pwd":S3cr3t1}`, `"secretKey": 'S3cr3t!'`, `[password=S3cr3t!]`, `(pwd=S3cr3t!)`,
	`password=S3cr3t!&user=a`, `token="S3cr3t!", user="a"`, `ws_password: "S3cr3t!"`, `Новый Структура("Пароль", "S3cr3t!")`, `Соответствие.Вставить("ApiKey", "S3cr3t!")`, `{"Name":"Password","Type":"string","Hint":"h","Value":"S3cr3t!"}`, `<Parameter name='token' value='S3cr3t!' />`,
	`<ns1:secret xmlns:ns1="u">S3cr3t!</ns1:secret>`, `authorization="Basic S3cr3t!"`, `Authorization=Token S3cr3t!`, `"headers":{"X-Api-Key":"S3cr3t!"}`, `DATABASE_URL=postgres://u:S3cr3t!@h/db`, "Пароль =\n\"S3cr3t!\"", "\"token\":\n\n\t\"S3cr3t!\"", `ПарольДляЗадания="S3cr3t!"`, `psw = 'S3cr3t!';`,
}

// byForm are keys that no name is needed for.
var byForm = []string{
	"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
	"github_pat_11ABCDEFG0123456789_abcdefghijklmnop", "glpat-ABCdef123456789012", "xoxb-123456789012-abcdefGHIJ", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf09kqeF8", "AQVNabcdefghijklmnopqrstuvwxyz0123456789",
	"y0_AgAAAAABCDEFGHIJKLMNOPQRSTUVWXYZ0123", "sntrys_eyJpYXQiOjE2OTk2MjU2", "npm_abcdefghijklmnopqrstuvwxyz0123456789",
}

// shown are texts that hold no secret and stay as they are.
var shown = []string{
	"pass=1", "auth=Истина", "Секрет=Ложь", "Cookie: not set", "key=Номер", "Ключ=Номер", "token=0", "Пароль = Ложь;", "password=true", "auth: none", "password=null", `{"password":null,"token":false}`, `{"pass":1}`, `Пароль=""`, `Пароль = "";`, "Pwd=;Usr=a",
	"Неверный пароль", "Пароль: введите заново", "Пароль не задан", "Token: expired", "Токен: не указан", "password: required", "Authorization: required", "Authorization: failed", "Set-Cookie: none", "Api-Key: not set", "X-Api-Key: missing", "token_type=bearer",
	"Bearer of bad news", "bearer token expired", "Basic authentication is off", "Секретарь=Иванова", "Автор=Иванов", "passport=4510 123456", "compass=north", "bypass=proxy1", "authority=server2", "tokens=1500", "max_tokens: 4096", "ДлинаПароля=12", "passwordLength = 16",
	"{ОбщийМодуль.ПаролиПользователей.Модуль(12)}: Ошибка", "{Справочник.КлючиДоступа.МодульОбъекта(7)}:Пароль = ПолучитьПароль();", "ОбщийМодуль.Пароль.Модуль : 71 : Пароль = Настройки.Пароль;", "ОбщийМодуль.Токены", "Справочник.СекретныеКлючи.Форма.Форма",
	"580392e6-ba49-4280-ac67-fcd6f2180121", "Объект 580392e6-ba49-4280-ac67-fcd6f2180121 не найден", "ref=8df6005056a76d7511ee5c5c1d609135", "id=580392e6-ba49-4280-ac67-fcd6f2180121",
	"Пароль = ПолучитьПароль(Пользователь);", "Пароль=ПолучитьПароль();", "Если Пароль = Неопределено Тогда", "Соединение.Пароль = Настройки.Пароль;", "Токен = Ответ.Токен;", "Запрос.УстановитьПараметр(\"Токен\", Токен);", "Структура.Вставить(\"Пароль\");", "Если Параметры.Свойство(\"Пароль\") Тогда",
	"А = Новый Структура(\"Логин,Пароль\", Логин, Пароль);", "Новый HTTPСоединение(Сервер, 443, Пользователь, Пароль)", "ГДЕ Токены.Токен = &Токен", "ВЫБРАТЬ Пользователи.Пароль КАК Пароль", "ПроверитьПароль(Логин, Пароль);", "password = getPassword();", "Возврат ?(Пароль = \"\", 0, 1);",
	"a = b; x == y; z:1; ::=", "http://host/a@b", "http://host/path", "https://h/x?id=5&n=1", "Код: 12, ключ: Номер", "{\"key\":\"Номер\",\"value\":\"ЗП-1\"}", "<user name=\"a\"/>", "<value>5</value>", "<name>Склад</name><value>5</value>", "Вставить(\"Номер\", \"5\")",
	"AKIA", "eyJ", "sk-ant", "ghp_short", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "Пароль: ******", "password=***", "Пароль: 8 символов минимум", "СрокПароля = 90", "Попыток ввода пароля: 3", "НеверныйПароль=Истина", "Password_expired=yes",
	"Ошибка: пароль = пусто", "<password/>", "<password></password>", "<token>не указан</token>", "Cookies: no", "Ожидается ключевое слово 'КонецЕсли'", "monkey=banana", "keyboard: ru", "Пароход=Аврора",
	"Ключ записи: 5", "Ключ API: не указан", "API key is missing", "Пароль пользователя: не совпадает", "Токен доступа = Неопределено", "token count: 12345", "Если НЕ Пароль = ПарольПодтверждение Тогда", "Параметры.Вставить(\"Пароль\", Пароль);", "Пароль = Пароль2;", "Auth server: srv01",
	"РежимПинКода = \"Обязательно\"", "ВариантВосстановленияПароля = \"Почта\"", "ВремяСохраненияПароля = 300", "token_url=https://h/t", "Шаблон = \"rac --cluster-pwd=%pwd% list\"", "\"client_secret=%1&grant=x\"", "ftp://<логин>:<пароль>@<хост>:<порт>/",
	"\"SPwd=\"\"\" + Пароль + \"\"\";\"", "Строка + \";Pwd = \"\"\" + Пароль", "НСтр(\"ru = 'Инициализация токена:'\")", "\"; Pwd = \"\"&Пароль\"\"\"", "Pwd={0};", "Если Пароль = \"%1\" Тогда", "password={password}",
	"/Path/to /P", "a --password", "rac --cluster-pwd --cluster", "1cv8 /N a /P /C x", "POST /Products/1cv8", "--- token ---", "Ключ -- Токен задания", "1cv8 /Proxy -PSrv p", "Пароль администратора: не задан",
	"Секретность: высокая", "password: string", "pass: 5 of 7", "x = password", "Cookie: ", "Authorization:", "(\"Пароль\")", "<password", "{\"password\":", "password=", "Bearer", "basic", "token => Токен",
}

func TestText_spellings(t *testing.T) {
	if n := len(hidden) + len(byForm) + len(shown); n < 150 {
		t.Errorf("%d spellings, want 150", n)
	}
	for _, text := range hidden {
		for _, around := range [...][2]string{{"", ""}, {"Обмен прерван: ", " и далее"}, {"{ОбщийМодуль.А.Модуль(7)}:\t", "\nпо причине:\nНет связи"}} {
			given := around[0] + text + around[1]
			got := Text(given)
			if strings.Contains(got, "S3cr3t") || strings.Contains(got, "123456}") || !strings.Contains(got, Filtered) {
				t.Errorf("%q is left as %q", given, got)
			}
			if !strings.HasPrefix(got, around[0]) {
				t.Errorf("%q lost its beginning: %q", given, got)
			}
			if strings.Contains(around[1], "связи") && !strings.HasSuffix(got, "Нет связи") && !unclosed(text) {
				t.Errorf("%q lost its end: %q", given, got)
			}
			if again := Text(got); again != got {
				t.Errorf("%q: masked twice it is %q", got, again)
			}
		}
	}
	// What stands before must not lead past a secret.
	for _, before := range []string{
		"Cookie: not set ", "Authorization: none\n", "password=null; ", "token=\"\", ", `{"password":null,"x":"y"} `, "Пароль=Истина ", "<password></password> ", "<name>password</name> ", "<token>не указан</token> ",
		"Вставить(\"Пароль\") ", "Вставить(\"Пароль\", Пароль) ", "Новый Структура(\"Логин,Пароль\", Логин, Пароль) ", "\"name\":\"password\" ", "(\"Pwd=\") ", "Подключить(", "Если (", "http://host/ ", "Bearer of ", "pass=1 ", "<password/> ",
		"{ОбщийМодуль.Пароль.Модуль(7)}:Подключить(", "Пароль = ПолучитьПароль(); ", "-----BEGIN CERTIFICATE-----\n", "AKIA ", "Пароль: введите ", "API key: ", "password => ", "x = \"", "\"\"", "«", "[", "{", "%", "\\",
	} {
		for _, text := range hidden {
			given := before + text
			if got := Text(given); strings.Contains(got, "S3cr3t") {
				t.Errorf("%q is left as %q", given, got)
			}
		}
		for _, key := range byForm {
			if got := Text(before + key); strings.Contains(got, key[8:]) {
				t.Errorf("%q is left as %q", before+key, got)
			}
		}
	}
	for _, text := range hidden {
		if strings.Contains(text, `"`) {
			continue
		}
		if got := Text(`Подключить("` + text + `");`); strings.Contains(got, "S3cr3t") || !strings.HasPrefix(got, `Подключить("`) {
			t.Errorf("%q in a literal is left as %q", text, got)
		}
	}
	for _, key := range byForm {
		for _, around := range [...][2]string{{"", ""}, {"Ключ ", " отозван"}, {"v=\"", "\","}, {"/x/", "/y"}, {"", "."}} {
			got := Text(around[0] + key + around[1])
			if strings.Contains(got, key[8:]) || !strings.HasPrefix(got, around[0]) {
				t.Errorf("%q is left as %q", around[0]+key+around[1], got)
			}
		}
	}
	for _, text := range shown {
		if got := Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// unclosed reports whether a spelling is cut within a value, so that all behind it may
// belong to it.
func unclosed(text string) bool {
	return strings.HasSuffix(text, `{"user":"S3cr3t!"`) || strings.HasSuffix(text, "<apiKey>S3cr3t!")
}

func TestText_privateKey(t *testing.T) {
	given := "Ключ:\n-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nq1w2e3\n-----END RSA PRIVATE KEY-----\nдалее"
	if got := Text(given); strings.Contains(got, "MII") || strings.Contains(got, "q1w2") || !strings.HasSuffix(got, "далее") {
		t.Errorf("%q", got)
	}
}
