package loom.aml.server.schema;

/**
 * A place where a value is not as its schema says.
 *
 * @param path the place, as {@code filter.tags[2]}; empty for the value as a whole
 * @param rule the rule that the value breaks, without its subject: {@code must be an integer}
 */
public record Violation(String path, String rule) {
    @Override
    public String toString() {
        return path.isEmpty() ? "the value " + rule : '"' + path + "\" " + rule;
    }
}
