package loom.aml.cli.complete;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The script by which a shell runs aml for completion. It does not contain commands, so it does not become outdated.
 */
public enum Script {
    BASH("aml.bash", "bash-completion/completions/aml"),
    ZSH("aml.zsh", "zsh/site-functions/_aml"),
    FISH("aml.fish", "fish/vendor_completions.d/aml.fish");

    private final String resource;
    private final String place;

    Script(String resource, String place) {
        this.resource = resource;
        this.place = place;
    }

    /** Returns the supported shells. */
    public static List<String> shells() {
        return Stream.of(values()).map(Script::shell).toList();
    }

    /** Returns the script of a shell. */
    public static Optional<Script> of(String shell) {
        return Stream.of(values())
                .filter(script -> script.shell().equals(shell))
                .findFirst();
    }

    /** Returns the name of the shell. */
    public String shell() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the path in a {@code share} folder where the shell searches for it. */
    public String place() {
        return place;
    }

    public String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
