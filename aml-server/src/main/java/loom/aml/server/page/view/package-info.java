/** Values for templates, in the words of people. */
@NullMarked
package loom.aml.server.page.view;

import org.jspecify.annotations.NullMarked;
