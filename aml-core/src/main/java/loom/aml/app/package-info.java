/**
 * The use cases, one for each user intention, grouped in packages. Each takes a request and returns a result, whose
 * JSON document is returned by {@code --json}, REST and MCP alike. Front ends parse a request, call a use case and show
 * its result; they use only value types of the packages below. This package contains the types that front ends and use
 * cases share: an open store, and the {@link loom.aml.app.FrontEnd} that answers questions.
 */
@NullMarked
package loom.aml.app;

import org.jspecify.annotations.NullMarked;
