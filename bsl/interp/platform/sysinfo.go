package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

type systemInfo struct{ s *Session }

var systemInfoType = &value.Type{Ru: "СистемнаяИнформация", En: "SystemInfo"}

func (systemInfo) Type() *value.Type { return systemInfoType }

func defineSystemInfo(c *eval.Catalog) {
	text := func(ru, en string, get func(*Session) string) *eval.Member {
		return prop(ru, en, func(c *eval.Call) value.Value { return str(get(self[systemInfo](c).s)) })
	}
	c.DefineClass(&eval.Class{Type: systemInfoType, New: func(c *eval.Call) (value.Value, error) { return systemInfo{session(c)}, nil }}, nil,
		[]*eval.Member{
			text("ВерсияПриложения", "AppVersion", func(s *Session) string { return s.Base.Version.String() }),
			text("ВерсияОС", "OSVersion", func(*Session) string { return "Linux 6.1.0" }),
			text("Процессор", "Processor", func(*Session) string { return "x86-64" }),
			text("ИнформацияПрограммыПросмотра", "UserAgentInformation", func(s *Session) string {
				if s.Application == WebClient {
					return "Mozilla/5.0"
				}
				return ""
			}),
			prop("ОперативнаяПамять", "RAM", func(*eval.Call) value.Value { return num(16384) }),
			prop("ТипПлатформы", "PlatformType", func(c *eval.Call) value.Value { return platformType.member(self[systemInfo](c).s.Base.PlatformType) }),
		})
}
