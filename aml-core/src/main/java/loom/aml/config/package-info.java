/**
 * What can be set, and what is: one typed list of settings ({@link loom.aml.config.Settings}), read from flags, environment and
 * file in that order, and the policies that follow from it.
 */
@NullMarked
package loom.aml.config;

import org.jspecify.annotations.NullMarked;
