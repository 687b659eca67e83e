/**
 * Brings items from one schema version to another, up and down. Each step is a class with both ways; {@link
 * loom.aml.migrate.Schema#KNOWN} lists them. Decides and computes only: files are changed by the store.
 */
@NullMarked
package loom.aml.migrate;

import org.jspecify.annotations.NullMarked;
