/**
 * The pages for people. Each page is an address below the root of the host: GET shows it, and where something can be changed GET
 * shows the plan and POST carries it out. Pages call use cases and hand their results to templates.
 */
@NullMarked
package loom.aml.server.page;

import org.jspecify.annotations.NullMarked;
