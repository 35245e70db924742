package cli

import (
	"os/user"
	"strings"
)

// UserName is the name of whoever runs the program.
func UserName() string {
	if who, err := user.Current(); err == nil {
		return who.Username
	}
	return "?"
}

// UserOf is the name of the user with a number; the number itself if nobody has it.
func UserOf(id string) string {
	if who, err := user.LookupId(id); err == nil {
		return who.Username
	}
	return id
}

// Elsewhere is a sentence, after a space, for who runs as another user than the one that 1C's
// installation makes for its server (usr1cv8 in Linux, USR1CV8 in Windows); "" for that one.
func Elsewhere(language, user string) string {
	if strings.EqualFold(user[strings.LastIndexByte(user, '\\')+1:], "usr1cv8") {
		return ""
	}
	return " " + Text{
		"If 1C's server runs as another user (mostly usr1cv8, USR1CV8), run this as that one.",
		"Если сервер 1С работает от другого пользователя (обычно usr1cv8, USR1CV8), запустите от его имени.",
	}.In(language)
}
