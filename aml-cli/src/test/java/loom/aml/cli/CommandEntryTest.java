package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of the commands and their classes agree. */
class CommandEntryTest {
    @Test
    void everyCommandClass_hasOneEntry() {
        List<String> classes = new ClassFileImporter()
                .importUrl(Session.class.getProtectionDomain().getCodeSource().getLocation()).stream()
                        .filter(candidate -> candidate.isAssignableTo(Command.class))
                        .filter(candidate -> !candidate.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(Commands.ALL)
                .extracting(entry -> entry.command().getClass().getName())
                .containsExactlyInAnyOrderElementsOf(classes);
    }

    @ParameterizedTest
    @EnumSource
    void class_isNamedLikeItsCommand(CommandEntry entry) {
        String constant =
                entry.fullName().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        assertThat(entry.name()).isEqualTo(constant);
        String words = entry.fullName().replaceAll("[ -]", "");
        String lastWord = entry.words().getLast().replace("-", "");
        assertThat(entry.command().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .isIn(words + "command", lastWord + "command");
    }

    @Test
    void fullNames_areDistinct() {
        assertThat(Commands.ALL).extracting(CommandEntry::fullName).doesNotHaveDuplicates();
    }

    /** The classes of all commands would delay each start. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "--version, -",
                "--help, -",
                "backup, -",
                "prnue, -",
                "__complete '', -",
                "help undo, UndoCommand",
                "config path, ConfigPathCommand"
            })
    void start_loadsNoOtherCommand(String line, String expected) throws Exception {
        assertThat(commandsLoadedBy(line.replace("''", "")))
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    private static List<String> commandsLoadedBy(String line) throws IOException {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName());
        Process process = new ProcessBuilder(Stream.concat(java.stream(), Stream.of(line.split(" ", -1)))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var log = process.inputReader()) {
            return log.lines()
                    .map(one -> one.replaceAll(".*\\sloom\\.aml\\.cli\\.command\\.(\\w+Command)\\s.*", "$1"))
                    .filter(one -> one.matches("\\w+Command"))
                    .toList();
        }
    }
}
