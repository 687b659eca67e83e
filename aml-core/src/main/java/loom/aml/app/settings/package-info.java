/** The use cases on the configuration. */
@NullMarked
package loom.aml.app.settings;

import org.jspecify.annotations.NullMarked;
