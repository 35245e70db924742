package platform

import (
	"slices"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// LogRow is one record of the event log.
type LogRow struct {
	Level                    *value.Enum
	Date                     value.Date
	Event, EventPresentation string
	Comment                  string
	Metadata                 string
	MetadataPresentation     string
	Data                     value.Value
	DataPresentation         string
	User                     value.UUID
	UserName                 string
	Computer                 string
	Application              Application
	Session, Connection      int
	Status                   *value.Enum
	Transaction              string
	Server                   string
	Port                     int
	Separation               *value.Structure // values of the separators, by their names
}

// LogLevel finds a level by its Russian name.
func LogLevel(ru string) *value.Enum { return logLevel.member(ru) }

// LogStatus finds a status of a transaction by its Russian name.
func LogStatus(ru string) *value.Enum { return logStatus.member(ru) }

// logColumns are the columns in the order of the help, and how they are read. Their
// names are those of the script of the configuration: in an English one the table has
// Date and the like (ssl_3_1_eng EventLog:134-310, in a configuration whose
// ScriptVariant is English; EventLogClient.EventLogEventToStructure there reads
// TransactionID, which goes by the name Transaction in filters only; its form of filters:1097
// and EventLogClient:372 have Port, as the help). The separation is a column only of a
// base that has separators: without them SSL adds it itself (ssl_3_1 ЖурналРегистрации:145).
var logColumns = []struct {
	ru, en string
	read   func(*LogRow) value.Value
}{
	{"Уровень", "Level", func(r *LogRow) value.Value { return r.Level }},
	{"Дата", "Date", func(r *LogRow) value.Value { return r.Date }},
	{"Пользователь", "User", func(r *LogRow) value.Value { return r.User }},
	{"ИмяПользователя", "UserName", func(r *LogRow) value.Value { return str(r.UserName) }},
	{"Компьютер", "Computer", func(r *LogRow) value.Value { return str(r.Computer) }},
	{"ИмяПриложения", "ApplicationName", func(r *LogRow) value.Value { return str(string(r.Application)) }},
	{"ПредставлениеПриложения", "ApplicationPresentation", func(r *LogRow) value.Value { return str(string(r.Application)) }},
	{"Событие", "Event", func(r *LogRow) value.Value { return str(r.Event) }},
	{"ПредставлениеСобытия", "EventPresentation", func(r *LogRow) value.Value { return str(r.EventPresentation) }},
	{"Комментарий", "Comment", func(r *LogRow) value.Value { return str(r.Comment) }},
	{"Метаданные", "Metadata", func(r *LogRow) value.Value { return str(r.Metadata) }},
	{"ПредставлениеМетаданных", "MetadataPresentation", func(r *LogRow) value.Value { return str(r.MetadataPresentation) }},
	{"Данные", "Data", func(r *LogRow) value.Value {
		if r.Data == nil {
			return value.Undefined
		}
		return r.Data
	}},
	{"ПредставлениеДанных", "DataPresentation", func(r *LogRow) value.Value { return str(r.DataPresentation) }},
	{"СтатусТранзакции", "TransactionStatus", func(r *LogRow) value.Value { return r.Status }},
	{"Транзакция", "TransactionID", func(r *LogRow) value.Value { return str(r.Transaction) }},
	{"Сеанс", "Session", func(r *LogRow) value.Value { return num(r.Session) }},
	{"Соединение", "Connection", func(r *LogRow) value.Value { return num(r.Connection) }},
	{"РабочийСервер", "ServerName", func(r *LogRow) value.Value { return str(r.Server) }},
	{"ОсновнойIPПорт", "Port", func(r *LogRow) value.Value { return num(r.Port) }},
	{separationColumn, "SessionDataSeparation", func(r *LogRow) value.Value {
		if r.Separation == nil {
			return &value.Structure{}
		}
		return r.Separation
	}},
}

const separationColumn = "РазделениеДанныхСеанса"

// separated reports whether the data of the base are divided, and sessions see all areas.
func (b *Infobase) separated() bool {
	return !b.InArea && slices.ContainsFunc(b.Objects, func(o *MetaObject) bool { return o.Separates })
}

func defineEventLog(c *eval.Catalog) {
	c.Define(on(eval.ServerCode,
		proc("ЗаписьЖурналаРегистрации", "WriteLogEvent", 1, 6, writeLog),
		proc("ВыгрузитьЖурналРегистрации", "UnloadEventLog", 1, 5, unloadLog),
		fn("ПолучитьЗначенияОтбораЖурналаРегистрации", "GetEventLogFilterValues", 0, 2, logValues),
	)...)
}

// writeLog adds a row. The level is Примечание if it is omitted, as the help says.
func writeLog(c *eval.Call) error {
	s := session(c)
	event := c.OnlyText(0)
	row := s.row("Примечание", event, event, c.Text(4))
	if level, ok := eval.Optional[*value.Enum](c, 1); ok {
		if row.Level = level; level == nil || level.Of != logLevel.kind {
			return eval.Mismatch(1)
		}
	}
	if object, ok := eval.Optional[*MetaObject](c, 2); ok && object != nil {
		row.Metadata, row.MetadataPresentation = object.FullName, object.Synonym
	}
	if c.Has(3) {
		row.Data, row.DataPresentation = c.Arg(3), value.Text(c.Arg(3), c.Thread.Language)
	}
	mode, given := eval.Optional[*value.Enum](c, 5)
	switch {
	case c.Bad():
		return nil
	case strings.Contains(event, "_$") || strings.Contains(event, "$_"):
		return eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1')")
	case given && mode.Of != logMode.kind:
		return eval.Mismatch(5)
	}
	row.Status = logStatus.member("НетТранзакции")
	if s.transaction.depth > 0 && given && mode.Ru == "Транзакционная" {
		row.Status = logStatus.member("НеЗавершена")
		s.transaction.rows = append(s.transaction.rows, row)
	}
	s.Base.Log = append(s.Base.Log, row)
	return nil
}

// Row makes a row of the log as other code of this session would write it.
func (s *Session) Row(level, event, comment string) *LogRow {
	return s.row(level, event, event, comment)
}

// row makes a row of this session, with what the platform adds by itself.
func (s *Session) row(level, event, presentation, comment string) *LogRow {
	row := &LogRow{Level: logLevel.member(level), Date: s.now(), Event: event, EventPresentation: presentation, Comment: comment,
		Computer: s.Base.Computer, Application: s.Application, Session: s.Number, Connection: s.Number,
		Status: logStatus.member("НетТранзакции"), Server: s.Base.Computer, Port: 1541}
	if s.User != nil {
		row.User, row.UserName = s.User.ID, s.User.Name
	}
	return row
}

// unloadLog fills a table with the rows of a filter. With a limit it gives the
// last rows, not the first.
func unloadLog(c *eval.Call) error {
	s := session(c)
	table := eval.As[*value.Table](c, 0)
	filter, _ := eval.Optional[*value.Structure](c, 1)
	if c.Bad() {
		return nil
	}
	if c.Has(3) && !value.IsUndefined(c.Arg(3)) {
		return eval.Faultf("the input file of ВыгрузитьЖурналРегистрации is not modelled")
	}
	s.count("ВыгрузитьЖурналРегистрации")
	if err := s.demand(c.Thread, "Конфигурация", "ЖурналРегистрации"); err != nil {
		return err
	}
	if s.Base.LogError != nil {
		return eval.Raised(eval.CategoryOther, "%v", s.Base.LogError)
	}
	match, err := logFilter(filter)
	if err != nil {
		return err
	}
	wanted, err := s.Base.chosenColumns(c.Text(2))
	if err != nil {
		return err
	}
	var rows []*LogRow
	for _, row := range s.Base.Log {
		if match(row) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b *LogRow) int { return int(a.Date - b.Date) })
	if c.Has(4) {
		if limit := c.Int(4); limit > 0 && len(rows) > limit {
			rows = rows[len(rows)-limit:]
		}
	}
	s.Base.LargestReading = max(s.Base.LargestReading, len(rows))
	if s.Base.ColumnsRead == nil {
		s.Base.ColumnsRead = map[string]bool{}
	}
	for name, asked := range wanted {
		s.Base.ColumnsRead[name] = s.Base.ColumnsRead[name] || asked
	}
	table.Columns, table.Rows = nil, nil
	for _, column := range logColumns {
		if wanted[column.ru] {
			table.Columns = append(table.Columns, s.Base.script(column.ru, column.en))
		}
	}
	for _, row := range rows {
		line := table.Add()
		for _, column := range logColumns {
			if wanted[column.ru] {
				line.Set(s.Base.script(column.ru, column.en), column.read(row))
			}
		}
	}
	return nil
}

