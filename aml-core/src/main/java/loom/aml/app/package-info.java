/**
 * One use case for each intention of a user. Each takes a request and returns a result, whose JSON document is the one that
 * {@code --json}, REST and MCP return. Front ends parse a request, call a use case and show its result; they know nothing below this
 * package that changes a store.
 */
@NullMarked
package loom.aml.app;

import org.jspecify.annotations.NullMarked;
