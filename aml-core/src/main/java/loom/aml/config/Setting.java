package loom.aml.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set.
 *
 * @param name its key in the file: {@code prune.pattern_unused}
 * @param type what its values are
 * @param byDefault the value where nothing else is said
 * @param isPerAgent whether {@code [agents.NAME]} may say otherwise for one agent
 * @param isSecret whether its value must not be shown
 * @param isGuarded whether it runs a command or sends data, so that it counts only where the user said it
 * @param doc what it means, in a sentence without its full stop
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

    /** The variable of the environment that sets it: {@code LOOM_AML_PRUNE_PATTERN_UNUSED}. */
    public String variable() {
        return PREFIX + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The default as it is written in the file. */
    public String defaultLiteral() {
        return type.literal(byDefault);
    }

    /** The part of the name before the dot; empty where there is none. */
    String section() {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }

    /** The part of the name behind the dot. */
    String key() {
        return name.substring(name.indexOf('.') + 1);
    }

    // There is one setting of a name. What a record would get is linked at run time, which shows in the start time.
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
