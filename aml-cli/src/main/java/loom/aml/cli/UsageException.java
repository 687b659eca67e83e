package loom.aml.cli;

import java.util.List;
import java.util.stream.Collectors;
import loom.aml.config.Suggestion;

/** Thrown if the command line is invalid. The message names the error and the alternatives. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /**
     * Returns the exception for a value that an option or an operand does not accept.
     *
     * @param noun the kind of value: {@code kind}
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
