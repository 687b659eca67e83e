package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted copies in folders, and their keys, from the command line. */
class EncryptedCopyCommandTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path memory;
    private Path key;
    private String copy;

    @BeforeEach
    void backUp() {
        cli = new Cli(directory).with("HOME", directory.resolve("home").toString());
        memory = directory.resolve(".loom/memory");
        key = directory.resolve("home/.config/aml/backup.key");
        copy = directory.resolve("copy").toString();
        done("sample", memory.toString(), "--items", "60", "--agents", "2");
        done("backup", "create");
    }

    private Cli.Result done(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private String failed(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.FAILED);
        return result.err();
    }

    private void configure(String... lines) throws IOException {
        Files.writeString(directory.resolve(".loom/aml.toml"), "[backup]\n" + String.join("\n", lines) + "\n");
        done("trust");
    }

    private String recipientOfNewKey(String name) throws IOException {
        String home = directory.resolve(name).toString();
        return new Cli(directory)
                .with("HOME", home)
                .run("backup", "key", "add", "--json")
                .json()
                .strings("keys")
                .getFirst();
    }

    @Test
    void key_isCreatedOnce_forTheUserOnly() throws IOException {
        Cli.Result created = done("backup", "key", "add");

        String recipient = Files.readString(key).replaceFirst("(?s).*# public key: (age1[0-9a-z]{58})\n.*", "$1");
        assertThat(created.out()).contains(key.toString(), recipient, "keep a copy of this file", "A second key");
        assertThat(Files.readString(key)).contains("\nAGE-SECRET-KEY-1");
        assertThat(created.out() + created.err()).doesNotContain("AGE-SECRET-KEY");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(key);
        assertThat(cli.run("backup", "key", "add").err()).contains("no copy to add it to");
        assertThat(key).hasBinaryContent(before);
        assertThat(done("backup", "key").out()).contains(recipient + "  your key");
    }

    @Test
    void copy_isEncryptedIfThereIsAKey_andReadWithIt() throws IOException {
        done("backup", "key", "add");
        Cli.Result copied = done("backup", "copy", copy);

        assertThat(copied.out()).contains("encrypted", "only one key opens " + copy);
        assertThat(Path.of(copy).resolve("repository.json")).doesNotExist();
        assertThat(done("backup", "copy", copy).out()).contains("nothing new");
        JsonObject list = done("backup", "list", "--from", copy, "--json").json();
        assertThat(list.objects("snapshots")).hasSize(1);
        done("backup", "verify", "--all", "--from", copy);
        String items = done("agents").out();
        Files.move(directory.resolve(".loom"), directory.resolve("lost"));
        Files.createDirectories(memory);
        done("backup", "restore", "--from", copy, "--yes");
        assertThat(done("agents").out()).isEqualTo(items);

        Files.move(key, directory.resolve("key-elsewhere"));
        assertThat(failed("backup", "list", "--from", copy))
                .contains("is encrypted, and no key here opens it", "age1", "backup.key_file");
        configure("key_file = \"" + directory.resolve("key-elsewhere") + "\"");
        done("backup", "list", "--from", copy);
        Files.setPosixFilePermissions(directory.resolve("key-elsewhere"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failed("backup", "list", "--from", copy)).contains("is open to other users");
    }

    @Test
    void plainCopies_areBegunWithoutKey_orOnRequest_andKeepTheirKind() throws IOException {
        done("backup", "copy", copy);
        done("backup", "key", "add");
        done("backup", "copy", directory.resolve("plain").toString(), "--plain");
        done("backup", "create", "--full");
        done("backup", "copy", copy);

        assertThat(Path.of(copy).resolve("keys")).doesNotExist();
        assertThat(directory.resolve("plain/repository.json")).exists();
        assertThat(failed("backup", "key", "rotate", copy)).contains("is not an encrypted copy");
        done("backup", "verify", "--all", "--from", copy);
    }

    /** Who can write to the place could otherwise make the next copy a plain one. */
    @Test
    void plainCopy_inPlaceOfAnEncryptedOne_isRefused() throws IOException {
        done("backup", "copy", directory.resolve("plain").toString());
        done("backup", "key", "add");
        done("backup", "copy", copy);
        Files.move(Path.of(copy), directory.resolve("away"));
        Files.move(directory.resolve("plain"), Path.of(copy));

        assertThat(failed("backup", "copy", copy)).contains("was encrypted when you copied to it");
        Files.move(Path.of(copy), directory.resolve("plain"));
        assertThat(done("backup", "copy", copy).out()).contains("encrypted");
        Files.move(Path.of(copy), directory.resolve("away-too"));
        assertThat(done("backup", "copy", copy, "--plain").out()).doesNotContain("encrypted");
        assertThat(done("backup", "copy", copy).out()).contains("nothing new");
    }

    @Test
    void keyThatWasRotatedElsewhere_isRefused_untilItIsAccepted() throws IOException {
        done("backup", "key", "add");
        done("backup", "copy", copy);
        Files.createDirectories(directory.resolve("elsewhere"));
        String rotated = new Cli(directory)
                .with("HOME", directory.resolve("home").toString())
                .with("XDG_STATE_HOME", directory.resolve("elsewhere").toString())
                .run("backup", "key", "rotate", copy)
                .out();
        String fingerprint = rotated.replaceFirst("(?s).*  key ([0-9a-f]{32}), opened by age1.*", "$1");

        assertThat(failed("backup", "copy", copy))
                .contains("has another key than before", "'aml backup key accept " + fingerprint + "'");
        assertThat(failed("backup", "key", "accept", "0".repeat(32), copy)).contains("is " + fingerprint);
        assertThat(done("backup", "key", "accept", fingerprint, copy).out()).contains("accepted the key of " + copy);
        assertThat(done("backup", "key", "accept", fingerprint, copy).out()).contains("already known");
        assertThat(done("backup", "copy", copy).out()).contains("nothing new");
    }

    @Test
    void plainCopy_becomesAnEncryptedOneElsewhere_andBack() throws IOException {
        done("backup", "copy", copy);
        done("backup", "key", "add");
        String encrypted = directory.resolve("encrypted").toString();
        String plain = directory.resolve("plain").toString();
        assertThat(done("backup", "copy", "--from", copy, encrypted).out()).contains("encrypted");
        done("backup", "copy", "--from", encrypted, plain, "--plain");

        assertThat(Path.of(encrypted).resolve("repository.json")).doesNotExist();
        assertThat(Path.of(plain).resolve("repository.json")).exists();
        done("backup", "verify", "--all", "--from", encrypted);
        done("backup", "verify", "--all", "--from", plain);
    }

    @Test
    void recipientsOfTheConfiguration_readNewCopies() throws IOException {
        String other = recipientOfNewKey("other-home");
        configure("recipients = \"" + other + "\"", "copy_to = \"" + copy + "\"");
        assertThat(failed("backup", "copy")).contains("this machine needs a key too");
        done("backup", "key", "add");

        assertThat(done("backup", "copy").out()).doesNotContain("only one key");
        assertThat(new Cli(directory)
                        .with("HOME", directory.resolve("other-home").toString())
                        .run("backup", "verify", "--all", "--from", copy)
                        .code())
                .isEqualTo(ExitCode.DONE);
        JsonObject keys = done("backup", "key", "list", "--json").json();
        assertThat(keys.objects("copies").getFirst().strings("readers"))
                .contains(other)
                .hasSize(2);
    }

    @Test
    void keys_areAddedRemovedAndRotated() throws IOException {
        String other = recipientOfNewKey("other-home");
        done("backup", "key", "add");
        configure("copy_to = \"" + copy + "\"");
        done("backup", "copy");
        String own = done("backup", "key", "--json").json().strings("keys").getFirst();
        Cli others =
                new Cli(directory).with("HOME", directory.resolve("other-home").toString());

        assertThat(failed("backup", "key", "remove", own)).contains("is the last reader");
        assertThat(done("backup", "key", "add", other).out()).contains("added to " + copy, "2 keys");
        assertThat(done("backup", "key", "add", other).out()).contains("already a reader");
        assertThat(others.run("backup", "list", "--from", copy).code()).isEqualTo(ExitCode.DONE);
        assertThat(done("backup", "key", "remove", other).out()).contains("removed from", "'aml backup key rotate'");
        assertThat(others.run("backup", "list", "--from", copy).code()).isEqualTo(ExitCode.FAILED);
        List<Path> before = files();
        assertThat(done("backup", "key", "rotate").out()).contains("with a new key");

        assertThat(files()).doesNotContainAnyElementsOf(before);
        done("backup", "verify", "--all", "--from", copy);
        assertThat(done("backup", "copy").out()).contains("nothing new");
    }

    @Test
    void failureOfOneCopy_doesNotKeepTheKeyFromTheOther() throws IOException {
        done("backup", "key", "add");
        done("backup", "copy", copy);

        Cli.Result result =
                cli.run("backup", "key", "rotate", directory.resolve("no/disk").toString(), copy, "--json");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        List<JsonObject> copies = result.json().objects("copies");
        assertThat(copies.getFirst().string("failure").orElseThrow()).contains("mount the disk");
        assertThat(copies.getLast().number("objects")).isPositive();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(copy))) {
            return files.filter(file -> file.toString().endsWith(".age")).toList();
        }
    }

    @Test
    void passphrase_opensACopy_withoutAnyKey() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), "correct horse\n");
        done("backup", "key", "add");
        done("backup", "copy", copy);
        assertThat(failed("backup", "key", "add", "--passphrase", copy)).contains("backup.passphrase_file");
        configure("passphrase_file = \"" + passphrase + "\"");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failed("backup", "key", "add", "--passphrase", copy)).contains("is open to other users");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        configure("passphrase_file = \"" + passphrase + "\"");
        assertThat(done("backup", "key", "add", "--passphrase", copy).out()).contains("2 keys");

        Files.delete(key);
        assertThat(done("backup", "key", "list", copy).out()).contains("you have no key", "  passphrase");
        done("backup", "list", "--from", copy);
        Files.writeString(passphrase, "correct house");
        assertThat(failed("backup", "list", "--from", copy)).contains("the passphrase is wrong");
    }
}
