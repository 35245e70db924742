package names

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTagKey(t *testing.T) {
	for key, wanted := range map[string]string{
		"plain.key-1:x_Y":  "plain.key-1:x_Y",
		"Организация":      "Organizatsiya",
		"Подъезд Щётка Ёж": "Podezd_Shchyotka_Yozh",
		"ключ с пробелом":  "klyuch_s_probelom",
		"日本":               "__",
		"Очень длинное название ключа 12": "Ochen_dlinnoe_nazvanie_-",
	} {
		got := TagKey(key)
		if !strings.HasPrefix(got, wanted) || len(got) > maxTagKey || (len(wanted) < 20 && got != wanted) {
			t.Errorf("TagKey(%q) = %q, want %q", key, got, wanted)
		}
	}
	long := strings.Repeat("Длинный", 10)
	if TagKey(long+"1") == TagKey(long+"2") {
		t.Error("two long keys became one")
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Ключ", "значение\nс переводом")
	f.Fuzz(func(t *testing.T, key, value string) {
		legal := TagKey(key)
		if len(legal) > maxTagKey || strings.Trim(legal, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-") != "" {
			t.Fatalf("TagKey(%q) = %q", key, legal)
		}
		if got := TagValue(value); utf8.RuneCountInString(got) > maxTagValue || strings.ContainsAny(got, "\n\r\t") {
			t.Fatalf("legalTagValue(%q) = %q", value, got)
		}
		Release(value)
		Environment(value)
		Dist(value)
	})
}
