/** What a server offers: tools, resources, prompts and completions, and what their handlers may ask of the client. Free of protocol. */
@NullMarked
package loom.aml.server.feature;

import org.jspecify.annotations.NullMarked;
