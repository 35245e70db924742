package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKey is how much of a name is looked at.
const maxKey = 256

// stems make a name a secret's wherever they stand in it.
var stems = []string{
	"password", "passwd", "passphrase", "парол", "secret", "секрет", "token", "токен", "маркердоступа", "apikey", "accesskey",
	"privatekey", "credential", "authorization", "cookie", "ключдоступа", "ключapi", "apiключ", "ключшифрования", "ключподписи",
	"закрытыйключ", "приватныйключ", "accountkey", "sharedkey", "signingkey", "encryptionkey", "masterkey", "sentrykey", "amzsignature", "phpsessid", "jsessionid", "aspxauth", "пинкод", "кодпин",
}

// harmless are words that hold a stem and are no secrets: a secretary has a name.
var harmless = []string{"secretar", "секретар"}

// whole make a name a secret's if they are a word of it.
var whole = map[string]bool{"pwd": true, "pass": true, "psw": true, "pswd": true, "auth": true, "dsn": true, "jwt": true, "bearer": true}

// about are words of names that tell something of a secret, and are none.
var about = words("вариант режим вид тип сохранение сохранения длительность время учесть запрещено разрешено изменять восстанавливать активировать страница подсказка заголовок требовать проверять проверка " +
	"использовать mode type kind option policy hint label title enabled required expired changed updated created date time url uri endpoint")

// Key reports whether a name is that of a secret: in Latin or Cyrillic letters, in any
// case, with its words joined in any way.
func Key(name string) bool {
	flat, words := flatten(name)
	return secret(flat, words) || flat == "ключ"
}

func secret(flat string, words []string) bool {
	for _, word := range words {
		if about[word] {
			return false
		}
	}
	for _, word := range words {
		if whole[word] {
			return true
		}
	}
	if strings.HasPrefix(flat, "pwd") || strings.HasSuffix(flat, "pwd") {
		return true
	}
	for _, word := range harmless {
		flat = strings.ReplaceAll(flat, word, " ")
	}
	for _, stem := range stems {
		if strings.Contains(flat, stem) {
			return true
		}
	}
	return false
}

// flatten returns the letters and digits of a name in small letters, and the words that
// they form: signs and capitals divide them.
func flatten(name string) (flat string, words []string) {
	name = name[:min(len(name), maxKey)]
	var b strings.Builder
	start := 0
	end := func() {
		if b.Len() > start {
			words = append(words, b.String()[start:])
			start = b.Len()
		}
	}
	small := false
	for _, r := range name {
		switch {
		case r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			small = false
			continue
		case unicode.IsUpper(r):
			if small {
				end()
			}
			small = false
		default:
			small = true
		}
		b.WriteRune(unicode.ToLower(r))
	}
	end()
	return b.String(), words
}
