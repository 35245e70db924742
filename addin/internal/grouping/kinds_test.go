package grouping

import (
	"slices"
	"testing"
)

// at puts a message above a line that raises it.
func at(message, line string) string {
	return message + "\n{ОбщийМодуль.Обмен.Модуль(181)}:" + line + "\n{Обработка.Обмен.Форма.Форма.Форма(12)}:Обмен.Выполнить();"
}

// TestFingerprint_kinds: pairs of each kind of difficulty, not of the corpora.
func TestFingerprint_kinds(t *testing.T) {
	for kind, pairs := range kindPairs {
		for _, p := range pairs {
			a, b := fingerprint(p.a), fingerprint(p.b)
			if slices.Equal(a, b) != p.same {
				t.Errorf("%s: same shall be %v\n%s\n%s\n%q\n%q", kind, p.same, p.a, p.b, a, b)
			}
		}
	}
}

// two is a pair without a name.
func two(a, b string, same bool) pair { return pair{a: a, b: b, same: same} }

var kindPairs = map[string][]pair{
	"raise": {
		two(at("Остаток меньше нуля", "ВызватьИсключение;"), at("Не выбран склад", "ВызватьИсключение;"), false),
		two(at("Row 5 is bad", "Raise ErrorText;"), at("Row 71 is bad", "Raise ErrorText;"), true),
		two(at("Row is bad", "Raise ErrorText;"), at("No table", "Raise ErrorText;"), false),
		two(at("Нет связи", "Если Отказ Тогда ВызватьИсключение Причина; КонецЕсли;"), at("Нет прав", "Если Отказ Тогда ВызватьИсключение Причина; КонецЕсли;"), false),
		two(at("Нет связи", "ВызватьИсключение СтрШаблон(Шаблон, Имя);"), at("Нет прав", "ВызватьИсключение СтрШаблон(Шаблон, Имя);"), false),
		two(at("Не найден товар Стол письменный", "ВызватьИсключение СтрШаблон(НСтр(\"ru = 'Не найден товар %1'\"), Товар);"), at("Не найден товар Шкаф", "ВызватьИсключение СтрШаблон(НСтр(\"ru = 'Не найден товар %1'\"), Товар);"), true),
		two(at("Обмен прерван: Нет связи", "ВызватьИсключение СтроковыеФункцииКлиентСервер.ПодставитьПараметрыВСтроку(НСтр(\"ru = 'Обмен прерван: %1'\"), ОписаниеОшибки());"),
			at("Обмен прерван: Неверный пароль", "ВызватьИсключение СтроковыеФункцииКлиентСервер.ПодставитьПараметрыВСтроку(НСтр(\"ru = 'Обмен прерван: %1'\"), ОписаниеОшибки());"), false),
		two(at("Сервис: 401", "ВызватьИсключение \"Сервис: \" + Ответ.КодСостояния;"), at("Статус 500", "ВызватьИсключение \"Сервис: \" + Ответ.КодСостояния;"), false),
		two(at("Нет строки", "ВызватьИсключение(ТекстОшибки, КатегорияОшибки.ОшибкаКонфигурации);"), at("Нет таблицы", "ВызватьИсключение(ТекстОшибки, КатегорияОшибки.ОшибкаКонфигурации);"), false),
		two(at("Нет строки", "ВызватьИсключение(\"Нет строки\", КатегорияОшибки.ОшибкаКонфигурации);"), at("No row", "ВызватьИсключение(\"Нет строки\", КатегорияОшибки.ОшибкаКонфигурации);"), true),
		two(at("Первое", "ВызватьИсключение СтрШаблон("), at("Второе", "ВызватьИсключение СтрШаблон("), false),
		two(at("Первое", "// ВызватьИсключение Текст;"), at("Второе", "// ВызватьИсключение Текст;"), true),
		two(at("Первое", "Журнал.Raise(Текст);"), at("Второе", "Журнал.Raise(Текст);"), true),
		two(at("Период закрыт", "ВызватьИсключение НСтр(\"ru = 'Период закрыт'; en = 'Period is closed'\", ОбщегоНазначения.КодОсновногоЯзыка());"), at("Period is closed", "ВызватьИсключение НСтр(\"ru = 'Период закрыт'; en = 'Period is closed'\", ОбщегоНазначения.КодОсновногоЯзыка());"), true),
	},
	"status": {
		two("Обмен: HTTP-статус: 404", "Обмен: HTTP-статус: 500", false),
		two("Запрос не выполнен, КодСостояния=403", "Запрос не выполнен, КодСостояния=422", false),
		two("Ответ сервера: HTTP/1.1 404 Not Found", "Ответ сервера: HTTP/1.1 503 Service Unavailable", false),
		two("Удаленный сервер возвратил ошибку: (401) Несанкционированный.", "Удаленный сервер возвратил ошибку: (404) Несанкционированный.", false),
		two("Код статуса ответа сервера: 429", "Код статуса ответа сервера: 502", false),
		two("request failed with status 400 after 3 tries", "request failed with status 409 after 3 tries", false),
		two("request failed with status 400 after 3 tries", "request failed with status 400 after 5 tries", true),
		two("StatusCode: 401, elapsed 120", "StatusCode: 401, elapsed 88", true),
		two("The remote server returned an error: (500) Internal Server Error.", "The remote server returned an error: (502) Bad Gateway.", false),
		two("Загружено 401 строк", "Загружено 500 строк", true),
	},
	"error-code": {
		two("Socket Error # 10061", "Socket Error # 10060", false),
		two("[Errno 13] отказано", "[Errno 2] отказано", false),
		two("SQLSTATE[HY000] [2002] refused", "SQLSTATE[HY000] [1045] refused", false),
		two("SQL State: 08001, Native: 17", "SQL State: 42000, Native: 17", false),
		two("Ошибка №5 драйвера", "Ошибка №7 драйвера", false),
		two("System error 1067", "System error 1053", false),
		two("Процесс завершился с кодом 1", "Процесс завершился с кодом 255", false),
		two("exit status 1", "exit status 2", false),
		two("HRESULT: 0x80070005 при создании", "HRESULT: 0x80070057 при создании", false),
		two("TNS-12541: нет слушателя", "TNS-12154: нет слушателя", false),
		two("Код ошибки: 1 045", "Код ошибки: 1045", true),
		two("Код ошибки: -1 (сеанс 5)", "Код ошибки: -2 (сеанс 5)", false),
		two("Элемент с кодом 15 не найден", "Элемент с кодом 27 не найден", true),
		two("Номенклатура с кодом 000000015 помечена", "Номенклатура с кодом 000000712 помечена", true),
		two("Ошибка в строке 15", "Ошибка в строке 27", true),
		two("Ошибка фискального накопителя 0x14", "Ошибка фискального накопителя 0x16", false),
	},
	"json": {
		two(`Ответ: {"error":{"code":"E12","message":"no money"},"id":"77"}`, `Ответ: {"error":{"code":"E13","message":"no money"},"id":"77"}`, false),
		two(`Ответ: {"requestId":"a1","error":{"code":"E12","message":"no money"}}`, `Ответ: {"requestId":"b2", "error": {"code":"E12","message":"no money"}, "time":"10:00"}`, true),
		two(`{"errors":[{"detail":"Склад 12 закрыт"}]}`, `{"errors":[{"detail":"Склад 99 закрыт"}]}`, true),
		two(`{"errors":[{"detail":"Склад 12 закрыт"}]}`, `{"errors":[{"detail":"Нет прав"}]}`, false),
		two(`Сервис ответил {"message":"\u041d\u0435\u0442"} `, `Сервис ответил {"message":"Нет"}`, true),
		two(`Обмен {"Описание":"нет доступа","Номер":12`, `Обмен {"Описание":"нет доступа","Номер":55,"Ещё":[1,2]}`, true),
		two(`Ответ <code>15</code><message>Нет</message>`, `Ответ <code>16</code><message>Нет</message>`, false),
		two(`Ответ <error code="15"/>`, `Ответ <error code="27"/>`, false),
		two(`Ответ <response id="1"><faultcode>Client</faultcode><faultstring>Нет прав</faultstring>`, `Ответ <response id="2"><faultcode>Client</faultcode><faultstring>Нет прав</faultstring>`, true),
		two(`[{"code":4,"text":"x"}]`, `[{"code":9,"text":"x"}]`, false),
	},
	"member": {
		two("Не заполнено поле \"Субконто1\"", "Не заполнено поле \"Субконто2\"", false),
		two("Реквизит \"Сумма1С\" отсутствует", "Реквизит \"Сумма2С\" отсутствует", false),
		two("Колонка \"ДопРеквизит01\" не найдена", "Колонка \"ДопРеквизит02\" не найдена", false),
		two("Поле \"ОТГАГ012099\" не найдено", "Поле \"ОТГАГ012100\" не найдено", true),
		two("Method \"Post2\" is unknown", "Method \"Post3\" is unknown", false),
	},
	"path": {
		two(`Нет доступа к \\srv-fs\Общая папка\Обмен с сайтом\заказы 12.xml`, `Нет доступа к \\fs2\Обмен\заказы.xml`, true),
		two(`Не удалось открыть D:\Базы 1С\Розница 2\1Cv8.1CD для записи`, `Не удалось открыть E:\base\1Cv8.1CD для записи`, true),
		two(`Файл C:\Temp\a не найден`, `Файл C:\Temp\a занят другим процессом`, false),
		two(`Копирование C:\Мои документы\отчёт за май.xlsx в \\srv\архив\отчёт.xlsx прервано`, `Копирование D:\x.xlsx в \\srv2\архив\y.xlsx прервано`, true),
		two(`Каталог /var/lib/обмен данными/in не найден`, `Каталог /opt/in/out не найден`, true),
		two(`Укажите день и/или месяц`, `Укажите день и/или год`, false),
	},
	"temp": {
		two("Архив v8_A1B2_3c.tmp повреждён", "Архив v8_77_d.tmp повреждён", true),
		two("Файл ~$Отчёт.docx занят", "Файл ~$Смета.docx занят", true),
		two("Файл Прайс_20240301.xlsx не загружен", "Файл Прайс_20250501.xlsx не загружен", true),
		two("Файл price20240301.csv не загружен", "Файл offer7.csv не загружен", true),
		two("Файл import.xml не загружен", "Файл offers.xml не загружен", false),
	},
	"ipv6": {
		two("Узел 2001:db8::1 не отвечает", "Узел 2001:db8:0:0:0:0:0:2 не отвечает", true),
		two("Узел [::1]:1541 не отвечает", "Узел [fe80::1%eth0]:1560 не отвечает", true),
		two("Узел fe80::dc18:7c08%27 не отвечает", "Узел fe80::dc18:7c08%27 отказал", false),
	},
	"id": {
		two("Запрос отклонён, X-Request-Id: 7f3a9c21", "Запрос отклонён, X-Request-Id: 11ab0042", true),
		two("ИдЗапроса=77", "ИдЗапроса=a78", true),
		two("Устройство 00:1A:2B:3C:4D:5E не найдено", "Устройство 00-50-56-C0-00-08 не найдено", true),
		two("Bearer eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.abc просрочен", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJiIjoyfQ.xyz просрочен", true),
		two("trace_id=4bf92f3577b34da6 сбой", "trace_id=00f067aa0ba902b7 сбой", true),
		two("Идентификатор: не указан", "Идентификатор: не найден", false),
		two("Ключ AKIAIOSF0DNN7EX4MPL3 отозван", "Ключ AKIAI44Q8H8D0H2VBTL5 отозван", true),
	},
	"month": {
		two("Отчёт от 5 янв. 2024 не сдан", "Отчёт от 15 сент. 2025 не сдан", true),
		two("Report of 12-Mar-2021 failed", "Report of 3-Dec-2025 failed", true),
		two("Закрыт до 31 декабря", "Закрыт до 1 марта", true),
		two("Last-Modified: Thu, 12 Mar 2021 10:00:00 GMT", "Last-Modified: Fri, 3 Dec 2025 23:10:01 GMT", true),
		two("Звіт за 5 січня 2024", "Звіт за 15 грудня 2025", true),
		two("Заказ на 5 мар не размещён", "Заказ на 5 шт не размещён", false),
	},
	"number": {
		two("Накладная ЦБ0000451 не проведена", "Накладная МСК000012 не проведена", true),
		two("Документ №К0012 удалён", "Документ №Б771 удалён", true),
		two("Конфигурация БП30 не подходит", "Конфигурация УТ11 не подходит", false),
		two("Кодировка CP1251 не подходит", "Кодировка CP866 не подходит", false),
		two("Курс 1.5E-07", "Курс 2E+3", true),
	},
	"user": {
		two("Нет доступа у Сидорова П. К. к складу", "Нет доступа у Кузнецовой О. В. к складу", true),
		two("Задача для А.Б. Смирнова просрочена", "Задача для Н.Ю. Ким просрочена", true),
		two("Сотрудник Петров Иван Сергеевич уволен", "Сотрудник Ли Анна Викторовна уволен", true),
		two("Пользователь petrova не найден", "Пользователь Иванов не найден", true),
		two("Пользователь не найден", "Пользователь не указан", false),
		two("Пользователь: Иванов И.И., вход запрещён", "Пользователь: Петрова А.С., вход запрещён", true),
		two("Изменения внёс Салтыков-Щедрин М.Е. сегодня", "Изменения внёс Ким А.В. сегодня", true),
		two("Реквизит Цена. Сумма не найден", "Реквизит Цена. Склад не найден", false),
	},
	"brief": {
		two("{ОбщийМодуль.А.Модуль(1)}: Сбой\n{ОбщийМодуль.Б.Модуль(2)}: Сбой обмена\n{ОбщийМодуль.В.Модуль(3)}: Деление на 0", "{ОбщийМодуль.А.Модуль(1)}: Сбой\n{ОбщийМодуль.Б.Модуль(2)}: Сбой обмена\n{ОбщийМодуль.В.Модуль(3)}: Недостаточно памяти", false),
		two("{ОбщийМодуль.А.Модуль(1)}: Сбой\n{ОбщийМодуль.Б.Модуль(2)}: Сбой обмена\n{ОбщийМодуль.В.Модуль(3)}: Деление на 0", "{ОбщийМодуль.А.Модуль(11)}: Сбой\n{ОбщийМодуль.Б.Модуль(22)}: Сбой обмена\n{ОбщийМодуль.В.Модуль(33)}: Деление на 0", true),
		two("Сбой\nпо причине:\nНет бумаги\nпо причине:\nЛоток 5 пуст", "Сбой\nпо причине:\nНет бумаги\nпо причине:\nЛоток снят", false),
	},
	"raise, further": {
		two(at("Нет ставки НДС", "ВЫЗВАТЬИСКЛЮЧЕНИЕ ПолучитьТекст(Ложь);"), at("Нет счёта учёта", "ВЫЗВАТЬИСКЛЮЧЕНИЕ ПолучитьТекст(Ложь);"), false),
		two(at("Item Table is missing", "Raise StrTemplate(NStr(\"en = 'Item %1 is missing'\"), ItemName);"), at("Item Chair is missing", "Raise StrTemplate(NStr(\"en = 'Item %1 is missing'\"), ItemName);"), true),
		two(at("Ошибка: таймаут", "ВызватьИсключение СтрШаблон(\"%1: %2\", А, Б);"), at("Ошибка: отказ", "ВызватьИсключение СтрШаблон(\"%1: %2\", А, Б);"), false),
		two(at("Нет остатка", "ОбщегоНазначения.ВызватьИсключениеСТекстом(Т);"), at("Нет цены", "ОбщегоНазначения.ВызватьИсключениеСТекстом(Т);"), true),
	},
	"status, further": {
		two("API: response code = 404, url /v2/orders", "API: response code = 422, url /v2/orders", false),
		two("Код HTTP ответа 400", "Код HTTP ответа 401", false),
		two("Получен ответ 503 от шлюза", "Получен ответ 429 от шлюза", false),
		two("HTTP/2 500", "HTTP/2 404", false),
		two("http_status:502;t=17", "http_status:502;t=99", true),
		two("Обработано документов: 404", "Обработано документов: 500", true),
		two("Порт 443 занят", "Порт 8080 занят", true),
	},
	"error-code, further": {
		two("curl: (28) timed out", "curl: (7) timed out", false),
		two("WinError 5: отказано", "WinError 32: отказано", false),
		two("ExitCode: 3", "ExitCode: 139", false),
		two("LastError=87", "LastError=1314", false),
		two("ErrorCode = 1205, LineNumber = 33", "ErrorCode = 1205, LineNumber = 8", true),
		two("КодВозврата -5", "КодВозврата -7", false),
		two("Код результата операции: 12", "Код результата операции: 13", false),
		two("Оплата отклонена терминалом, код отказа 51", "Оплата отклонена терминалом, код отказа 05", false),
		two("Осталось попыток: 3", "Осталось попыток: 2", true),
		two("Код партнёра 45", "Код партнёра 46", true),
	},
	"json, further": {
		two(`{"ok":false,"error_code":400,"description":"Bad Request: chat 17 not found"}`, `{"ok":false,"error_code":403,"description":"Bad Request: chat 17 not found"}`, false),
		two(`{"ok":false,"error_code":400,"description":"Bad Request: chat 17 not found"}`, `{"ok":false,"error_code":400,"description":"Bad Request: chat 25 not found","parameters":{"a":1}}`, true),
		two(`Ошибка ВетИС: {"error":"{\"code\":\"APLM0012\",\"msg\":\"нет\"}"}`, `Ошибка ВетИС: {"error":"{\"code\":\"APLM0013\",\"msg\":\"нет\"}"}`, false),
		two(`{"status":"ok","total":15}`, `{"status":"fail","total":15}`, false),
		two("Запрос {Имя} не задан 5", "Запрос {Имя} не задан 7", true),
		two("SOAP: <detail><ns:code>15</ns:code></detail>", "SOAP: <detail><ns:code>16</ns:code></detail>", false),
	},
	"member, further": {
		two("Переменная \"Итог2\" не определена", "Переменная \"Итог3\" не определена", false),
		two("Измерение 'Аналитика1' пусто", "Измерение 'Аналитика2' пусто", false),
		two("Column \"Amount1\" is missing", "Column \"Amount2\" is missing", false),
		two("Товар \"Стол2\" не найден", "Товар \"Стул5\" не найден", true),
	},
	"path, further": {
		two(`Ошибка чтения C:\Users\Администратор.SRV\AppData\Local\Temp\1\v8_1A_2.mxl: доступ закрыт`, `Ошибка чтения C:\Windows\Temp\v8_F0_11.mxl: доступ закрыт`, true),
		two(`Каталог \\nas\1С Бэкапы недоступен`, `Каталог \\nas2\backup недоступен`, false), // a blank at the very end cannot be told from words
		two(`Не найден (C:\Обмен с банком\kl_to_1c.txt)`, `Не найден (D:\bank\kl_to_1c.txt)`, true),
		two(`Команда "C:\Program Files\7-Zip\7z.exe" a C:\Temp\a b.zip не выполнена`, `Команда "D:\7z.exe" a D:\b.zip не выполнена`, true),
		two(`Cannot open /home/usr1cv8/.1cv8/1C/1cv8/conf file`, `Cannot open /opt/1cv8/conf file`, true),
	},
	"id, further": {
		two("correlationId: 5d1f-22 отклонён", "correlationId: 9a00-71 отклонён", true),
		two("SID S-1-5-18 не найден", "SID S-1-5-21-1-2-3 не найден", true),
		two("MAC 001A.2B3C не найден", "MAC 001A.2B3C не задан", false),
		two("Токен ghp_16C7e42F292c6912E7710c838347Ae178B4a истёк", "Токен ghp_99C7e42F292c6912E7710c838347Ae1700aa истёк", true),
		two("operation_id=ab-1 failed", "operation_id=ab-1 timed out", false),
	},
	"month, further": {
		two("Период: 1 квартал 2024, до 12 февр. 2024 г.", "Период: 2 квартал 2025, до 3 нояб. 2025 г.", true),
		two("Дата запрета 01 янв 2024 00:00:00", "Дата запрета 31 дек 2025 23:59:59", true),
		two("Certificate expired Jan 5, 2024", "Certificate expired Sept 15, 2025", true),
		two("Апрель не закрыт", "Май не закрыт", false),
	},
	"user, further": {
		two("Документ редактирует Иванова А. Б. (SRV1)", "Документ редактирует Ли В. Г. (SRV1)", true),
		two("Под пользователем admin вход запрещён", "Под пользователем petrov.a вход запрещён", true),
		two("Ответственный Петров не указал склад", "Ответственный Сидоров не указал склад", true),
		two("Нет роли у пользователя ИБ", "Нет роли у пользователя ОС", false),
		two("Пользователям запрещён вход", "Пользователям разрешён вход", false),
		two("Логин ivanov занят", "Логин sidorova занят", true),
		two("Автор: Сергеев С.С.; правка отклонена", "Автор: Ким А.; правка отклонена", true),
	},
	"number, further": {
		two("Телефон +7 (495) 123-45-67 неверен", "Телефон 8-912-000-11-22 неверен", true),
		two("Срок 12-05 - 14-06 истёк", "Срок 12-05 истёк", false),
		two("Ячейка R12C5 пуста", "Ячейка R3C17 пуста", true),
		two("Вход запрещён, база: ut_2024. Обратитесь", "Вход запрещён, база: bp30. Обратитесь", true),
		two("База: недоступна", "База: занята", false),
		two("Счёт-фактура 00БП-000123 не проведена", "Счёт-фактура 0000-000007 не проведена", true),
		two("Заказ НФ00001234 отменён", "Заказ НФ00009 отменён", true),
		two("Стандарт ISO8601 не поддержан", "Стандарт RFC3339 не поддержан", false),
	},
	"third round": {
		two("Обмен: ответ сервера 502", "Обмен: ответ сервера 404", false),
		two("Ошибка авторизации (401)", "Ошибка авторизации (403)", false),
		two("Ошибка загрузки (15 строк)", "Ошибка загрузки (27 строк)", true),
		two("HTTP статус: 502 (Bad Gateway)", "HTTP статус: 504 (Gateway Timeout)", false),
		two("Response from server: 502", "Response from server: 500", false),
		two("[WinError 10061] отказ", "[WinError 10054] отказ", false),
		two("HRESULT: 80070E57", "HRESULT: 80070005", false),
		two("(errno = 13)", "(errno = 2)", false),
		two("ошибка SQLSTATE 57014", "ошибка SQLSTATE 40001", false),
		two("Идентификатор запроса: 5f2a-11 не найден", "Идентификатор запроса: 88aa-02 не найден", true),
		two("Request id 5f2a11bc failed", "Request id 88aa02cd failed", true),
		two("ИД операции: 7a1b2c3d", "ИД операции: 99ffe001", true),
		two("Отчёт за III квартал 2024 г. не сдан", "Отчёт за I квартал 2025 г. не сдан", true),
		two("Документ от 01-янв-2024 закрыт", "Документ от 15-дек-25 закрыт", true),
		two("Заблокировал Иванов И.И сегодня", "Заблокировал Петров П.П сегодня", true),
		two("Заблокировал И.И.Иванов", "Заблокировал А.С.Петрова", true),
		two("User Ivanov is locked", "User Petrov is locked", true),
		two("User Access denied", "User Rights missing", false),
		two("Адрес ::ffff:10.0.0.1 отклонён", "Адрес ::ffff:192.168.1.15 отклонён", true),
		two("Файл 1cv8_A1B2.tmp занят", "Файл 1cv8_77C0.tmp занят", true),
		two("Сеанс пользователя Иванов завершён", "Сеанс пользователя Петрова завершён", true),
		two("Роль КладовщикСклада1 не найдена", "Роль КладовщикСклада2 не найдена", false),
		two("Сервис: <error><code>E1</code><message>Нет</message></error>", "Сервис: <error><code>E2</code><message>Нет</message></error>", false),
		two("Сервис: <id>7a</id><message>Нет</message>", "Сервис: <id>8b</id><message>Нет</message>", true),
		two(at("Сервис вернул {\"code\":7}", "ВызватьИсключение Ответ;"), at("Сервис вернул {\"code\":8}", "ВызватьИсключение Ответ;"), false),
		two(at("Не заполнено 5 строк", "Raise;"), at("Не заполнено 7 строк", "Raise;"), true),
	},
}
