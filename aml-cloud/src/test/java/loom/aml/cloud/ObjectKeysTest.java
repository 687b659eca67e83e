package loom.aml.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import loom.aml.CaseSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {
    private static final String PREFIX = "backups/my-store/";

    private static final int ROUNDS = CaseSample.isFull() ? 2_000 : 200;

    private final ObjectKeys keys = new ObjectKeys(PREFIX);

    @Test
    void keys_ofUsualNames_areTheNames() {
        assertThat(keys.keyOf("generations/20261201T040000Z-1/segments/0aF.zst"))
                .isEqualTo(PREFIX + "generations/20261201T040000Z-1/segments/0aF.zst");
        assertThat(keys.keyOf("archives/r/caf\u00e9 \n!.json"))
                .isEqualTo(PREFIX + "archives/r/caf!C3!A9!20!0A!21.json");
        assertThat(keys.keyOf("archives/r/\udc80x")).isEqualTo(PREFIX + "archives/r/!uDC80x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other/a",
                "backups/my-store/a b",
                "backups/my-store/!61",
                "backups/my-store/!c3!a9",
                "backups/my-store/!C3",
                "backups/my-store/!",
                "backups/my-store/!u12",
                "backups/my-store/!u0041",
                "backups/my-store/a!2"
            })
    void keys_thatAmlDoesNotWrite_haveNoName(String key) {
        assertThat(keys.nameOf(key)).isEmpty();
    }

    private static String randomName(Random random) {
        StringBuilder name = new StringBuilder("archives/r");
        int parts = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 6);
        for (int part = 0; part < parts; part++) {
            name.append('/');
            int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 250 : 12);
            for (int at = 0; at < length; at++) {
                switch (random.nextInt(6)) {
                    case 0 -> name.append((char) ('!' + random.nextInt(14)));
                    case 1 -> name.appendCodePoint(0x10000 + random.nextInt(0x1000));
                    case 2 -> name.append((char) (0xd800 + random.nextInt(0x800)));
                    case 3 -> name.append((char) (0x20 + random.nextInt(0x3000)));
                    default -> name.append((char) ('a' + random.nextInt(26)));
                }
            }
        }
        return name.toString();
    }

    @Test
    void everyName_hasAKeyOfItsOwn_thatIsValid() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> names = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            String name = randomName(random);
            String key = keys.keyOf(name);
            String as = "seed " + seed + ", round " + round;
            assertThat(key)
                    .as(as)
                    .matches("[A-Za-z0-9._/!-]+")
                    .startsWith(PREFIX)
                    .hasSizeLessThanOrEqualTo(1024);
            assertThat(names.getOrDefault(key, name)).as(as).isEqualTo(name);
            names.put(key, name);
            Optional<String> decoded = keys.isLong(name) ? keys.nameOf(key, ObjectKeys.encode(name)) : keys.nameOf(key);
            assertThat(decoded).as(as).contains(name);
            assertThat(keys.isHash(key)).as(as).isEqualTo(keys.isLong(name));
        }
        assertThat(names.values()).as("seed " + seed).anyMatch(keys::isLong).anyMatch(name -> !keys.isLong(name));
    }

    @Test
    void everyKey_isFoundByEachBeginningOfItsName() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS / 4; round++) {
            String name = randomName(random);
            String key = keys.keyOf(name);
            for (int cut = name.indexOf('/'); cut >= 0; cut = name.indexOf('/', cut + 1)) {
                String beginning = name.substring(0, cut + 1);
                boolean isFound = key.startsWith(keys.beginningOf(beginning))
                        || keys.hashesBeside(beginning).filter(key::startsWith).isPresent();
                assertThat(isFound)
                        .as("seed %d, round %d, %d characters", seed, round, cut)
                        .isTrue();
            }
        }
    }
}
