package loom.aml.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import loom.aml.io.Disk;
import loom.aml.io.SmallFile;

/**
 * The value of a secret setting: {@code env:NAME} for the content of a variable, {@code file:PATH} for the content of a file, otherwise the
 * secret itself. A path is absolute or begins with {@code ~/}.
 */
final class Secret {
    private static final String VARIABLE = "env:";
    static final String FILE = "file:";
    static final String HOME = "~/";
    private static final long LARGEST = 64_000;

    private final String setting;
    private final String value;

    /** @param setting the name of the setting, for errors */
    Secret(String setting, String value) {
        this.setting = setting;
        this.value = value;
    }

    /**
     * Returns the secret, without space around it.
     *
     * @throws IOException if the variable is not set, the file cannot be read, or the secret is not one line of visible characters. The message
     *     does not contain the secret
     */
    String reveal(Map<String, String> environment, Disk disk) throws IOException {
        if (value.startsWith(VARIABLE)) {
            String name = value.substring(VARIABLE.length());
            String content = checked("the variable " + name, environment.getOrDefault(name, ""));
            if (content.isEmpty()) {
                throw new IOException(setting + ": the variable " + name + " is not set");
            }
            return content;
        }
        return value.startsWith(FILE)
                ? content(value.substring(FILE.length()), environment, disk)
                : checked("the value", value);
    }

    /**
     * Returns a secret without space around it.
     *
     * @param source the place of the secret, for errors
     */
    private String checked(String source, String secret) throws IOException {
        String stripped = secret.strip();
        if (stripped.codePoints().anyMatch(Secret::isInvisible)) {
            throw new IOException(
                    setting + ": " + source + " must be one line of text without control or invisible characters");
        }
        return stripped;
    }

    /** Returns whether it is a control character, or one such as a zero-width space, which only a mistake puts into a secret. */
    private static boolean isInvisible(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.FORMAT;
    }

    private String content(String path, Map<String, String> environment, Disk disk) throws IOException {
        String home = environment.getOrDefault("HOME", "");
        Path file = Path.of(path.startsWith(HOME) ? home + path.substring(1) : path);
        if (!file.isAbsolute()) {
            throw new IOException(setting + ": " + path + " is not an absolute path");
        }
        String content;
        try {
            byte[] bytes = SmallFile.read(disk, disk.realPath(file), LARGEST);
            content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(setting + ": " + path + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IOException(
                    setting + ": " + path + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        String secret = checked(path, content);
        if (secret.isEmpty()) {
            throw new IOException(setting + ": " + path + " is empty");
        }
        return secret;
    }

    /** Returns the value for display: where the secret is, or the host of an address, but nothing secret. */
    String masked() {
        if (value.startsWith(VARIABLE) || value.startsWith(FILE)) {
            return "\"" + value + "\"";
        }
        if (value.matches("(?i)https?://.*")) {
            return "\"" + value.replaceFirst("(?i)^(https?://)(?:[^/?#]*@)?([^/?#@]*).*", "$1$2/…") + "\"";
        }
        return "(set)";
    }
}
