/** The parts of the host that its front ends share. */
@NullMarked
package loom.aml.server.service;

import org.jspecify.annotations.NullMarked;
