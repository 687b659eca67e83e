/**
 * Configuration: one typed list of settings ({@link loom.aml.config.Settings}), read from flags, the environment and
 * files, and the policies derived from it.
 */
@NullMarked
package loom.aml.config;

import org.jspecify.annotations.NullMarked;
