/** Decides about two memories: the same, related, contradictory or different; and explains the decision by the sentences that it aligned. */
@NullMarked
package loom.aml.merge.decide;

import org.jspecify.annotations.NullMarked;
