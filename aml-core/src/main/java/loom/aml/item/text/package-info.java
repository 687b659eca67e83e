/**
 * The text of an item, split into members that can be added, replaced, renamed or removed. Every other byte is
 * preserved: number format, key order, unknown fields, white space.
 */
@NullMarked
package loom.aml.item.text;

import org.jspecify.annotations.NullMarked;
