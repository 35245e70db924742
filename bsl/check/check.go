// Package check reads modules as the platform's compiler does in each context that
// they are compiled in, and says what would not compile or would fail there: a name
// that the context lacks or a platform does not have yet, a wrong number of
// arguments, a module that cannot be reached, an export or a handler that is not
// there. What the platform has stands in package names, each name with its source.
package check

import (
	"cmp"
	"fmt"
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/syntax"
)

// Unit is a text to check.
type Unit struct {
	*eval.Module
	// Line is how far the text lies below the beginning of its file.
	Line int
	// Foreign are names that an example leaves to its reader, folded: his own methods
	// and variables, and behind a dot methods of his objects. A text with none has no
	// such names.
	Foreign map[string]bool
}

// Call is a method that objects known at run time only may have: those of the
// component.
type Call struct{ Min, Max int }

// Config is what texts are checked against.
type Config struct {
	Table  *names.Table
	Oldest eval.Version
	// Methods and Properties are those of the component, by their folded names in both
	// languages.
	Methods    map[string]Call
	Properties map[string]bool
}

// Finding is something wrong.
type Finding struct {
	Side eval.Side
	Path string
	Line int
	Text string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s, line %d, on the %s: %s", f.Path, f.Line, f.Side, f.Text)
}

var sides = [...]eval.Side{eval.ThinClient, eval.WebClient, eval.ThickClient, eval.Server, eval.ExternalConnection}

// context is where modules are compiled: a side, and for the thick client which of
// its applications. A module of managed clients is compiled in the thick client of
// the managed application, too.
type context struct {
	side    eval.Side
	managed bool // the thick client
}

var contexts = [...]context{{side: eval.ThinClient}, {side: eval.WebClient}, {side: eval.ThickClient}, {eval.ThickClient, true},
	{side: eval.Server}, {side: eval.ExternalConnection}}

// has reports whether a module is compiled here.
func (c context) has(u Unit) bool {
	if c.managed {
		return u.Sides&(eval.ThinClient|eval.WebClient) != 0
	}
	return u.Sides&c.side != 0
}

// defined reports whether a symbol of the preprocessor holds here.
func (c context) defined(symbol string) bool {
	switch syntax.Fold(symbol) {
	case "толстыйклиентуправляемоеприложение", "thickclientmanagedapplication":
		return c.managed
	case "толстыйклиентобычноеприложение", "thickclientordinaryapplication":
		return c.side == eval.ThickClient && !c.managed
	}
	return c.side.Defined(symbol)
}

// Units checks texts that stand beside each other in one configuration.
func Units(units []Unit, c Config) []Finding {
	var found []Finding
	for _, in := range contexts {
		w := &world{Config: c, context: in, modules: map[string]*text{}, exported: map[string][]*syntax.Method{}}
		w.read(units, &found)
		for _, t := range w.texts {
			if t.remote {
				continue
			}
			for _, m := range t.tree.Methods {
				w.method(t, m)
			}
			w.method(t, &syntax.Method{Name: "the module's body", Body: t.tree.Body})
		}
		found = append(found, w.found...)
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Side, b.Side))
	})
	return slices.CompactFunc(found, func(a, b Finding) bool { return a == b })
}

// world is all texts as one side sees them.
type world struct {
	Config
	context
	texts       []*text
	modules     map[string]*text // common ones by folded names
	application *text
	exported    map[string][]*syntax.Method // of all common modules
	found       []Finding
}

// text is a unit on one side.
type text struct {
	Unit
	tree   *syntax.Module
	remote bool // it runs across the border, its exports may be called
	absent bool // it is not on this side, nor may it be called
	vars   map[string]bool
	own    map[string]*syntax.Method
}

func (w *world) read(units []Unit, found *[]Finding) {
	for _, u := range units {
		t := &text{Unit: u, vars: map[string]bool{}, own: map[string]*syntax.Method{}}
		defined := w.defined
		if !w.has(u) {
			t.remote = true
			t.absent = !(u.ServerCall && w.side&eval.Clients != 0)
			defined = eval.Server.Defined
		}
		tree, err := syntax.Parse(u.Path, u.Source, func(symbol string) bool {
			if w.has(u) && w.Table.Find(eval.KindText, ofSymbol, symbol) == nil {
				*found = append(*found, Finding{Side: w.side, Path: u.Path, Line: u.Line, Text: symbol + " is no symbol of the preprocessor that the table of names has"})
			}
			return defined(symbol)
		})
		if err != nil {
			*found = append(*found, Finding{Side: w.side, Path: u.Path, Line: u.Line, Text: err.Error()})
			continue
		}
		t.tree = tree
		for _, v := range tree.Vars {
			if u.Kind != eval.OfForm || clientVariable(v) == (w.side&eval.Clients != 0) {
				t.vars[syntax.Fold(v.Name)] = true
			}
		}
		for _, m := range tree.Methods {
			t.own[syntax.Fold(m.Name)] = m
		}
		w.texts = append(w.texts, t)
		switch {
		case u.Kind == eval.Application:
			if !t.absent && w.side&eval.Clients != 0 {
				w.application = t
			}
		case u.Name != "":
			w.modules[syntax.Fold(u.Name)] = t
			for _, m := range tree.Methods {
				if m.Export {
					w.exported[syntax.Fold(m.Name)] = append(w.exported[syntax.Fold(m.Name)], m)
				}
			}
		}
	}
}

// placement is where a method of a module with directives runs.
type placement struct {
	client bool
	alone  bool // without the form
}

// place reads the directives of a method; without one it is the server's.
func place(m *syntax.Method) placement {
	for _, a := range m.Annotations {
		switch syntax.Fold(a.Name) {
		case "наклиенте", "atclient":
			return placement{client: true}
		case "насерверебезконтекста", "atservernocontext":
			return placement{alone: true}
		}
	}
	return placement{}
}

func clientVariable(v syntax.Var) bool {
	return slices.ContainsFunc(v.Annotations, func(a syntax.Annotation) bool {
		return slices.Contains([]string{"наклиенте", "atclient"}, syntax.Fold(a.Name))
	})
}

func directed(k eval.Kind) bool { return k == eval.OfForm || k == eval.OfCommand }

// method checks one method, if it runs on this side.
func (w *world) method(t *text, m *syntax.Method) {
	b := &body{world: w, text: t, method: m, locals: map[string]string{}}
	if directed(t.Kind) {
		b.placement = place(m)
		if b.placement.client != (w.side&eval.Clients != 0) {
			return
		}
	}
	for _, p := range m.Params {
		b.locals[syntax.Fold(p.Name)] = unknown
	}
	for _, v := range m.Vars {
		b.locals[syntax.Fold(v.Name)] = unknown
	}
	syntax.Assigned(m.Body, b.assigned)
	b.statements(m.Body)
}
