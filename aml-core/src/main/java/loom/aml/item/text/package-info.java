/**
 * The text of an item, cut into members so that single ones are added, replaced, renamed or removed while every other byte stays
 * what it is: number spelling, key order, unknown fields, white space.
 */
@NullMarked
package loom.aml.item.text;

import org.jspecify.annotations.NullMarked;
