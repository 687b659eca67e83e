/**
 * The run log of a store: the record of each run, and archives of everything that was removed. Located in {@code
 * <memory>-backup/aml/} beside the store, readable with {@code zcat} and {@code jq}, and never deleted implicitly.
 */
@NullMarked
package loom.aml.store.log;

import org.jspecify.annotations.NullMarked;
