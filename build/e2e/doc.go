// Package e2e tests against real Sentry software: Bugsink, a server, and the parts
// of Sentry that can be had by themselves. Its tests are built with the tag e2e and
// run by make e2e, which installs what they need.
package e2e
