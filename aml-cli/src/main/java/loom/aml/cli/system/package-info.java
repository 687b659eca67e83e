/** Programs and services of the operating system. */
@NullMarked
package loom.aml.cli.system;

import org.jspecify.annotations.NullMarked;
