package loom.aml.server.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Protocol revisions, oldest first. */
public enum Revision {
    V2024_11_05("2024-11-05"),
    V2025_03_26("2025-03-26"),
    V2025_06_18("2025-06-18"),
    V2025_11_25("2025-11-25"),
    /** The first revision without a handshake: requests are self-contained. */
    V2026_07_28("2026-07-28");

    /** The newest revision with a handshake. */
    static final Revision NEWEST_LEGACY = V2025_11_25;

    private static final List<String> NAMES =
            Arrays.stream(values()).map(Revision::toString).toList().reversed();

    private final String name;

    Revision(String name) {
        this.name = name;
    }

    /** Returns all names, newest first. */
    public static List<String> names() {
        return NAMES;
    }

    public static Optional<Revision> of(String name) {
        return Arrays.stream(values())
                .filter(revision -> revision.name.equals(name))
                .findAny();
    }

    public boolean isModern() {
        return this == V2026_07_28;
    }

    @Override
    public String toString() {
        return name;
    }
}
