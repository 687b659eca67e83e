/**
 * Migrates items between schema versions, up and down. Each step is a class with both directions; {@link
 * loom.aml.migrate.Schema#KNOWN} lists them. This package only plans and computes; the store changes the files.
 */
@NullMarked
package loom.aml.migrate;

import org.jspecify.annotations.NullMarked;
