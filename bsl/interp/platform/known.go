package platform

import (
	"sentry1c/bsl/interp/eval"
)

// Known lists every name of the platform that is modelled here: those of the
// catalogue, what items of forms have, what pictures are called, keys of filters.
func Known() []eval.Entry {
	list := NewCatalog().Entries()
	for _, p := range platformPictures {
		list = append(list, eval.Entry{Kind: eval.KindValue, Owner: pictureLibType.Ru, Ru: p[0], En: p[1], Where: eval.Everywhere})
	}
	field := func(owner string, p itemProp) {
		list = append(list, eval.Entry{Kind: eval.KindField, Owner: owner, Ru: p.ru, En: p.en, Where: eval.Everywhere})
	}
	for kind, own := range ofItem {
		for _, p := range own {
			field(kind.Ru, p)
		}
		common := everyItem
		if kind == formCommandType {
			common = everyItem[:2]
		}
		for _, p := range common {
			field(kind.Ru, p)
		}
	}
	for _, keys := range []filterKeys{logKeys, jobKeys, storageKeys} {
		list = append(list, keys.entries()...)
	}
	eval.SortEntries(list)
	return list
}
