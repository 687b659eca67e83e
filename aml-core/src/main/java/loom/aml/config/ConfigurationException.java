package loom.aml.config;

import java.util.List;

/** The configuration is invalid. The exception lists all problems, so that they can be fixed together. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * An invalid entry.
     *
     * @param where the file with line and column, counted from 1, or the variable
     * @param what the problem and what is expected
     */
    public record Problem(String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    ConfigurationException(List<Problem> problems) {
        super(String.join("\n     ", problems.stream().map(Problem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
