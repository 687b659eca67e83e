package loom.aml.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting.
 *
 * @param name the key in the file: {@code prune.pattern_unused}
 * @param type the type of its values
 * @param byDefault the default value
 * @param isPerAgent whether {@code [agents.NAME]} can override it for one agent
 * @param isSecret whether its value must not be shown
 * @param isGuarded whether it runs a command or a job, sends data or names folders elsewhere, so that it is used only from trusted sources
 * @param doc a description without its final full stop
 */
public record Setting<T>(
        String name,
        ValueType<T> type,
        T byDefault,
        boolean isPerAgent,
        boolean isSecret,
        boolean isGuarded,
        String doc) {

    static final String PREFIX = "LOOM_AML_";

    /** Returns the environment variable of the setting: {@code LOOM_AML_PRUNE_PATTERN_UNUSED}. */
    public String variable() {
        return PREFIX + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the default as written in the file. */
    public String defaultLiteral() {
        return type.literal(byDefault);
    }

    /** Returns the part of the name before the dot; empty if the name has no dot. */
    String section() {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }

    /** Returns the part of the name after the dot. */
    String key() {
        return name.substring(name.indexOf('.') + 1);
    }

    // Names are unique. The generated equals of a record is linked at run time, which slows the start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting<?> setting && name.equals(setting.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
