/** The channels: each sends notices in the shape that its receiver documents. Texts from a store are data, never markup. */
@NullMarked
package loom.aml.notify.channel;

import org.jspecify.annotations.NullMarked;
