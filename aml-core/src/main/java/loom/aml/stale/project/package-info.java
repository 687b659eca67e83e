/** The repository that memories are about: its files, and the targets, scripts and dependencies of its manifests. */
@NullMarked
package loom.aml.stale.project;

import org.jspecify.annotations.NullMarked;
