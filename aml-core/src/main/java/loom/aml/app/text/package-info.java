/** Amounts and times in words, the same in every front end. */
@NullMarked
package loom.aml.app.text;

import org.jspecify.annotations.NullMarked;
