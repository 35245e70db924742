package cfe

import (
	"slices"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

// Places in the root's list that all known versions share.
const (
	placeVendor   = 14
	placeVersion  = 15
	placeBaseMode = 26
	placeRoles    = 39
	placePrefix   = 42
	placeMode     = 43
	placePurpose  = 44
	placeMapping  = 49

	oldestList, newestList = 52, 68
)

// root reads the root object and every object it lists.
func (c *checker) root(info configInfo) bool {
	if c.stored[info.Root] == nil {
		c.find(Error, configInfoName, "the root object %s is not in the file", info.Root)
		return false
	}
	c.report.Extension.UUID = info.Root
	root, ok := c.list(info.Root)
	if !ok {
		return false
	}
	groups := map[string]brackets.Value{}
	var order []string
	for _, item := range root.Items {
		if id, ok := item.At(0); ok && id.Kind == brackets.Token && mdclass.IsUUID(id.Text) && len(item.Items) > 1 {
			groups[id.Text] = item.Items[1]
			order = append(order, id.Text)
		}
	}
	own, ok := groups[mdclass.GeneralGroup].At(1)
	header, found := headerOf(own, "")
	if !ok || !found {
		c.find(Error, info.Root, "the root object has no list of its own")
		return false
	}
	c.extension(info, own, header)
	for _, g := range mdclass.Groups {
		if body, ok := groups[g.ID]; ok {
			c.group(info.Root, g, body)
		}
	}
	for _, id := range order {
		if !slices.ContainsFunc(mdclass.Groups, func(g mdclass.Group) bool { return g.ID == id }) {
			c.find(Warning, info.Root, "the group %s is not known", id)
		}
	}
	return true
}

// extension reads what the root says of the extension.
func (c *checker) extension(info configInfo, own brackets.Value, h nameHeader) {
	x := &c.report.Extension
	x.Name = h.Name
	x.ListVersion, _ = own.Int(0)
	if x.ListVersion < oldestList || x.ListVersion > newestList {
		c.find(Warning, info.Root, "version %d of the root's list is not known, what is read from it may be wrong", x.ListVersion)
	}
	text := func(place int) string { v, _ := own.At(place); return v.Text }
	x.Vendor, x.Version, x.Prefix = text(placeVendor), text(placeVersion), text(placePrefix)
	x.CompatibilityMode, _ = own.Int(placeMode)
	x.Purpose = map[string]string{"0": "Patch", "1": "Customization", "2": "AddOn"}[text(placePurpose)]
	x.KeepMapping = own.Is("1", placeMapping)
	if base, _ := own.Int(placeBaseMode); base != info.Mode {
		c.find(Error, configInfoName, "it says compatibility mode %s, the root says %s", modeName(info.Mode), modeName(base))
	}
	root := &seen{
		Object: Object{Class: mdclass.Configuration.Name, Name: h.Name, UUID: info.Root, Adopted: true},
		class:  mdclass.Configuration, parts: h.UUID, detail: objectFacts{roles: objectsIn(own, placeRoles)},
	}
	c.define(info.Root, "the root object")
	c.add(root)
}

// group reads the lists of one group.
func (c *checker) group(root string, g mdclass.Group, body brackets.Value) {
	if g.ID == mdclass.MainGroup {
		body, _ = body.At(1)
	}
	head, _ := body.At(1)
	if g.ID == mdclass.GeneralGroup {
		head, _ = head.At(1) // only the name header, not what else the root lists
	}
	head.Walk(func(v brackets.Value) bool {
		if uuid, ok := containedIn(v); ok {
			c.define(uuid, "a part of the root object")
		}
		return true
	})
	for _, list := range body.Items[min(3, len(body.Items)):] {
		id, _ := list.At(0)
		class := mdclass.ByList(id.Text)
		uuids, ok := uuidList(list)
		switch {
		case class == nil:
			c.find(Warning, root, "the list %s is not known", id.Text)
		case !ok:
			c.find(Error, root, "the list of objects of class %s does not have what it counts", class.Name)
		default:
			for _, uuid := range uuids {
				c.object(class, uuid, nil)
			}
		}
	}
}

// uuidList reads a list of identifiers under the identifier of the list.
func uuidList(v brackets.Value) ([]string, bool) {
	n, ok := v.Int(1)
	if !ok || n != int64(len(v.Items)-2) || v.Items[0].Kind != brackets.Token || !mdclass.IsUUID(v.Items[0].Text) {
		return nil, false
	}
	var uuids []string
	for _, item := range v.Items[2:] {
		if item.Kind != brackets.Token || !mdclass.IsUUID(item.Text) {
			return nil, false
		}
		uuids = append(uuids, item.Text)
	}
	return uuids, true
}
