package loom.aml.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The damaged and unusual stores in {@code src/test/resources/wild}, with the expected outcome of each from the table
 * in its README. Use as {@code @MethodSource("loom.aml.item.WildFixtures#damaged")}.
 */
public final class WildFixtures {
    private static final String FOLDER = "/wild/";

    /** | file | PROCESSED: 2 items, 5 strangers | ... |, or EMPTY, or DAMAGED at 17: message. */
    private static final Pattern ROW = Pattern.compile("\\| (\\S+\\.json) \\| (PROCESSED|EMPTY|DAMAGED)"
            + "(?: at (\\d+))?(?:: (?:(\\d+) items?(?:, (\\d+) strangers)?|(.+?)))? \\| .+ \\|");

    private static final List<Wild> ALL = readTable();

    private WildFixtures() {}

    /** The expected outcome of a file. */
    public enum Outcome {
        /** The file is read, and the remaining parts keep their bytes. */
        PROCESSED,
        /** A collection without elements. */
        EMPTY,
        /** Reported, and changed by repairs only. */
        DAMAGED
    }

    /**
     * One file.
     *
     * @param items number of elements that are objects
     * @param strangers number of other elements
     * @param offset the offset of the damage; -1 if none, or if it depends on the machine
     * @param what the message or its beginning; empty if not damaged
     */
    public record Wild(String name, Outcome outcome, int items, int strangers, long offset, String what) {

        /** Returns the content of the file. */
        public byte[] bytes() {
            try (InputStream in = open(name)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Copies the file to a path and creates the parent directory. */
        public Path copyTo(Path path) throws IOException {
            Files.createDirectories(path.toAbsolutePath().getParent());
            return Files.write(path, bytes());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static Stream<Wild> all() {
        return ALL.stream();
    }

    public static Stream<Wild> processed() {
        return with(Outcome.PROCESSED);
    }

    public static Stream<Wild> empty() {
        return with(Outcome.EMPTY);
    }

    public static Stream<Wild> damaged() {
        return with(Outcome.DAMAGED);
    }

    /** Returns the file with this name. */
    public static Wild of(String name) {
        return all().filter(wild -> wild.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<Wild> with(Outcome outcome) {
        return all().filter(wild -> wild.outcome() == outcome);
    }

    private static List<Wild> readTable() {
        try (InputStream in = open("README.md")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines()
                    .filter(line -> line.contains(".json |"))
                    .map(WildFixtures::readRow)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Wild readRow(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            throw new IllegalStateException("no row of the table of stores met in the wild: " + line);
        }
        return new Wild(
                row.group(1),
                Outcome.valueOf(row.group(2)),
                number(row.group(4), 0),
                number(row.group(5), 0),
                number(row.group(3), -1),
                Objects.requireNonNullElse(row.group(6), ""));
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(WildFixtures.class.getResourceAsStream(FOLDER + name), name);
    }
}
