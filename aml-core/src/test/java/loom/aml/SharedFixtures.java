package loom.aml;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stores that the real runtime and the seed's migrations wrote. They are kept beside the checkout, not in it. If they are
 * missing, tests that need them are skipped, or fail if {@code LOOM_AML_REQUIRE_FIXTURES} is 1.
 */
public final class SharedFixtures {
    private static final Path FIXTURES =
            repositoryRoot().resolveSibling("shared").resolve("fixtures");

    private SharedFixtures() {}

    /** Returns the fixture directory with this name: {@code runtime-gzip}, {@code runtime-plain}, {@code schema/v1.0.0}. */
    public static Path require(String name) {
        Path directory = FIXTURES.resolve(name);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        if ("1".equals(System.getenv("LOOM_AML_REQUIRE_FIXTURES"))) {
            return fail("no fixtures at " + directory + ", and LOOM_AML_REQUIRE_FIXTURES is 1");
        }
        return abort("no fixtures at " + directory);
    }

    /** Tests run in the module's directory or in the one above. */
    private static Path repositoryRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("aml-core"))
                ? here
                : here.resolve("..").normalize();
    }
}
