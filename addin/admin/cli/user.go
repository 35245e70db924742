package cli

import "os/user"

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
