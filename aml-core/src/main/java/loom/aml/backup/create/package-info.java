/** Creates snapshots: reads the store once and adds to the repository what it does not contain yet. */
@NullMarked
package loom.aml.backup.create;

import org.jspecify.annotations.NullMarked;
