/**
 * What a store writes down about its changes: the record of each run, and the archives of all that left. Lies in {@code
 * <memory>-backup/aml/}, beside the store, readable with {@code zcat} and {@code jq}, and is never deleted implicitly.
 */
@NullMarked
package loom.aml.store.log;

import org.jspecify.annotations.NullMarked;
