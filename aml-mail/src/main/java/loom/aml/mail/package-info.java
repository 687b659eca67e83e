/** Sends mail. This module is not on the class path of aml; it is loaded when an alert is sent by mail. */
@NullMarked
package loom.aml.mail;

import org.jspecify.annotations.NullMarked;
