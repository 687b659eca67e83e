/** Rewrites snapshots: stores the bytes of their files in new segments, and changes contents on request. */
@NullMarked
package loom.aml.backup.repack;

import org.jspecify.annotations.NullMarked;
