/**
 * Nominates pairs of items that may say the same: MinHash signatures in a forest of sorted lists (LSH), in time linear in the items. A
 * nomination only decides which pairs are compared.
 */
@NullMarked
package loom.aml.merge.nominate;

import org.jspecify.annotations.NullMarked;
