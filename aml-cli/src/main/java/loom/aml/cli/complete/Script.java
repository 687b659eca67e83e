package loom.aml.cli.complete;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The script that makes a shell ask aml how a command line may go on. It knows no command itself, so it does not age. */
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

    /** The shells that there is one for. */
    public static List<String> shells() {
        return Stream.of(values()).map(Script::shell).toList();
    }

    /** The one of a shell. */
    public static Optional<Script> of(String shell) {
        return Stream.of(values())
                .filter(script -> script.shell().equals(shell))
                .findFirst();
    }

    /** The name of the shell. */
    public String shell() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the shell looks for it, in a {@code share} folder. */
    public String place() {
        return place;
    }

    public String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
