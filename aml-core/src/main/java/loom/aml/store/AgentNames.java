package loom.aml.store;

import java.util.Set;

/**
 * Decides which names are valid for an agent. The name is a directory of the store, so a name that would lead out of
 * the store is refused.
 */
public final class AgentNames {

    /** Directories of a store that are never agents. */
    public static final Set<String> RESERVED = Set.of("global", "config", "audit", "backup", "backups", "monitoring");

    private AgentNames() {}

    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '.'
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && !RESERVED.contains(name);
    }
}
