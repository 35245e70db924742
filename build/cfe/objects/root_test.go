package objects

import (
	"strings"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

func root(t *testing.T, ext *designer.Extension) brackets.Value {
	t.Helper()
	v, err := brackets.ParseOne(encode(t, ext)[ext.Configuration.UUID])
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRoot_groups(t *testing.T) {
	ext := sample(t)
	v := root(t, ext)
	if !v.Is("2", 0) || !v.Is(ext.Configuration.UUID, 1, 0) || !v.Is("7", 2) || len(v.Items) != 11 {
		t.Fatalf("the root begins %s", flat(v)[:100])
	}
	inner := ext.Configuration.Contained
	for i, want := range []string{
		0: `{9cd510cd-abfc-11d4-9434-004095e12fc7,{1,{59,{0,{2,`,
		1: `{9fcd25a0-4822-11d4-9414-008048da11f9,{6,{1,{{1,0,` + inner[mdclass.MainGroup] + `},` + nilU + `},15,{0195e80c-b157-11d4-9435-004095e12fc7,1,` + ext.Constants[0].UUID + `},`,
		2: `{e3687481-0a87-462c-a166-9f34594f9bba,{1,{0,{1,0,` + inner[mdclass.AccountingGroup] + `}},2,{238e7e88-3c5f-48b2-8a3b-81ebbecb20ed,0},{2deed9b8-0056-4ffe-a473-c20a6c32a0bc,0}}}`,
		3: `{9de14907-ec23-4a07-96f0-85521cb6b53b,{1,{{1,0,` + inner["9de14907-ec23-4a07-96f0-85521cb6b53b"] + `}},2,{30b100d6-b29f-47ac-aec7-cb8ca8a54767,0},{f2de87a8-64e5-45eb-a22d-b3aedab050e7,0}}}`,
		4: `{51f2d5d8-ea4d-4064-8892-82951750031e,{1,{0,{1,0,` + inner[mdclass.ProcessGroup] + `}},2,{3e63355c-1378-4953-be9b-1deb5fb6bec5,0},{fcd3404e-1523-48ce-9bc0-ecdb822684a1,0}}}`,
		5: `{e68182ea-4237-4383-967f-90c1e3370bc7,{1,{{1,0,` + inner["e68182ea-4237-4383-967f-90c1e3370bc7"] + `}},1,{5274d9fc-9c3a-4a71-8f5e-a0db8ab23de5,0}}}`,
		6: `{fb282519-d103-4dd3-bc12-cb271d631dfc,{1,{{1,0,` + inner["fb282519-d103-4dd3-bc12-cb271d631dfc"] + `}},1,{bf3420b0-f6f9-41a0-b83a-fe9d4ab0b65d,0}}}`,
		7: `{{0,"",""}}`,
	} {
		if got := flat(v.Items[3+i]); !strings.HasPrefix(got, want) {
			t.Errorf("group %d is\n%s\nwant\n%s", i, got, want)
		}
	}
}

func TestRoot_lists(t *testing.T) {
	ext := sample(t)
	general, _ := root(t, ext).At(3, 1)
	if n, ok := general.Int(2); !ok || n != 23 || len(general.Items) != 26 {
		t.Errorf("%d lists in the first group, %d items", n, len(general.Items))
	}
	var order []string
	for _, list := range general.Items[3:] {
		order = append(order, list.Items[0].Text[:8])
	}
	want := "09736b02 0c89c792 0fe48980 0fffc09c 11bdaf85 15794563 24c43748 30d554db 37f2fa9a 39bddf6a 3e5404af 3e7bfcc0 46b4cd97 4e828da6 58848766 7dcd43d9 857c4a91 8657032e 9cd510ce af547940 c045099e cc9df798 d26096fb"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("lists stand as\n%s\nwant\n%s", got, want)
	}
	if got, want := flat(general.Items[3]), `{09736b02-9cac-4e3f-b4f7-d3e9576ab948,2,`+ext.Roles[0].UUID+`,`+ext.Roles[1].UUID+`}`; got != want {
		t.Errorf("roles %s, want %s", got, want)
	}
}

func TestRoot_properties(t *testing.T) {
	ext := sample(t)
	ext.Configuration.Version = "1.2.3"
	list, _ := root(t, ext).At(3, 1, 1)
	if len(list.Items) != 53 {
		t.Fatalf("%d fields, want 53", len(list.Items))
	}
	role := ext.Roles[0].UUID
	for place, want := range map[int]string{
		0: "59", 2: `""`, 3: "1", 4: `{1,"ru","Подробно"}`, 5: `{1,"ru","Кратко"}`, 6: `{1,"ru","MIT"}`,
		7: `{1,"ru","https://example.com/vendor"}`, 8: `{1,"ru","https://example.com/sample"}`, 9: nilU, 10: ext.Languages[0].UUID, 12: role,
		14: `"Автор ""Образца"""`, 15: `"1.2.3"`, 26: "80317", 33: `{1,{"#",1708fdaa-cbce-4289-b373-07a5a74bee91,1}}`, 36: "2", 38: "3",
		39: `{0,1,{"#",157fa490-4ce9-11d4-9415-008048da11f9,{1,` + role + `}}}`, 41: "2", 42: `"Образец"`, 43: "80317", 44: "2", 49: "0", 52: "{0,0}",
	} {
		if got := flat(list.Items[place]); got != want {
			t.Errorf("field %d is %s, want %s", place, got, want)
		}
	}
	if got := flat(list.Items[40]); !strings.HasPrefix(got, `{24,{{"#",e4c53f94-e5f7-4a34-8c10-218bd811cae1,9},{"B",0}},`) || !strings.HasSuffix(got, `{{"#",e4c53f94-e5f7-4a34-8c10-218bd811cae1,28},{"B",1}}}`) {
		t.Errorf("permissions %s", got)
	}
	if got := flat(list.Items[51]); got != `{1,24,{1,0,0},{2,0,0},{3,0,0},{5,0,0},{6,0,0},{7,0,0},{8,0,0},{9,0,0},{10,0,0},{11,0,0},{12,0,0},{16,0,0},{17,0,0},{18,0,0},{19,0,0},{20,0,0},{21,0,0},{22,0,0},{23,0,0},{24,0,0},{25,0,0},{26,0,0},{27,0,0},{28,1,0}}` {
		t.Errorf("functions %s", got)
	}
}

// The header names a property of the base only if the sources do, and a module
// only if there is one.
func TestRoot_header(t *testing.T) {
	const always = `7f676314-716a-4d54-8335-a71a3857b21c,3,9dfcabbf-6a7a-48aa-8721-df5e78b367c6,3,da648ef9-2f12-418f-8e2f-8956bc10a66f,2,c6c6cdec-9de1-431f-b17a-e442eebf86c1,2,`
	ext := sample(t)
	conf := ext.Configuration
	begin := `{0,{2,{1,0,` + conf.Contained[mdclass.GeneralGroup] + `},"Образец",{2,"ru","Образец расширения","en","Sample extension"},"Для проверок",1,`
	full := begin + `8,` + always + `15e3462b-bc9b-40cd-9d9f-dc0922f84560,2,cbd1f1ed-72d3-4da3-bd02-c643d9595b7d,2,d22e852a-cf8a-4f77-8ccb-3548e7792bea,3,9b7bbbae-9771-46f2-9e4d-2489e0ffc702,3,` + nilU + `}}`
	got := func() string { v, _ := root(t, ext).At(3, 1, 1, 1); return flat(v) }
	if got() != full {
		t.Errorf("got\n%s\nwant\n%s", got(), full)
	}
	conf.DefaultLanguage, conf.InterfaceMode, conf.ApplicationModule, conf.SessionModule = "", "", nil, nil
	if want := begin + `4,` + always + nilU + `}}`; got() != want {
		t.Errorf("got\n%s\nwant\n%s", got(), want)
	}
}

// Without roles and languages their places hold nothing.
func TestRoot_bare(t *testing.T) {
	ext := sample(t)
	ext.Configuration.DefaultRoles, ext.Configuration.DefaultLanguage, ext.Languages = nil, "", nil
	list, _ := root(t, ext).At(3, 1, 1)
	for place, want := range map[int]string{10: nilU, 12: nilU, 39: "{0,0}"} {
		if got := flat(list.Items[place]); got != want {
			t.Errorf("field %d is %s, want %s", place, got, want)
		}
	}
}

func TestRole(t *testing.T) {
	ext := sample(t)
	texts := encode(t, ext)
	role := ext.Roles[0]
	const pair = "3245b9fe-57f9-43dc-9c11-030f0617ce16,3"
	body, _ := brackets.ParseOne(texts[role.UUID])
	if got, want := flat(body), `{1,{6,{2,{1,0,`+role.UUID+`},"ОбразецРоль",{1,"ru","Роль"},"Права на образец",0,1,`+pair+`,`+nilU+`},1,0,0},0}`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	rights, _ := brackets.ParseOne(texts[role.UUID+".0"])
	want := `{10,{7,{{1,` + ext.Configuration.UUID + `,0,3},{0,1c799cf9-342d-4bf7-9b6f-951a009228ce,1,d8682bbb-7800-4aa0-8590-d3cb11fe2a29,1,31c3d4f6-7d02-4654-a14e-06aacafcb4fa,1}},` +
		`{{1,` + ext.InformationRegisters[0].UUID + `,0,0},{0,1c87578f-9e09-4ec0-a991-5629c87b1588,1,287b74b8-3a66-4a76-ba27-4f1f6a93770e,1,aa6448f2-be0f-42ea-ba26-1af7f52b5b65,1,b7bab52d-c1b1-4bd8-8276-02db08d42352,1}},` +
		`{{1,` + ext.Constants[0].UUID + `,0,0},{0,1c87578f-9e09-4ec0-a991-5629c87b1588,1,287b74b8-3a66-4a76-ba27-4f1f6a93770e,-1}},`
	if got := flat(rights); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, `},{0},4294967295,1,0,4294967295}`) {
		t.Errorf("got\n%s\nwant\n%s…", got, want)
	}
	role.Rights.SetForNewObjects, role.Rights.IndependentRightsOfChildObject = true, true
	texts = encode(t, ext)
	if !strings.HasSuffix(texts[role.UUID], "1,0,1},0}") || !strings.HasSuffix(texts[role.UUID+".0"], "{0},1,1,1,4294967295}") {
		t.Errorf("%s\n%s", texts[role.UUID], texts[role.UUID+".0"])
	}
	if _, ok := texts[ext.Roles[1].UUID+".0"]; ok {
		t.Error("a role without rights has some")
	}
}

