package addin

// Version is the version of the product: of the component, its bundle and its
// extension. It is written here and nowhere else.
const Version = "1.0.0"

// sdkName is how events name their sender.
const sdkName = "sentry.go.1c"
