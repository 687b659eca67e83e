package loom.aml.server.feature;

import java.util.List;
import java.util.Map;

/** Suggests values for the arguments of prompts and for the variables of templates. */
@FunctionalInterface
public interface Completer {
    /**
     * What a user has typed so far.
     *
     * @param prompt whether the argument is that of a prompt, rather than the variable of a template
     * @param of the name of the prompt, or the text of the template
     * @param argument the name of the argument
     * @param typed the beginning of the value
     * @param others the arguments that have their values already
     */
    record Query(boolean prompt, String of, String argument, String typed, Map<String, String> others) {}

    /** Returns values, the best first. More than 100 are cut off, and the client learns how many there are. */
    List<String> complete(Query query) throws Exception;
}
