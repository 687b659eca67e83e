package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages name only commands that exist. */
class DocumentedNamesTest {
    /** A command of aml in a sentence or a table, up to its first option or placeholder. */
    private static final Pattern NAMED = Pattern.compile("[`']aml((?: [a-z][a-z-]*(?![a-z.-]))+)");

    /** The launcher's checkout is known only once an image is built, which is after this test. */
    private static final Path CHECKOUT = Path.of("..");

    @TempDir
    private Path directory;

    /** The pages, by path from the top of the checkout. */
    static List<String> pages() throws IOException {
        return DocumentsIT.pages(CHECKOUT);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_namesOnlyExistingCommands(String page) throws IOException {
        Matcher named = NAMED.matcher(Files.readString(CHECKOUT.resolve(page)));
        TreeSet<String> names = new TreeSet<>();
        while (named.find()) {
            names.add(named.group(1).strip());
        }
        for (String name : names) {
            List<String> words = new ArrayList<>(List.of(name.split(" ")));
            words.add("--help");
            Cli.Result help = new Cli(directory).run(words.toArray(String[]::new));
            assertThat(help.code()).as("aml " + name + "\n" + help.err()).isEqualTo(ExitCode.DONE);
            assertThat(help.out()).as("aml " + name).contains("aml " + words.getFirst());
        }
    }
}
