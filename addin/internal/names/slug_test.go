package names

import (
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for name, wanted := range map[string]string{
		"":   "",
		"  ": "",
		"Обмен с сайтом (ночной)": "obmen-s-saytom-nochnoy",
		"12":    "monitor-12",
		"A_b-C": "a_b-c",
		"«»":    "monitor-",
		"ЗагрузкаКурсовВалютИзЦентральногоБанкаРоссийскойФедерации": "zagruzkakursovvalyutiztsentralnogobankaro",
	} {
		got := Slug(name)
		if !strings.HasPrefix(got, wanted) || len(got) > maxSlug || name != "" && strings.TrimSpace(name) == "" && got != "" {
			t.Errorf("Slug(%q) = %q, want %q", name, got, wanted)
		}
	}
	if long := strings.Repeat("а", 60); Slug(long+"1") == Slug(long+"2") {
		t.Error("two long names are one monitor")
	}
}
