package loom.aml.stale.project;

import java.util.Optional;
import java.util.Set;

/**
 * The names that a manifest defines.
 *
 * @param isOpen whether it may define others, which cannot be read without running it
 */
public record Definitions(Set<String> names, boolean isOpen) {

    /** Among more, a similar name says little. */
    private static final int MOST_NEAR = 2_000;

    public Definitions {
        names = Set.copyOf(names);
    }

    /** Returns the only name that begins with a missing one, or that it begins with. */
    public Optional<String> near(String missing) {
        if (names.size() > MOST_NEAR) {
            return Optional.empty();
        }
        String only = "";
        for (String name : names) {
            boolean isNear = name.length() > 2
                    && missing.length() > 2
                    && (name.startsWith(missing) || missing.startsWith(name) || isSame(name, missing));
            if (isNear && !only.isEmpty()) {
                return Optional.empty();
            }
            only = isNear ? name : only;
        }
        return only.isEmpty() ? Optional.empty() : Optional.of(only);
    }

    private static boolean isSame(String one, String other) {
        return one.replaceAll("[-_:.]", "").equalsIgnoreCase(other.replaceAll("[-_:.]", ""));
    }
}
