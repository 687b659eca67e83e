package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every item matches its label in every schema version, judged by the view that rules use.
 */
class SampleLabelsTest {
    private static final Instant NOW = Sample.DEFAULT.asOf();

    @TempDir
    private Path directory;

    private Sample sample(SampleSchema schema) throws IOException {
        return Sample.of(
                Sample.DEFAULT.withItems(1_500).withAgents(2).withRot(0.6).withSchema(schema), directory);
    }

    private static AbstractDoubleAssert<?> age(Instant time) {
        assertThat(time).isNotNull();
        return assertThat(Duration.between(time, NOW).toMillis() / 86_400_000.0);
    }

    private static Instant lastUsed(Item item) {
        return item.kind() == ItemKind.PATTERN ? item.lastUsed() : item.timestamp();
    }

    private static double uses(Item item) {
        return item.kind() == ItemKind.PATTERN
                ? item.executions()
                : item.number(Field.VERIFIED_COUNT).orElse(0);
    }

    @ParameterizedTest
    @EnumSource
    void everyItem_isWhatItsLabelSays(SampleSchema schema) throws IOException {
        Set<Label> seen = EnumSet.noneOf(Label.class);
        Sample sample = sample(schema);
        sample.read((item, planted) -> {
            seen.add(planted.label());
            assertThat(item.id()).isEqualTo(planted.id());
            if (planted.label() != Label.BROKEN) {
                assertThat(item.agentField()).isEqualTo(planted.agent());
                assertThat(UUID.fromString(item.id()).version()).isEqualTo(4);
                assertThat(UUID.fromString(item.id()).variant()).isEqualTo(2);
            }
            check(item, planted.label());
        });

        assertThat(seen).containsExactlyInAnyOrder(Label.values());
    }

    private static void check(Item item, Label label) {
        switch (label) {
            case FRESH, DUPLICATED, IDENTICAL, NEAR_DUPLICATED -> {
                young(item);
                sound(item);
            }
            case STALE -> {
                age(item.lastUsed()).isBetween(95.0, 710.0);
                sound(item);
            }
            case OUTDATED -> {
                age(item.timestamp()).isGreaterThan(370);
                sound(item);
            }
            case EXPIRED -> {
                age(item.timestamp()).isGreaterThan(185);
                sound(item);
            }
            case FAILED -> {
                young(item);
                age(item.created()).isGreaterThan(35);
                assertThat(item.successRate().orElseThrow()).isBetween(0.22, 0.28);
                assertThat(item.executions()).isGreaterThanOrEqualTo(3);
                assertThat(item.confidence().orElseThrow()).isGreaterThanOrEqualTo(0.17);
            }
            case LOW_SUCCESS -> {
                young(item);
                age(item.created()).isLessThan(25);
                assertThat(item.successRate().orElseThrow()).isLessThanOrEqualTo(0.18);
                assertThat(item.executions()).isGreaterThanOrEqualTo(3);
                assertThat(item.confidence().orElseThrow()).isGreaterThanOrEqualTo(0.17);
            }
            case LOW_CONFIDENCE -> {
                young(item);
                assertThat(item.confidence().orElseThrow()).isLessThanOrEqualTo(0.13);
                assertThat(item.executions()).isGreaterThanOrEqualTo(3);
                assertThat(item.successRate().orElseThrow()).isGreaterThanOrEqualTo(0.32);
            }
            case NEGATIVE -> {
                young(item);
                if (item.kind() == ItemKind.SOLUTION) {
                    assertThat(item.worked()).contains(false);
                } else if (item.wouldRepeat().orElseThrow()) {
                    assertThat(item.meanSuccess().orElseThrow()).isLessThanOrEqualTo(0.48);
                }
            }
            case FEW_EXECUTIONS -> {
                young(item);
                assertThat(item.successRate().orElseThrow()).isLessThanOrEqualTo(0.18);
                assertThat(item.executions()).isLessThan(3);
            }
            case UNDATED -> {
                assertThat(item.isFilled(Field.TIMESTAMP)).isTrue();
                assertThat(List.of(
                                Field.TIMESTAMP,
                                Field.EVOLUTION_CREATED,
                                Field.EVOLUTION_LAST_USED,
                                Field.LIFECYCLE_CREATED,
                                Field.LIFECYCLE_LAST_USED,
                                Field.REVIEWED_AT,
                                Field.REVIEWED_AT_SNAKE))
                        .allMatch(field -> item.time(field) == null);
                sound(item);
            }
            case FUTURE -> {
                age(lastUsed(item)).isLessThan(-5);
                age(item.timestamp()).isLessThan(-5);
                sound(item);
            }
            case BROKEN -> {
                assertThat(List.of(Field.ID, Field.AGENT, Field.TIMESTAMP))
                        .filteredOn(field -> !item.isFilled(field))
                        .hasSize(1);
                if (item.isFilled(Field.TIMESTAMP)) {
                    young(item);
                }
                sound(item);
            }
        }
    }

    /** Too young for the aggressive policy by days, and not in the future. */
    private static void young(Item item) {
        double most = switch (item.kind()) {
            case PATTERN -> 55;
            case SOLUTION -> 355;
            case DECISION -> 115;
            case NOTE, ENTRY -> throw new IllegalArgumentException("not of the runtime");
        };
        age(lastUsed(item)).isBetween(0.0, most);
        if (item.kind() == ItemKind.PATTERN) {
            assertThat(item.lastUsed()).isAfterOrEqualTo(item.created());
        }
    }

