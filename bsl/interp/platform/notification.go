package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Notice is a notification in the corner of the screen.
type Notice struct {
	Text, Explanation string
	Status            string // a value of СтатусОповещенияПользователя
	action            *notification
}

var (
	noticeStatus = enum("СтатусОповещенияПользователя", "UserNotificationStatus", "Важное", "Important", "Информация", "Information")
	pictures     = &pictureLib{}
)

// pictureLib is БиблиотекаКартинок; a picture is its name.
type pictureLib struct{}

var (
	pictureLibType = &value.Type{Ru: "БиблиотекаКартинок", En: "PictureLib"}
	pictureType    = &value.Type{Ru: "Картинка", En: "Picture"}
)

func (*pictureLib) Type() *value.Type { return pictureLibType }

// CallMember has nothing.
func (*pictureLib) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (*pictureLib) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds a picture of the platform itself; a base's own are not there.
func (*pictureLib) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	for _, known := range platformPictures {
		if equalFold(name, known[0], known[1]) {
			return picture(known[0]), true, nil
		}
	}
	return nil, true, eval.Faultf("the picture %s is not known", name)
}

// platformPictures are the pictures that are used here.
var platformPictures = [][2]string{
	{"Информация", "Information"}, {"ДиалогИнформация", "DialogInformation"}, {"ЖурналРегистрации", "EventLog"}, {"Справка", "Help"},
	{"Обновить", "Refresh"}, {"Записать", "Write"}, {"ЗаписатьИЗакрыть", "WriteAndClose"},
}

type picture string

func (picture) Type() *value.Type { return pictureType }

// defineNotifications: what the user is shown and asked beside dialogs, as ssl_3_1
// calls it: ЦентрМониторингаКлиентСлужебный:235-260 (the handler of a click has one
// parameter, the extra one), ДлительныеОперацииКлиент, and ПоказатьВводСтроки with
// several lines.
func defineNotifications(c *eval.Catalog) {
	c.Define(on(eval.Clients,
		proc("ПоказатьОповещениеПользователя", "ShowUserNotification", 0, 6, func(c *eval.Call) error {
			n := &Notice{Text: c.Text(0), Explanation: c.Text(2), Status: "Информация"}
			// The action is a description of a notification, or an address, which a test
			// cannot follow.
			if _, address := c.Arg(1).(value.String); !address {
				n.action, _ = eval.Optional[*notification](c, 1)
			}
			if status, given := eval.Optional[*value.Enum](c, 4); given && !c.Bad() {
				if status.Of != noticeStatus.kind {
					return eval.Mismatch(4)
				}
				n.Status = status.Ru
			}
			if p := c.Arg(3); !value.IsUndefined(p) && p.Type() != pictureType {
				return eval.Mismatch(3)
			}
			if !c.Bad() {
				session(c).Notices = append(session(c).Notices, n)
			}
			return nil
		}),
		proc("ПоказатьВводСтроки", "ShowInputString", 1, 5, func(c *eval.Call) error {
			s, n := session(c), eval.As[*notification](c, 0)
			length := 0
			if c.Has(3) {
				length = c.Int(3)
			}
			s.Questions = append(s.Questions, c.Text(2))
			if c.Bad() {
				return nil
			}
			// Неопределено is what a closed window gives.
			var answer value.Value = value.Undefined
			if len(s.Inputs) > 0 {
				text := value.String(s.Inputs[0])
				if s.Inputs = s.Inputs[1:]; length > 0 {
					text = text.Sub(0, length)
				}
				answer = text
			}
			return n.run(c.Thread, answer)
		}),
	)...)
	defineEnum(c, noticeStatus, eval.Clients, eval.Version{})
	c.DefineProperty(&eval.Property{Ru: pictureLibType.Ru, En: pictureLibType.En,
		Get: func(*eval.Thread) (value.Value, error) { return pictures, nil }})
	c.DefineClass(&eval.Class{Type: pictureLibType}, nil, nil)
	c.DefineClass(&eval.Class{Type: pictureType}, nil, nil)
}

// ClickNotice clicks on a notification that was shown.
func (s *Session) ClickNotice(i int) error {
	if i >= len(s.Notices) || s.Notices[i].action == nil {
		return s.Base.fault(eval.Faultf("there is no notification %d to click on", i))
	}
	return s.fromOutside(s.Notices[i].action.run)
}

// fromOutside runs code of the client as the user's own action: an error is shown.
func (s *Session) fromOutside(run func(t *eval.Thread, results ...value.Value) error) error {
	if s.client.Depth() == 0 {
		s.client.Flags = eval.Flags{}
	}
	return s.show(s.Base.fault(run(s.client)))
}
