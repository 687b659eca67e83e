package loom.aml.cli;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.config.Suggestion;

/** The command line asks for something that does not exist. Its message says what, and what there is instead. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /**
     * A value that is not one of those that an option or an argument takes.
     *
     * @param noun what it should be, for people: {@code kind}
     */
    public static UsageException unknown(String noun, String value, List<String> values) {
        String others = values.subList(0, values.size() - 1).stream().collect(Collectors.joining(", "));
        return new UsageException("unknown " + noun + " '" + value + "'"
                + Suggestion.to(value, values)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; use " + others + " or " + values.getLast()));
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
