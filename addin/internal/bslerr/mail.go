package bslerr

import "strings"

// mailFields begin the lines of the head of a mail that is forwarded.
var mailFields = [...]string{
	"From:", "Sent:", "Date:", "To:", "Cc:", "Subject:", "Reply-To:",
	"От:", "От кого:", "Отправлено:", "Дата:", "Кому:", "Копия:", "Тема:", "Відправник:", "Надіслано:",
}

// mailSenders are those of them that a head begins with.
var mailSenders = [...]string{"From:", "От:", "От кого:", "Відправник:"}

// mailField reports whether a line is one of the head of a mail; first is for the line
// that the head begins with.
func mailField(line string, first bool) bool {
	fields := mailFields[:]
	if first {
		fields = mailSenders[:]
	}
	for _, field := range fields {
		if strings.HasPrefix(line, field) {
			return true
		}
	}
	return false
}
