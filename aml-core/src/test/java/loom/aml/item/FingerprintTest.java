package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final String ITEM =
            "{\"id\":\"5f0c9a52\",\"agent\":\"archivist\",\"metrics\":{\"successRate\":0.50},\"note\":\"é\"}";

    @Test
    void fingerprint_changesWithEveryByteOfTheItem() throws Exception {
        byte[] item = ITEM.getBytes(UTF_8);
        Set<Fingerprint> seen = new HashSet<>();
        seen.add(OneItem.ask(ITEM, Item::fingerprint));
        int others = 0;
        for (int at = 0; at < item.length; at++) {
            for (int other : new int[] {' ', 'x', '7', '.', '1', '"', ',', 0xc3}) {
                byte[] text = ("[" + ITEM + "]").getBytes(UTF_8);
                if (text[at + 1] == (byte) other) {
                    continue;
                }
                text[at + 1] = (byte) other;
                try {
                    Set<Fingerprint> found = new HashSet<>();
                    CollectionReader.read(
                            MemoryFile.of(text).text(), ItemKind.PATTERN, changed -> found.add(changed.fingerprint()));
                    assertThat(seen).as("byte %d as %c", at, other).doesNotContainAnyElementsOf(found);
                    seen.addAll(found);
                    others++;
                } catch (DamagedException e) {
                    // No longer a valid item.
                }
            }
        }
        assertThat(others).isGreaterThan(150);
    }

    @Test
    void id_isIndependentOfEscapes() {
        long plain = OneItem.ask("{\"id\":\"muster/ü✓💾\"}", Item::idHash);

        assertThat(OneItem.ask("{\"id\":\"\\u006duster\\/\\u00fc\\u2713\\ud83d\\udcbe\"}", Item::idHash))
                .isEqualTo(plain);
        assertThat(Fingerprint.ofId("muster/ü✓💾")).isEqualTo(plain);
        assertThat(OneItem.ask("{\"id\":\"\\u0034\\u0032\"}", Item::fingerprint))
                .as("the spelling of the id does not affect the version")
                .isEqualTo(OneItem.ask("{\"id\":\"42\"}", Item::fingerprint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "5 | \"5\"",
                "true | \"true\"",
                "1e2 | 100",
                "9007199254740992 | 9007199254740993",
                "12345678901234567890123 | 12345678901234567890124",
                "[1] | \"[1]\"",
                "-0 | 0",
            })
    void id_differsByTypeAndSpelling(String one, String other) {
        long first = OneItem.ask("{\"id\":" + one + "}", Item::idHash);
        long second = OneItem.ask("{\"id\":" + other + "}", Item::idHash);

        assertThat(first).isNotEqualTo(second);
        assertThat(Fingerprint.ofIdAsWritten(one)).as("found by its spelling").contains(first);
    }

    @Test
    void idWithAnUnpairedSurrogate_isUnique() {
        Set<Long> seen = new HashSet<>();
        for (String id :
                new String[] {"?", "\ufffd", "\ud800", "\ud801", "\udc00", "\ud800\ud800", "x\ud800", "\ud800\udc00"}) {
            assertThat(seen.add(Fingerprint.ofId(id))).as(id).isTrue();
        }
        assertThat(OneItem.ask("{\"id\":\"x\\ud800\"}", Item::idHash)).isEqualTo(Fingerprint.ofId("x\ud800"));
        assertThat(OneItem.ask("{\"id\":\"\\uD801\\uD800\"}", Item::idHash))
                .isEqualTo(Fingerprint.ofId("\ud801\ud800"));
    }

    @Test
    void ofWhole_changesWithEveryByte_includingTheId() {
        byte[] item = ITEM.getBytes(UTF_8);
        Set<Fingerprint> seen = new HashSet<>();
        seen.add(Fingerprint.ofWhole(7, item));
        for (int at = 0; at < item.length; at++) {
            byte[] other = item.clone();
            other[at] ^= 1;
            assertThat(seen.add(Fingerprint.ofWhole(7, other)))
                    .as("byte %d", at)
                    .isTrue();
        }
        assertThat(Fingerprint.ofWhole(7, item)).isEqualTo(Fingerprint.ofWhole(7, item.clone()));
        assertThat(Fingerprint.ofWhole(7, item).id()).isEqualTo(7);
    }

    @Test
    void text_isParsedAgain_andOtherTextIsRejected() {
        Fingerprint fingerprint = new Fingerprint(-2, 0x0123456789abcdefL);

        assertThat(fingerprint).hasToString("fffffffffffffffe0123456789abcdef");
        assertThat(Fingerprint.parse(fingerprint.toString())).isEqualTo(fingerprint);
        assertThat(fingerprint.toBytes()).hasSize(Fingerprint.BYTES);
        for (String other : new String[] {"", "ff", fingerprint + "0", "x".repeat(32)}) {
            assertThatIllegalArgumentException().as(other).isThrownBy(() -> Fingerprint.parse(other));
        }
    }

    @Test
    void id_isZeroOnlyIfAbsent() {
        for (String none : new String[] {"{}", "{\"id\":null}", "{\"id\":\"\"}"}) {
            assertThat(OneItem.ask(none, Item::idHash)).isZero();
        }
        assertThat(Fingerprint.ofId("\0")).isNotZero();
        assertThat(Fingerprint.ofId("\0\0\0\0")).isNotZero();
    }

    @Test
    void id_distinguishesManyIds() {
        Random random = new Random(7);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            assertThat(seen.add(Fingerprint.ofId(new UUID(random.nextLong(), random.nextLong()).toString())))
                    .isTrue();
            assertThat(seen.add(Fingerprint.ofId("pattern-" + i))).isTrue();
        }
    }

    @Test
    void content_isIndependentOfTheId() {
        Fingerprint one = OneItem.ask("{\"id\":\"one\",\"note\":\"x\"}", Item::fingerprint);
        Fingerprint two = OneItem.ask("{\"id\":\"two\",\"note\":\"x\"}", Item::fingerprint);
        Fingerprint other = OneItem.ask("{\"id\":\"one\",\"note\":\"y\"}", Item::fingerprint);

        assertThat(two.content()).isEqualTo(one.content());
        assertThat(two.id()).isNotEqualTo(one.id());
        assertThat(other.id()).isEqualTo(one.id());
        assertThat(other.content()).isNotEqualTo(one.content());
    }

    @Test
    void contentWithoutId_coversAllBytes() {
        assertThat(OneItem.ask("{\"note\":\"x\"}", Item::fingerprint))
                .isNotEqualTo(OneItem.ask("{\"note\":\"y\"}", Item::fingerprint));
    }

    @Test
    void bytesAndText_containBothHalves() {
        Fingerprint fingerprint = new Fingerprint(0x0123456789abcdefL, -2);

        assertThat(fingerprint.toBytes())
                .hasSize(Fingerprint.BYTES)
                .asHexString()
                .isEqualTo("0123456789ABCDEFFFFFFFFFFFFFFFFE");
        assertThat(fingerprint).hasToString("0123456789abcdeffffffffffffffffe");
    }

    @Test
    void table_behavesLikeAMap() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            FingerprintTable table = new FingerprintTable();
            Map<Fingerprint, Integer> map = new HashMap<>();
            int range = 1 + random.nextInt(3_000);
            for (int i = 0; i < 2_000; i++) {
                Fingerprint fingerprint = fingerprint(random.nextInt(range));
                table.putIfAbsent(fingerprint, i);
                map.putIfAbsent(fingerprint, i);
                Fingerprint asked = fingerprint(random.nextInt(range));

                assertThat(table.get(asked)).as("seed %d", seed).isEqualTo(map.getOrDefault(asked, -1));
            }
            map.forEach(
                    (fingerprint, number) -> assertThat(table.get(fingerprint)).isEqualTo(number));
        }
    }

    /** Few ids and few contents, many of which cancel each other out. */
    private static Fingerprint fingerprint(int number) {
        return switch (number % 3) {
            case 0 -> new Fingerprint(number, number);
            case 1 -> new Fingerprint(0, number);
            default -> new Fingerprint((long) number << 32, (long) number << 32 ^ 1);
        };
    }
}
