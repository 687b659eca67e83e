import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Says at the end of the build how many lines the tests reach, and where most of the others are.
/// The build runs this file from source, with JaCoCo's report as CSV.
final class Coverage {
    private static final int SHOWN = 5;

    private record Lines(String type, int missed, int covered) {}

    public static void main(String[] args) throws Exception {
        Path report = Path.of(args[0]);
        if (Files.notExists(report)) {
            return; // no test ran
        }
        // GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,_COVERED,BRANCH_MISSED,_COVERED,LINE_MISSED,LINE_COVERED,...
        List<Lines> all = Files.readAllLines(report).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(f -> new Lines(f[1] + '.' + f[2], Integer.parseInt(f[7]), Integer.parseInt(f[8])))
                .sorted(Comparator.comparingInt(Lines::missed).reversed())
                .toList();
        int missed = all.stream().mapToInt(Lines::missed).sum();
        int covered = all.stream().mapToInt(Lines::covered).sum();
        int lines = missed + covered;
        double percent = lines == 0 ? 100 : 100.0 * covered / lines;
        System.out.printf(Locale.ROOT, "[INFO] Line coverage: %.1f %% (%d of %d)%n", percent, covered, lines);
        all.stream()
                .filter(type -> type.missed() > 0)
                .limit(SHOWN)
                .forEach(type -> System.out.printf("[INFO]   %4d lines missed in %s%n", type.missed(), type.type()));
    }
}
