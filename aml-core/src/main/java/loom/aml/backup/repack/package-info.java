/** Rewrites snapshots: lays out the bytes of their files afresh, and changes the content of files where that is wanted. */
@NullMarked
package loom.aml.backup.repack;

import org.jspecify.annotations.NullMarked;