// script chooses a name by the script of the configuration.
func (b *Infobase) script(ru, en string) string {
	if b.English {
		return en
	}
	return ru
}

func (b *Infobase) chosenColumns(list string) (map[string]bool, error) {
	wanted := map[string]bool{}
	for _, column := range logColumns {
		wanted[column.ru] = list == "" && (column.ru != separationColumn || b.separated())
	}
	if list == "" {
		return wanted, nil
	}
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		found := false
		for _, column := range logColumns {
			if equalFold(name, column.ru, column.en) && (column.ru != separationColumn || b.separated()) {
				wanted[column.ru], found = true, true
			}
		}
		if !found {
			return nil, eval.Raised(eval.CategoryUse, "Неверное имя колонки журнала регистрации: %s", name)
		}
	}
	return wanted, nil
}

// logFilter reads a filter. Its dates are limits, both included; the other keys
// have a value or an array of them.
func logFilter(filter *value.Structure) (func(*LogRow) bool, error) {
	var checks []func(*LogRow) bool
	if filter != nil {
		for _, name := range filter.Names() {
			v, _ := filter.Get(name)
			switch logKeys.russian(name) {
			case "ДатаНачала":
				d, ok := v.(value.Date)
				if !ok {
					return nil, eval.Mismatch(1)
				}
				checks = append(checks, func(r *LogRow) bool { return r.Date >= d })
			case "ДатаОкончания":
				d, ok := v.(value.Date)
				if !ok {
					return nil, eval.Mismatch(1)
				}
				checks = append(checks, func(r *LogRow) bool { return r.Date <= d })
			case "Уровень":
				checks = append(checks, oneOf(v, func(r *LogRow) value.Value { return r.Level }))
			case "Событие":
				checks = append(checks, oneOf(v, func(r *LogRow) value.Value { return str(r.Event) }))
			case "ИмяПриложения":
				checks = append(checks, oneOf(v, func(r *LogRow) value.Value { return str(string(r.Application)) }))
			case "Сеанс":
				checks = append(checks, oneOf(v, func(r *LogRow) value.Value { return num(r.Session) }))
			default:
				return nil, eval.Faultf("the key %s of a filter of the event log is not modelled", name)
			}
		}
	}
	return func(r *LogRow) bool {
		for _, check := range checks {
			if !check(r) {
				return false
			}
		}
		return true
	}, nil
}

func oneOf(v value.Value, read func(*LogRow) value.Value) func(*LogRow) bool {
	wanted := []value.Value{v}
	if a, ok := v.(*value.Array); ok {
		wanted = a.Items
	}
	return func(r *LogRow) bool {
		return slices.ContainsFunc(wanted, func(w value.Value) bool { return value.Equal(w, read(r)) })
	}
}
