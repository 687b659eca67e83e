/** The use cases that measure a store, judge its health and raise alerts. */
@NullMarked
package loom.aml.app.monitor;

import org.jspecify.annotations.NullMarked;
