/**
 * The use cases: one for each intention of a user, in a package for each group of them. Each takes a request and returns a result, whose
 * JSON document is the one that {@code --json}, REST and MCP return. Front ends parse a request, call a use case and show its result;
 * below this package they know values only. This package itself holds what front ends and use cases share: an open store, and the
 * {@link loom.aml.app.FrontEnd} that answers questions.
 */
@NullMarked
package loom.aml.app;

import org.jspecify.annotations.NullMarked;
