@NullMarked
package loom.aml.server.compat;

import org.jspecify.annotations.NullMarked;
