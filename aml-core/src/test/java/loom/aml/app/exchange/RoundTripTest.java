package loom.aml.app.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.RandomStore;
import loom.aml.TestStore;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.ExchangedItem;
import loom.aml.exchange.Reading;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Items go from each format through each other one and come back. */
class RoundTripTest {
    private static final List<ExchangeFormat> TARGETS = List.of(
            ExchangeFormat.LOOM,
            ExchangeFormat.CLAUDE,
            ExchangeFormat.SERENA,
            ExchangeFormat.GRAPH,
            ExchangeFormat.BUNDLE,
            ExchangeFormat.LOOM_JSON);

    private static final int SEEDS = Integer.getInteger("aml.exchange.seeds", 4);

    @TempDir
    Path directory;

    static Stream<Integer> seeds() {
        return CaseSample.oneSeed(SEEDS).stream();
    }

    static Stream<Arguments> trips() {
        return seeds().flatMap(seed -> Stream.of(
                        ExchangeFormat.LOOM, ExchangeFormat.CLAUDE, ExchangeFormat.SERENA, ExchangeFormat.GRAPH)
                .flatMap(from -> TARGETS.stream().map(through -> Arguments.of(from, through, seed))));
    }

    private Reading source(ExchangeFormat format, int seed) throws IOException {
        Path place = place("source", format);
        switch (format) {
            case LOOM -> {
                TestStore store = TestStore.in(Files.createDirectories(directory.resolve("random")));
                RandomStore.fill(store, new SplittableRandom(seed));
                return Exchanges.read(store.root());
            }
            case CLAUDE, SERENA -> new RandomMemories(seed).notes(place, format == ExchangeFormat.CLAUDE);
            default -> new RandomMemories(seed).graph(place);
        }
        return Exchanges.read(place);
    }

    private Path place(String name, ExchangeFormat format) {
        Path folder = directory.resolve(name);
        return switch (format) {
            case LOOM -> folder.resolve(".loom/memory");
            case CLAUDE -> folder.resolve(".claude/memory");
            case SERENA -> folder.resolve(".serena/memories");
            case GRAPH -> folder.resolve("memory.jsonl");
            case BUNDLE -> folder.resolve("memory.aml-bundle");
            default -> folder.resolve("memory.json");
        };
    }

    @ParameterizedTest
    @MethodSource("trips")
    void items_comeBackAsTheyWere_throughAnyFormat(ExchangeFormat from, ExchangeFormat through, int seed)
            throws IOException {
        Reading source = source(from, seed);
        Path middle = place("middle", through);
        Files.createDirectories(middle.getParent());

        ExportResult there = Exchanges.export(source, middle, through);
        Map<String, ExchangedItem> held = Exchanges.items(Exchanges.read(middle));

        int lines = 0;
        for (ExchangedItem item : Exchanges.items(source).values()) {
            boolean isLine =
                    item.kind().word().equals("entry") && item.original().contains("\"link\"");
            boolean hasIndex = through == ExchangeFormat.CLAUDE || through == ExchangeFormat.BUNDLE;
            if (isLine && !hasIndex) {
                lines++;
                continue;
            }
            assertThat(held).as("seed %d", seed).containsKey(item.home());
            assertThat(held.get(item.home()).isSameAs(item))
                    .as("seed %d: %s\nwas %s", seed, item, held.get(item.home()))
                    .isTrue();
        }
        assertThat(Exchanges.dropped(there)).isEqualTo(lines == 0 ? List.of() : List.of("lines of the index"));

        // The way back into an empty store of the first format gives the same items again.
        Path back = place("back", from);
        Files.createDirectories(back.getParent());
        Exchanges.export(Exchanges.read(middle), back, from);
        Map<String, ExchangedItem> returned = Exchanges.items(Exchanges.read(back));
        for (ExchangedItem item : Exchanges.items(source).values()) {
            boolean isLine =
                    item.kind().word().equals("entry") && item.original().contains("\"link\"");
            if (!isLine) {
                assertThat(returned).as("seed %d", seed).containsKey(item.home());
                assertThat(returned.get(item.home()).isSameAs(item))
                        .as("seed %d: %s\nwas %s", seed, item, returned.get(item.home()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void items_comeBackAsTheyWere_afterAJourneyThroughAllFormats(int seed) throws IOException {
        for (ExchangeFormat from : List.of(ExchangeFormat.LOOM, ExchangeFormat.SERENA, ExchangeFormat.GRAPH)) {
            Reading source = source(from, seed);
            Reading now = source;
            for (int stop = 0; stop < TARGETS.size(); stop++) {
                Path place = place("stop-" + from + stop, TARGETS.get((stop + seed) % TARGETS.size()));
                Files.createDirectories(place.getParent());
                Exchanges.export(now, place, TARGETS.get((stop + seed) % TARGETS.size()));
                now = Exchanges.read(place);
            }
            Map<String, ExchangedItem> arrived = Exchanges.items(now);
            for (ExchangedItem item : Exchanges.items(source).values()) {
                assertThat(arrived).as("seed %d", seed).containsKey(item.home());
                assertThat(arrived.get(item.home()).isSameAs(item))
                        .as("seed %d: %s\nwas %s", seed, item, arrived.get(item.home()))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trips")
    void secondExport_changesNothing(ExchangeFormat from, ExchangeFormat to, int seed) throws IOException {
        Reading source = source(from, seed);
        Path target = place("target", to);
        Files.createDirectories(target.getParent());
        Exchanges.export(source, target, to);
        SortedMap<String, String> before = Exchanges.tree(target);

        ExportResult again = Exchanges.export(source, target, to);

        assertThat(again.counts().added()).isZero();
        assertThat(again.counts().updated()).isZero();
        assertThat(again.counts().kept()).isZero();
        assertThat(Exchanges.tree(target)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("trips")
    void dryRun_writesNothing_andCountsLikeTheRealOne(ExchangeFormat from, ExchangeFormat to, int seed)
            throws IOException {
        Reading source = source(from, seed);
        Path target = place("target", to);
        Files.createDirectories(target.getParent());

        ExportResult dry = Exchanges.export(source, target, to, true);

        assertThat(target).doesNotExist();
        ExportResult real = Exchanges.export(source, target, to);
        assertThat(dry.counts()).isEqualTo(real.counts());
        assertThat(dry.losses()).isEqualTo(real.losses());
    }
}
