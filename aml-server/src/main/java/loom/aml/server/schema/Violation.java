package loom.aml.server.schema;

/**
 * A violation of a schema.
 *
 * @param path the field, such as {@code filter.tags[2]}; empty for the root value
 * @param rule the violated rule, without its subject: {@code must be an integer}
 */
public record Violation(String path, String rule) {
    @Override
    public String toString() {
        return path.isEmpty() ? "the value " + rule : '"' + path + "\" " + rule;
    }
}
