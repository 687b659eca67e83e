/** Use cases on memory files, the knowledge graphs of server-memory. */
@NullMarked
package loom.aml.app.graph;

import org.jspecify.annotations.NullMarked;
