package rawjson

// fewMembers is how many members are looked for one by one: an index costs more.
const fewMembers = 16

// Builder puts an object together as Object.Set does, in time that grows with the number
// of members and no faster: what comes from outside may have any number. The zero value
// is ready and takes all.
type Builder struct {
	// Most is how many members are kept; 0 is all.
	Most int

	object Object
	places map[string]int // nil as long as there are few
	left   Left
}

// Left names what was left out for want of room.
type Left struct {
	// Names are the first of them, and Count is how many there are.
	Names []string
	Count int
}

// maxNamed is how many names a Left keeps.
const maxNamed = 5

// Add notes one more.
func (l *Left) Add(name string) {
	if l.Count++; len(l.Names) < maxNamed {
		l.Names = append(l.Names, name)
	}
}

// SetAll sets the members of an object, which stays as it is.
func (b *Builder) SetAll(members Object) {
	for _, have := range members {
		b.Set(have.Name, have.Raw)
	}
}

// Set puts a value in the place of the one of that name, or at the end. It reports whether
// there was room.
func (b *Builder) Set(name string, raw []byte) bool {
	if at := b.find(name); at >= 0 {
		b.object[at].Raw = raw
		return true
	}
	if b.Most > 0 && len(b.object) >= b.Most {
		b.left.Add(name)
		return false
	}
	b.object = append(b.object, Member{Name: name, Raw: raw})
	switch {
	case b.places != nil:
		b.places[name] = len(b.object) - 1
	case len(b.object) > fewMembers:
		b.places = make(map[string]int, 4*fewMembers)
		for i, have := range b.object {
			b.places[have.Name] = i
		}
	}
	return true
}

func (b *Builder) find(name string) int {
	if b.places != nil {
		if at, ok := b.places[name]; ok {
			return at
		}
		return -1
	}
	for i, have := range b.object {
		if have.Name == name {
			return i
		}
	}
	return -1
}

// Object is what was put together; nil if that is nothing. The builder is done then.
func (b *Builder) Object() Object { return b.object }

// Left is what there was no room for.
func (b *Builder) Left() Left { return b.left }
