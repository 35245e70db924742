package doctor

import (
	"strings"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
)

// verdicts are what follows from the worst finding where everything was looked at.
var verdicts = map[Effect]cli.Text{
	None: {En: "Nothing stands in the way.", Ru: "Препятствий не найдено."},
	Delayed: {En: "The add-in is loaded on this machine and keeps events on the disk; they are sent when the problems are mended.",
		Ru: "Компонента на этом компьютере загрузится и будет хранить события на диске; они уйдут, когда ошибки будут исправлены."},
	Refused: {En: "The add-in is loaded on this machine, but Init answers False and nothing is recorded until the problems are mended.",
		Ru: "Компонента на этом компьютере загрузится, но Инициализировать ответит Ложь и ничего не будет записано, пока ошибки не исправлены."},
	Stopped: {En: "The add-in will not work on this machine until the problems are mended.",
		Ru: "Компонента на этом компьютере не заработает, пока не исправлены ошибки."},
}

// unloaded are those where nobody has looked whether the add-in is loaded.
var unloaded = map[Effect]cli.Text{
	Delayed: {En: "Events are kept on the disk; they are sent when the problems are mended.",
		Ru: "События будут храниться на диске; они уйдут, когда ошибки будут исправлены."},
	Refused: {En: "Init answers False and nothing is recorded until the problems are mended.",
		Ru: "Инициализировать ответит Ложь и ничего не будет записано, пока ошибки не исправлены."},
}

// partly is what no finding says where not everything was looked at: it is no clean bill.
var partly = cli.Text{En: "No obstacle was found in what was looked at.", Ru: "В том, что проверено, препятствий нет."}

// noLibrary and noServer are what was not looked at, with what to give.
var (
	noLibrary = cli.Text{En: "whether the add-in is loaded (name the bundle: SentryAddIn_" + addin.Version + ".zip)",
		Ru: "загрузится ли компонента (укажите комплект: SentryAddIn_" + addin.Version + ".zip)"}
	noServer = cli.Text{En: "the way to the server (give -dsn)", Ru: "путь к серверу (укажите -dsn)"}
)

// verdict is what follows from the findings, and what it does not cover.
func (r *Report) verdict() string {
	effect := r.effect()
	text := verdicts[effect]
	var unseen []string
	for _, one := range r.unseen {
		unseen = append(unseen, one.In(r.language()))
		if other, ok := unloaded[effect]; ok && one == noLibrary {
			text = other
		}
	}
	if len(unseen) == 0 || effect == Stopped {
		return text.In(r.language())
	}
	if effect == None {
		text = partly
	}
	return text.In(r.language()) + cli.Text{En: " Not looked at: ", Ru: " Не проверено: "}.In(r.language()) + strings.Join(unseen, "; ") + "."
}