func TestSubsystem(t *testing.T) {
	ext := sample(t)
	texts := encode(t, ext)
	sub := ext.Subsystems[0]
	v, _ := brackets.ParseOne(texts[sub.UUID])
	ref := func(uuid string) string { return `{"#",157fa490-4ce9-11d4-9415-008048da11f9,{1,` + uuid + `}}` }
	want := `{1,{21,{2,{1,0,` + sub.UUID + `},"ОбразецПодсистема",{1,"ru","Образец"},"",0,1,7f676314-716a-4d54-8335-a71a3857b21c,3,` + nilU + `},1,{0,0},1,{4,0,{0},"",-1,-1,1,0,""},{1,"ru","Настройки и проверки"},{0,3,` +
		ref(ext.InformationRegisters[0].UUID) + `,` + ref(ext.CommonCommands[0].UUID) + `,` + ref(ext.Constants[0].UUID) + `}},1,{37f2fa9a-b276-11d4-9435-004095e12fc7,1,` + sub.Children[0].UUID + `}}`
	if got := flat(v); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	inner, _ := brackets.ParseOne(texts[sub.Children[0].UUID])
	if got := flat(inner); !strings.HasSuffix(got, `{0,0}},1,{37f2fa9a-b276-11d4-9435-004095e12fc7,0}}`) {
		t.Errorf("the inner subsystem is %s", got)
	}
}

func TestScheduledJob(t *testing.T) {
	ext := sample(t)
	texts := encode(t, ext)
	job := ext.ScheduledJobs[0]
	v, _ := brackets.ParseOne(texts[job.UUID])
	want := `{1,{2,{2,{1,0,` + job.UUID + `},"ОбразецЗадание",{1,"ru","Задание"},"",0,0,` + nilU + `},"образец","Образец: по расписанию",1,1,` + ext.CommonModules[0].UUID + `,"ПоРасписанию",3,10},0}`
	if got := flat(v); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := texts[job.UUID+".0"]; got != "\uFEFF{00010101000000,00010101000000,00010101000000,00010101235930,00010101000000,0,60,0,7,1,2,3,4,5,6,7,0,0,12,1,2,3,4,5,6,7,8,9,10,11,12,1,1,0}" {
		t.Errorf("schedule %s", got)
	}
	if _, ok := texts[ext.ScheduledJobs[1].UUID+".0"]; ok {
		t.Error("a job without a schedule has one")
	}
}
