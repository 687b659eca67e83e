@NullMarked
package loom.aml.app.exchange;

import org.jspecify.annotations.NullMarked;
