package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class and package that docs/architecture.md names exists. */
class ArchitecturePageTest {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\\n]+)`(?!`)");
    private static final Pattern CLASS = Pattern.compile("(?:\\w+/)*[A-Z]\\w+");
    private static final Pattern PACKAGE = Pattern.compile("[a-z]+(?:/[a-z]+)+");

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().contains("/java/loom/aml/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .map(file -> file.toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void namesOfClassesAndPackages_exist() throws IOException {
        Set<String> sources = sources();
        List<String> classes = new ArrayList<>();
        Matcher code = CODE.matcher(Files.readString(PROJECT.resolve("docs/architecture.md")));
        while (code.find()) {
            String name = code.group(1);
            boolean isPackage = PACKAGE.matcher(name).matches() && Files.notExists(PROJECT.resolve(name));
            if (isPackage || CLASS.matcher(name).matches()) {
                assertThat(sources).as(name).anyMatch(source -> source.endsWith("/" + name));
                classes.add(name);
            }
        }
        assertThat(classes).contains("prune/PruneRules", "store/kind/StoreKinds", "cli/command", "ArchitectureTest");
    }
}
