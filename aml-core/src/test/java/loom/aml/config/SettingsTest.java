package loom.aml.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import loom.aml.notify.ChannelKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path directory;

    @Test
    void namesAndVariables_areUnique() {
        assertThat(Settings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @Test
    void everyDeclaredSetting_isInTheList() {
        List<String> declared = new ClassFileImporter()
                .importPackagesOf(Settings.class).stream()
                        .flatMap(owner -> owner.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Setting.class))
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .map(SettingsTest::nameOf)
                        .toList();
        assertThat(Settings.ALL).extracting(Setting::name).containsExactlyInAnyOrderElementsOf(declared);
    }

    @ParameterizedTest
    @EnumSource(ChannelKind.class)
    void everyKindOfChannel_canBeConfigured_andIsThenNotified(ChannelKind kind) {
        Setting<String> target = AlertSettings.CHANNELS.get(kind.word());
        Configuration one = Configuration.read(List.of(), Map.of(target.variable(), valueFor(kind)));
        assertThat(new Policies(one).hasChannels()).isTrue();
        assertThat(new Policies(one).notifications().channels()).containsExactly(kind);
        assertThat(AlertSettings.CHANNELS).hasSameSizeAs(ChannelKind.values());
    }

    private static String valueFor(ChannelKind kind) {
        return kind == ChannelKind.MAIL ? "ops@example.org" : "https://example.org/topic";
    }

    private static String nameOf(JavaField constant) {
        try {
            return ((Setting<?>) constant.reflect().get(null)).name();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void template_setsNothing_andUncommentedSetsEveryDefault() throws IOException {
        Path file = directory.resolve("aml.toml");
        Files.writeString(file, ConfigurationText.template());
        Configuration untouched = read(file);
        Files.writeString(file, ConfigurationText.template().replaceAll("(?m)^# ([a-z_.]+ = |\\[)", "$1"));
        Configuration all = read(file);
        for (Setting<?> setting : Settings.ALL) {
            assertThat(untouched.origin(setting).kind()).isEqualTo(Origin.Kind.DEFAULT);
            assertThat(all.origin(setting).kind()).as(setting.name()).isEqualTo(Origin.Kind.FILE);
            assertThat(all.get(setting)).isEqualTo(setting.byDefault());
            assertThat(all.origin(setting, "debugger").isPresent()).isEqualTo(setting.isPerAgent());
        }
    }

    private static Configuration read(Path file) throws IOException {
        return Configuration.read(List.of(ConfigurationFile.own(file, Files.readAllBytes(file))), Map.of());
    }

    /** Run with {@code -Daml.docs=write} to update the page. */
    @Test
    void documentationPage_isUpToDate() throws IOException {
        Path docs = Path.of("docs").toAbsolutePath();
        Path page = (Files.isDirectory(docs) ? docs : Path.of("../docs")).resolve("configuration.md");
        if ("write".equals(System.getProperty("aml.docs"))) {
            Files.writeString(page, ConfigurationText.page());
        }
        assertThat(page).hasContent(ConfigurationText.page());
    }

    @ParameterizedTest
    @CsvSource({
        "90d,PT2160H",
        "90,PT2160H",
        "1h30m,PT1H30M",
        "2w,PT336H",
        "100ms,PT0.1S",
        "5min,PT5M",
        "1d 12h,PT36H",
        "0s,PT0S"
    })
    void durations_areParsed(String text, Duration expected) {
        Duration read = Durations.parse(text, Duration.ofDays(1));
        assertThat(read).isEqualTo(expected);
        assertThat(Durations.parse(Durations.print(read), Duration.ofDays(1))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "-3d", "3x", "3d4", "1.5h", "9999999999999d", "999999999999w", "3 d"})
    void durations_rejectInvalidText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "80MB,80000000",
        "1.5GB,1500000000",
        "512KiB,524288",
        "7,7",
        "10 kb,10000",
        "1TB,1000000000000",
        "3B,3",
        "80MiB,83886080",
        "1.5 mib,1572864",
        "2GiB,2147483648",
        "0,0"
    })
    void sizes_areParsed(String text, long expected) {
        assertThat(Sizes.parse(text)).isEqualTo(expected);
        assertThat(Sizes.parse(Sizes.print(expected))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-3MB", "1.5B", "3 MBit", "1..2MB", "99999999999TB"})
    void sizes_rejectInvalidText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"prnue.min_success,prune.min_success", "prune.patern_unused,prune.pattern_unused"})
    void suggestion_findsTheNearestWord(String typed, String meant) {
        assertThat(Suggestion.to(typed, Settings.ALL.stream().map(Setting::name).toList()))
                .contains(meant);
    }
}
