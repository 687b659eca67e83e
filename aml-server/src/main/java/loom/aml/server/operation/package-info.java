/** Work that takes longer than an answer: it can be followed and cancelled. */
@NullMarked
package loom.aml.server.operation;

import org.jspecify.annotations.NullMarked;
