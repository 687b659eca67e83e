package loom.aml.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-04-05T17:37:59.457Z, 2026-04-05T17:37:59.457Z",
        "2026-04-05T17:37:59.457, 2026-04-05T17:37:59.457Z",
        "2026-04-05T17:37:59.457000, 2026-04-05T17:37:59.457Z",
        "2026-04-05T17:37:59.457000+00:00, 2026-04-05T17:37:59.457Z",
        "2026-04-05T17:37:59.457+02:00, 2026-04-05T15:37:59.457Z",
        "2026-04-05T17:37:59-07:30, 2026-04-06T01:07:59Z",
        "2026-04-05T17:37:59+0200, 2026-04-05T15:37:59Z",
        "2026-04-05T17:37:59+02, 2026-04-05T15:37:59Z",
        "2026-04-05T17:37:59-00:00, 2026-04-05T17:37:59Z",
        "2026-04-05T17:37:59Z, 2026-04-05T17:37:59Z",
        "2026-04-05T17:37Z, 2026-04-05T17:37:00Z",
        "2026-04-05T17:37, 2026-04-05T17:37:00Z",
        "2026-04-05T17:37+02:00, 2026-04-05T15:37:00Z",
        "2026-04-05 17:37:59, 2026-04-05T17:37:59Z",
        "2026-04-05t17:37:59z, 2026-04-05T17:37:59Z",
        "2026-04-05, 2026-04-05T00:00:00Z",
        "'2026-04-05T17:37:59,5Z', 2026-04-05T17:37:59.5Z",
        "2026-04-05T17:37:59.1234567891234Z, 2026-04-05T17:37:59.123456789Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29, 2000-02-29T00:00:00Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    })
    void parse_acceptsTheFormatsThatOccur(String text, Instant expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2026",
                "2026-",
                "2026-04",
                "2026-04-",
                "2026-4-5",
                "2026-04-5",
                "20260405",
                "2026/04/05",
                "26-04-05",
                "2026-00-10",
                "2026-13-10",
                "2026-04-00",
                "2026-04-31",
                "2026-02-29",
                "2100-02-29",
                "2024-02-30",
                "2026-12-32",
                "0000-01-01",
                "-2026-04-05",
                "+2026-04-05",
                "02026-04-05",
                "2026-04-05T",
                "2026-04-05T17",
                "2026-04-05T17:",
                "2026-04-05T17:3",
                "2026-04-05T17:37:",
                "2026-04-05T17:37:5",
                "2026-04-05T24:00:00Z",
                "2026-04-05T17:60:00Z",
                "2026-04-05T17:37:60Z",
                "2026-04-05T17:37:59.",
                "2026-04-05T17:37:59.Z",
                "2026-04-05T17:37:59.5.5Z",
                "2026-04-05T17:37.5",
                "2026-04-05T17:37:59ZZ",
                "2026-04-05T17:37:59 Z",
                "2026-04-05T17:37:59+",
                "2026-04-05T17:37:59+2",
                "2026-04-05T17:37:59+02:",
                "2026-04-05T17:37:59+02:0",
                "2026-04-05T17:37:59+02:60",
                "2026-04-05T17:37:59+19:00",
                "2026-04-05T17:37:59+02:00:00",
                "2026-04-05T17:37:59*02:00",
                "2026-04-05Z",
                "2026-04-05X17:37:59Z",
                " 2026-04-05",
                "2026-04-05 ",
                "yesterday",
                "1770105600",
                "20x6-04-05",
                "2026-04-05T17-37-59",
                "２０２６-04-05",
                "2026-04-05T17:37:59.٣"
            })
    void parse_rejectsOtherText(String text) {
        assertThat(parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "-1, 1969-12-31T23:59:59Z",
        "1770105600, 2026-02-03T08:00:00Z",
        "1770105600.5, 2026-02-03T08:00:00.5Z",
        "1770105600.123456, 2026-02-03T08:00:00.123456Z",
        "1770105600123, 2026-02-03T08:00:00.123Z",
        "1770105600123.25, 2026-02-03T08:00:00.123250Z",
        "1770105600123456, 2026-02-03T08:00:00.123456Z",
        "1770105600123456000, 2026-02-03T08:00:00.123456Z",
        "-1770105600123, 1913-11-28T15:59:59.877Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "99999999999999, 5138-11-16T09:46:39.999Z",
        "100000000000000, 1973-03-03T09:46:40Z",
        "100000000000000000, 1973-03-03T09:46:40Z",
        "1764500000123456789, 2025-11-30T10:53:20.123456789Z",
        "1764500000000000001, 2025-11-30T10:53:20.000000001Z",
        "1.764500000123456789e18, 2025-11-30T10:53:20.123456789Z",
        "1764500000123456, 2025-11-30T10:53:20.123456Z",
        "1764500000123456.789, 2025-11-30T10:53:20.123456789Z",
        "1764500000.123456789, 2025-11-30T10:53:20.123456789Z",
        "-1, 1969-12-31T23:59:59Z",
        "1e-999999999, 1970-01-01T00:00:00Z",
    })
    void ofEpoch_detectsTheUnitByMagnitude(String number, Instant expected) {
        assertThat(Timestamps.ofEpoch(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e20", "-1e20", "1e999", "-1e999", "1e300", "1e999999999"})
    void ofEpoch_rejectsNumbersOutOfRange(String number) {
        assertThat(Timestamps.ofEpoch(number)).isNull();
    }

    @Test
    void ofEpoch_isExact() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            Instant second = Instant.ofEpochSecond(200_000_000 + random.nextLong(4_000_000_000L));
            Instant milli = second.plusMillis(random.nextInt(1_000));
            Instant micro = milli.plus(random.nextInt(1_000), ChronoUnit.MICROS);

            assertThat(Timestamps.ofEpoch(String.valueOf(second.getEpochSecond())))
                    .as("seed %d", seed)
                    .isEqualTo(second);
            assertThat(Timestamps.ofEpoch(String.valueOf(milli.toEpochMilli())))
                    .as("seed %d", seed)
                    .isEqualTo(milli);
            assertThat(Timestamps.ofEpoch(String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, micro))))
                    .as("seed %d", seed)
                    .isEqualTo(micro);
        }
    }

    @Test
    void parse_acceptsEveryDayOfFourCenturies() {
        for (LocalDate day = LocalDate.of(1799, 12, 31); day.getYear() < 2201; day = day.plusDays(1)) {
            Instant parsed = parse(day.toString());

            assertThat(parsed == null ? null : parsed.getEpochSecond()).isEqualTo(day.toEpochDay() * 86_400);
        }
    }

    @Test
    void parse_agreesWithTheJdkOnValidTimes() {
        for (int seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            String text = randomTime(random);

            assertThat(parse(text)).as("seed %d: %s", seed, text).isNotNull().isEqualTo(expected(text));
        }
    }

    @Test
    void parse_agreesWithTheJdkOnNearlyValidTimes() {
        int invalid = 0;
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(randomTime(random));
            String characters = "0123456789-+:.,TtZz x";
            int at = random.nextInt(text.length());
            char c = characters.charAt(random.nextInt(characters.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, c);
                case 2 -> text.setLength(at);
                default -> text.setCharAt(at, c);
            }
            Instant expected = expected(text.toString());
            invalid += expected == null ? 1 : 0;

            assertThat(parse(text.toString())).as("seed %d: %s", seed, text).isEqualTo(expected);
        }
        assertThat(invalid).isBetween(10_000, 28_000);
    }

    private static String randomTime(Random random) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_800L), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(
                "%04d-%02d-%02d".formatted(time.getYear(), time.getMonthValue(), time.getDayOfMonth()));
        if (random.nextInt(10) == 0) {
            return text.toString();
        }
        text.append("Tt ".charAt(random.nextInt(3))).append("%02d:%02d".formatted(time.getHour(), time.getMinute()));
        if (random.nextInt(10) > 0) {
            text.append(":%02d".formatted(time.getSecond()));
            if (random.nextBoolean()) {
                String decimals = "%09d%03d".formatted(random.nextInt(1_000_000_000), random.nextInt(1_000));
                text.append(".,".charAt(random.nextInt(2))).append(decimals, 0, 1 + random.nextInt(decimals.length()));
            }
        }
        return text + randomOffset(random);
    }

    private static String randomOffset(Random random) {
        String sign = random.nextBoolean() ? "+" : "-";
        int hours = random.nextInt(18);
        int minutes = random.nextInt(60);
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "Z";
            case 2 -> "z";
            case 3 -> "%s%02d".formatted(sign, hours);
            case 4 -> "%s%02d%02d".formatted(sign, hours, minutes);
            default -> "%s%02d:%02d".formatted(sign, hours, minutes);
        };
    }

    private static final Pattern TIME = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
            + "(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?");

    /** An independent implementation with a regular expression and java.time. */
    private static @Nullable Instant expected(String text) {
        Matcher m = TIME.matcher(text);
        if (!m.matches() || number(m, 1) == 0 || number(m, 9) > 18 || number(m, 10) > 59) {
            return null;
        }
        try {
            String decimals = m.group(7) == null ? "" : m.group(7);
            return LocalDateTime.of(
                            number(m, 1),
                            number(m, 2),
                            number(m, 3),
                            number(m, 4),
                            number(m, 5),
                            number(m, 6),
                            Integer.parseInt((decimals + "000000000").substring(0, 9)))
                    .toInstant(ZoneOffset.UTC)
                    .minusSeconds((number(m, 9) * 3_600L + number(m, 10) * 60L) * ("-".equals(m.group(8)) ? -1 : 1));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static @Nullable Instant parse(String text) {
        byte[] bytes = ("\"" + text + "\"").getBytes(UTF_8);
        return Timestamps.parse(bytes, 1, bytes.length - 1);
    }
}
