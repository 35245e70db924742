package event

import "sentry1c/addin/internal/rawjson"

// personal are the fields of a user that say who somebody is; the id only tells apart.
var personal = map[string]bool{"username": true, "email": true, "ip_address": true, "name": true}

// publicUser is what may be told of a user: with sendDefaultPii everything.
func publicUser(user []byte, everything bool) []byte {
	if everything || user == nil {
		return user
	}
	var told rawjson.Builder
	for key, value := range rawjson.Fields(user) {
		if !personal[key] {
			told.Set(key, value)
		}
	}
	if told.Object() == nil {
		return nil
	}
	return rawjson.AppendObject(nil, told.Object())
}

// onlyID leaves of a user what tells apart; nil if that is nothing.
func onlyID(user []byte) []byte {
	id := rawjson.Find(user, "id")
	if id == nil || len(id) > maxShortened {
		return nil
	}
	return rawjson.AppendObject(nil, rawjson.Object{{Name: "id", Raw: id}})
}

// publicRequest is what may be told of a request to a service: with sendDefaultPii
// everything, else neither its cookies nor the address of who asked.
func publicRequest(request []byte, everything bool) []byte {
	if everything || request == nil {
		return request
	}
	var told rawjson.Builder
	for key, value := range rawjson.Fields(request) {
		switch key {
		case "cookies":
			continue
		case "env":
			var env rawjson.Builder
			for name, have := range rawjson.Fields(value) {
				if name != "REMOTE_ADDR" {
					env.Set(name, have)
				}
			}
			value = rawjson.AppendObject(nil, env.Object())
		}
		told.Set(key, value)
	}
	return rawjson.AppendObject(nil, told.Object())
}