    /** Good by 0.02 for the aggressive policy. */
    private static void sound(Item item) {
        switch (item.kind()) {
            case PATTERN -> {
                assertThat(item.successRate().orElseThrow()).isBetween(0.32, 1.0);
                assertThat(item.confidence().orElseThrow()).isBetween(0.17, 1.0);
                assertThat(item.executions()).isBetween(0.0, 400.0);
            }
            case SOLUTION -> assertThat(item.worked()).contains(true);
            case DECISION -> {
                assertThat(item.wouldRepeat().orElse(true)).isTrue();
                assertThat(item.meanSuccess().orElse(1)).isGreaterThanOrEqualTo(0.52);
            }
            case NOTE, ENTRY -> throw new IllegalArgumentException("not of the runtime");
        }
    }

    @ParameterizedTest
    @EnumSource
    void copies_areLikeAFreshItemBeforeThem(SampleSchema schema) throws IOException {
        Map<String, List<Object>> freshById = new HashMap<>();
        Set<Long> freshContents = new HashSet<>();
        Set<Long> otherContents = new HashSet<>();
        Set<String> copied = new HashSet<>();
        int[] exact = {0, 0};
        sample(schema).read((item, planted) -> {
            Fingerprint print = item.fingerprint();
            String key = planted.path() + planted.id();
            switch (planted.label()) {
                case FRESH -> {
                    assertThat(freshById.put(key, List.of(uses(item), lastUsed(item), print.content())))
                            .isNull();
                    assertThat(freshContents.add(print.content())).isTrue();
                }
                case DUPLICATED -> {
                    List<Object> first = freshById.get(key);
                    assertThat(first).as(key).isNotNull();
                    assertThat(copied.add(key)).isTrue();
                    assertThat(uses(item)).isLessThanOrEqualTo((double) first.get(0));
                    assertThat(lastUsed(item)).isBeforeOrEqualTo((Instant) first.get(1));
                    boolean isExact = first.get(2).equals(print.content());
                    exact[isExact ? 1 : 0]++;
                    if (!isExact) {
                        assertThat(lastUsed(item)).isNotEqualTo(first.get(1));
                    }
                }
                case IDENTICAL -> {
                    assertThat(freshById.containsKey(key)).isFalse();
                    assertThat(freshContents.contains(print.content())).isTrue();
                }
                default -> {
                    assertThat(freshById.containsKey(key)).isFalse();
                    assertThat(otherContents.add(print.content())).isTrue();
                    assertThat(freshContents.contains(print.content())).isFalse();
                }
            }
        });

        assertThat(exact[0]).isGreaterThan(exact[1]);
        assertThat(exact[1]).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void nearDuplicates_differFromAFreshItemInOneOrTwoWords(SampleSchema schema) throws IOException {
        Map<String, Set<List<String>>> fresh = new HashMap<>();
        int[] near = {0};
        sample(schema).read((item, planted) -> {
            List<String> words = wordsBehindTheId(item);
            if (planted.label() == Label.FRESH) {
                fresh.computeIfAbsent(planted.path(), _ -> new HashSet<>()).add(words);
            } else if (planted.label() == Label.NEAR_DUPLICATED) {
                near[0]++;
                assertThat(fresh.get(planted.path()).stream()
                                .mapToInt(other -> differences(words, other))
                                .min()
                                .orElseThrow())
                        .isBetween(1, 2);
            }
        });

        assertThat(near[0]).isGreaterThan(20);
    }

    private static List<String> wordsBehindTheId(Item item) {
        String text = new String(item.copyBytes(), StandardCharsets.UTF_8);
        return List.of(text.replaceFirst("\"id\": \"[^\"]*\"", "").split("[\\s\"]+"));
    }

    private static int differences(List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return Integer.MAX_VALUE;
        }
        int differences = 0;
        for (int i = 0; i < one.size(); i++) {
            differences += one.get(i).equals(other.get(i)) ? 0 : 1;
        }
        return differences;
    }

    @ParameterizedTest
    @EnumSource
    void everyItem_hasTheShapeOfItsSchema(SampleSchema schema) throws IOException {
        sample(schema).read((item, planted) -> {
            String text = new String(item.copyBytes(), StandardCharsets.UTF_8);
            boolean isPattern = item.kind() == ItemKind.PATTERN;
            boolean isNewest = schema == SampleSchema.V2_0_0;
            assertThat(item.isArray(Field.TAGS)).isEqualTo(schema.isFrom(SampleSchema.V1_1_0));
            assertThat(topLevel(text, "metadata")).isEqualTo(schema.isFrom(SampleSchema.V1_2_0));
            assertThat(topLevel(text, "variations")).isEqualTo(isPattern && schema == SampleSchema.V1_2_0);
            assertThat(text.contains("\n    \"version\": \"2.0.0\"")).isEqualTo(isNewest);
            assertThat(item.isObject(Field.PERFORMANCE)).isEqualTo(isPattern && isNewest);
            assertThat(item.isObject(Field.LIFECYCLE)).isEqualTo(isPattern && isNewest);
            assertThat(item.isObject(Field.METRICS)).isEqualTo(isPattern && !isNewest);
            assertThat(item.isObject(Field.EVOLUTION)).isEqualTo(isPattern && !isNewest);
            if (isPattern && schema.isFrom(SampleSchema.V1_1_0)) {
                assertThat(item.flag(Field.ACTIVE)).isPresent();
            }
        });
    }

    private static boolean topLevel(String item, String key) {
        return item.contains("\n    \"" + key + "\": ");
    }

    @ParameterizedTest
    @EnumSource
    void everyIdOfTheStore_isThereOnceButForDuplicates(SampleSchema schema) throws IOException {
        Map<String, Long> counts = sample(schema).planted().stream()
                .filter(one -> one.id() != null && one.label() != Label.DUPLICATED)
                .collect(Collectors.groupingBy(Sample.Planted::id, Collectors.counting()));

        assertThat(counts.values()).containsOnly(1L);
    }
}
