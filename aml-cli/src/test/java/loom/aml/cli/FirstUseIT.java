package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout that is not built yet, with a fake Maven that takes a second and copies the real image.
 */
class FirstUseIT {
    private static final String MAVEN = """
            #!/bin/sh
            echo 'noise of the build'
            echo called >>'%1$s/calls'
            sleep 1
            [ ! -e '%1$s/fails' ] || { echo 'compile error'; exit 1; }
            rm -rf '%2$s/target/aml'
            cp -r '%3$s' '%2$s/target/aml'
            touch '%2$s/target/aml/built'
            """;

    @TempDir
    private Path directory;

    private Path checkout;

    @BeforeEach
    void checkout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("my checkout é"));
        Path module = Files.createDirectories(checkout.resolve("aml-cli/src/main"))
                .getParent()
                .getParent();
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.writeString(module.resolve("pom.xml"), "<project/>");
        Files.copy(Launcher.HOME.resolve("aml"), checkout.resolve("aml"));
        Path maven = Files.createDirectories(directory.resolve("bin")).resolve("mvn");
        Files.writeString(maven, MAVEN.formatted(directory, module, Launcher.HOME.resolve("aml-cli/target/aml")));
        executable(maven);
        executable(checkout.resolve("aml"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Launcher.Result aml(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "LOOM_AML_NO_BUILD"));
        command.add(checkout.resolve("aml").toString());
        command.addAll(List.of(words));
        return Launcher.run(directory, Map.of("PATH", directory.resolve("bin") + ":" + System.getenv("PATH")), command);
    }

    private long builds() throws IOException {
        return Files.readAllLines(directory.resolve("calls")).size();
    }

    @Test
    void twoFirstCallsAtOnce_buildOnceAndSaySo() throws Exception {
        CompletableFuture<Launcher.Result> other = CompletableFuture.supplyAsync(() -> {
            try {
                return aml("--version");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (Launcher.Result result : List.of(aml("--version"), other.get())) {
            assertThat(result.out()).startsWith("aml ").hasLineCount(1);
            assertThat(result.err()).startsWith("aml: building, once").hasLineCount(1);
            assertThat(result.code()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
        assertThat(aml("--version").err()).isEmpty();
    }

    @Test
    void newerSources_areBuiltAgain() throws Exception {
        aml("--version");
        Path source = Files.writeString(checkout.resolve("aml-cli/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(aml("--version").err()).startsWith("aml: building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void failedBuild_printsTheLastLinesAndThePathOfTheLog() throws Exception {
        Files.createFile(directory.resolve("fails"));
        Launcher.Result result = aml("--version");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("compile error", "aml: the build failed; its whole log is ");
    }

    @Test
    void withoutTheRightJdk_oneLineSaysWhatToInstall() throws Exception {
        Path launcher = checkout.resolve("aml");
        Files.writeString(launcher, Files.readString(launcher).replace("wanted=25", "wanted=97"));
        Launcher.Result result = aml("--version");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("aml: needs a JDK 97: install one").hasLineCount(1);
        assertThat(directory.resolve("calls")).doesNotExist();
    }

    @Test
    void homeWithoutAJdk_isRejectedByName() throws Exception {
        Launcher.Result result = Launcher.run(
                directory,
                Map.of("LOOM_AML_JAVA_HOME", "/nowhere"),
                List.of(
                        "env",
                        "-u",
                        "LOOM_AML_NO_BUILD",
                        checkout.resolve("aml").toString(),
                        "--version"));
        assertThat(result.err()).isEqualTo("aml: LOOM_AML_JAVA_HOME is not the home of a JDK 25: /nowhere\n");
    }
}
