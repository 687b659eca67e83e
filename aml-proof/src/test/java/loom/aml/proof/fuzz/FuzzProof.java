package loom.aml.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.proof.ClassPath;
import loom.aml.proof.Effort;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes each reader with Jazzer, which is guided by coverage: only documented exceptions, no input that takes longer
 * than seconds, and little memory. {@code src/test/resources/fuzz} contains the seed corpus and every input that once
 * failed.
 */
class FuzzProof {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    /** Together with the inputs they may use at most {@code -Xmx}. */
    private static final String MEMORY = "-Xmx256m";

    private static final int SLOW_SECONDS = 20;
    private static final Pattern DONE = Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+).* corp: (\\d+)");

    @TempDir
    private Path directory;

    enum Reader {
        SCANNER(ScannerTarget.class),
        GZIP(GzipTarget.class),
        MANIFEST(ManifestTarget.class),
        CONFIGURATION(ConfigurationTarget.class),
        QUERY(QueryTarget.class);

        final Class<?> target;

        Reader(Class<?> target) {
            this.target = target;
        }

        Path corpus() {
            return CORPUS.resolve(name().toLowerCase(Locale.ROOT)).toAbsolutePath();
        }
    }

    record Case(Reader reader, Path input) {
        @Override
        public String toString() {
            return reader + " " + input.getFileName();
        }
    }

    static List<Case> corpus() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Reader reader : Reader.values()) {
            try (Stream<Path> inputs = Files.list(reader.corpus())) {
                inputs.sorted().forEach(input -> cases.add(new Case(reader, input)));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void corpus_isReadOrRefused(Case one) throws Throwable {
        byte[] input = Files.readAllBytes(one.input());
        try {
            one.reader().target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static Stream<Reader> bred() {
        return Effort.sixth(Reader.values());
    }

    @ParameterizedTest
    @MethodSource("bred")
    void bredInputs_areReadOrRefused(Reader reader) throws Exception {
        long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
        Path found = Files.createDirectories(Path.of("target/fuzz/" + reader)).toAbsolutePath();
        Path log = directory.resolve("log");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        MEMORY,
                        "-XX:+UseSerialGC",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        ClassPath.ofTests(),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + reader.target.getName(),
                        "--instrumentation_includes=loom.aml.**",
                        "--custom_hook_includes=loom.aml.**",
                        "--reproducer_path=" + found,
                        "-artifact_prefix=" + found + "/",
                        "-seed=" + seed,
                        "-timeout=" + SLOW_SECONDS,
                        "-max_total_time=" + Effort.of(4, 240),
                        Files.createDirectory(directory.resolve("bred")).toString(),
                        reader.corpus().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = jazzer.waitFor();

        List<String> said = Files.readAllLines(log);
        String end = String.join("\n", said.subList(Math.max(0, said.size() - 40), said.size()));
        assertThat(code)
                .as("%s, seed %d; what broke it is in %s\n%s", reader, seed, found, end)
                .isZero();
        Optional<Matcher> done =
                said.stream().map(DONE::matcher).filter(Matcher::find).findFirst();
        assertThat(done).as(end).isPresent();
        Effort.say("fuzz " + reader + ", seed " + seed + ": " + done.get().group(1) + " inputs, "
                + done.get().group(2) + " branches reached, " + done.get().group(3) + " inputs bred");
        try (Stream<Path> corpus = Files.list(reader.corpus())) {
            assertThat(Long.parseLong(done.get().group(1))).isGreaterThanOrEqualTo(corpus.count());
        }
    }
}
