package loom.aml.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments, environment variables and working directory of this process as exact bytes. Java decodes them and
 * replaces bytes that it cannot decode, so a path that is not UTF-8 would name another file. The operating system
 * provides the bytes.
 */
public final class ProcessBytes {
    private static final Path SELF = Path.of("/proc/self");

    private ProcessBytes() {}

    /**
     * Returns the arguments in the notation of {@link FileName}.
     *
     * @param decoded the arguments as Java decoded them
     * @throws CharacterCodingException if the exact bytes of an argument cannot be determined; it must not be used
     */
    public static String[] arguments(String[] decoded) throws CharacterCodingException {
        for (String argument : decoded) {
            if (!FileName.isExact(argument)) {
                return exact(decoded);
            }
        }
        return decoded;
    }

    private static String[] exact(String[] decoded) throws CharacterCodingException {
        List<String> all;
        try {
            all = texts("cmdline");
        } catch (IOException e) {
            throw unknown(e);
        }
        int first = all.size() - decoded.length;
        if (first < 0) {
            throw unknown(null);
        }
        String[] exact = all.subList(first, all.size()).toArray(new String[0]);
        for (int i = 0; i < exact.length; i++) {
            if (FileName.isExact(decoded[i]) && !exact[i].equals(decoded[i])) {
                throw unknown(null);
            }
        }
        return exact;
    }

    private static CharacterCodingException unknown(@Nullable IOException cause) {
        CharacterCodingException unknown = new CharacterCodingException();
        if (cause != null) {
            unknown.initCause(cause);
        }
        return unknown;
    }

    /** Returns the environment variables; as Java decoded them if the system does not provide their bytes. */
    public static Map<String, String> environment(Map<String, String> decoded) {
        for (String value : decoded.values()) {
            if (!FileName.isExact(value)) {
                return exact(decoded);
            }
        }
        return decoded;
    }

    private static Map<String, String> exact(Map<String, String> decoded) {
        Map<String, String> exact = new HashMap<>(decoded);
        try {
            for (String variable : texts("environ")) {
                int end = variable.indexOf('=');
                if (end > 0 && !FileName.isExact(exact.getOrDefault(variable.substring(0, end), ""))) {
                    exact.put(variable.substring(0, end), variable.substring(end + 1));
                }
            }
        } catch (IOException e) {
            // Use the variables as Java decoded them.
        }
        return exact;
    }

    /** Returns the working directory. */
    public static Path workingDirectory() {
        Path directory = Path.of("").toAbsolutePath();
        if (FileName.isExact(directory.toString())) {
            return directory;
        }
        try {
            return SELF.resolve("cwd").toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }

    private static List<String> texts(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(SELF.resolve(file));
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                texts.add(FileName.decode(bytes, from, i - from));
                from = i + 1;
            }
        }
        return texts;
    }
}
