/**
 * Generates realistic, reproducible sample stores with a known share of items to remove. The label and the expected
 * outcome of each item are reported, so that the results of a run can be checked.
 */
@NullMarked
package loom.aml.sample;

import org.jspecify.annotations.NullMarked;
