package loom.aml.server.feature;

import java.util.List;
import java.util.Map;

/** Completes prompt arguments and template variables. */
@FunctionalInterface
public interface Completer {
    /**
     * A completion request.
     *
     * @param prompt whether this is a prompt argument rather than a template variable
     * @param of the name of the prompt, or the template
     * @param argument the name of the argument
     * @param typed the incomplete value
     * @param others the arguments that are already resolved
     */
    record Query(boolean prompt, String of, String argument, String typed, Map<String, String> others) {}

    /** Returns the matching values, best first. The client gets the first 100 and the total. */
    List<String> complete(Query query) throws Exception;
}
