/** The use cases on snapshots. */
@NullMarked
package loom.aml.app.backup;

import org.jspecify.annotations.NullMarked;
