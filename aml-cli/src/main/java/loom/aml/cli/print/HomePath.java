package loom.aml.cli.print;

import java.nio.file.Path;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.io.Printable;

/** Prints paths below the home of the user with a tilde. */
public final class HomePath {
    private HomePath() {}

    public static String of(Path path, Optional<Path> home) {
        boolean isInHome = home.isPresent() && path.startsWith(home.get()) && !path.equals(home.get());
        String text = isInHome ? "~/" + FileName.text(home.orElseThrow().relativize(path)) : FileName.text(path);
        return Printable.of(text);
    }
}
