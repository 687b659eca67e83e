/** The use cases for a process that serves one store for a long time. */
@NullMarked
package loom.aml.app.host;

import org.jspecify.annotations.NullMarked;
