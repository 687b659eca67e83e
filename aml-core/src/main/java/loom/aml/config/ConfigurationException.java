package loom.aml.config;

import java.util.List;

/** The configuration says things that cannot be. Carries all of them, so that they can be mended at once. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing that cannot be.
     *
     * @param where the file with line and column, counted from 1, or the variable
     * @param what what is wrong, and what would be right
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
