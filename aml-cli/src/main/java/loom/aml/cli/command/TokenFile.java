package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.io.SmallFile;

/** A file that holds a bearer token and nothing else. */
final class TokenFile {
    private static final long LARGEST = 10_000;
    private static final int SHORTEST = 16;

    private TokenFile() {}

    /** Returns the token in the named file; empty if no file is named. */
    static Optional<String> of(String name, Session session) throws IOException {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = session.resolve(name);
        if (session.disk().access(file).mode().contains(PosixFilePermission.OTHERS_READ)) {
            throw new UsageException(name + " can be read by other users; run 'chmod 600' on it");
        }
        String token = new String(SmallFile.read(session.disk(), file, LARGEST), StandardCharsets.UTF_8).strip();
        if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UsageException(name + " must hold one token of at least " + SHORTEST + " visible characters");
        }
        return Optional.of(token);
    }
}
