/** Tools, resources, prompts and completions, independent of the protocol revision. */
@NullMarked
package loom.aml.server.feature;

import org.jspecify.annotations.NullMarked;
