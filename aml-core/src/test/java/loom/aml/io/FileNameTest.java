package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any sequence of bytes that is a valid name survives the conversion to text and back. */
class FileNameTest {
    /** In hexadecimal, with the reason why they are unusual. */
    private static final String NAMES = """
            72e9766973657572  | Latin-1
            80                | a lone continuation
            c0af              | an overlong slash
            e080af            | a longer overlong slash
            eda080edb080      | surrogates in CESU-8
            edb3a9            | an escape of ours in CESU-8
            f09f98            | cut off
            c3                | the first byte of two
            c328              | a first byte without its second
            f4908080          | beyond Unicode
            fefffe            | bytes that UTF-8 never has
            61ff62ff63        | two bad bytes among good ones
            c3a9e9            | the same letter twice, in UTF-8 and Latin-1
            efbfbd            | a real U+FFFD
            efbfbde9          | a real U+FFFD and a bad byte
            0a091b5c2722      | line feed, tab, escape, backslash, quotes
            e280a8e280aec29b  | a line separator, a mark of direction, a C1 control
            636166c3a9        | composed
            63616665cc81      | decomposed
            f09f9880          | beyond the basic plane
            f09f9880e9        | beyond the basic plane, and a bad byte
            25653925          | percent signs
            2e2e2e            | dots
            20                | a space
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = NAMES)
    void text_isReversible(String hex, String what) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        String text = FileName.decode(bytes, 0, bytes.length);

        assertThat(FileName.encode(text)).as(what).isEqualTo(bytes);
        assertThat(text.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).allMatch(FileName::isByte);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = NAMES)
    void file_isFoundByTheTextOfItsName(String hex, String what) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String text = FileName.decode(bytes, 0, bytes.length);
        Path file = FileName.resolve(folder, text);
        Files.writeString(file, what);

        assertThat(new LocalDisk().list(folder))
                .extracting(DirectoryEntry::name)
                .containsExactly(text);
        assertThat(Files.readString(FileName.resolve(folder, text))).isEqualTo(what);
        assertThat(FileName.path(FileName.text(file))).isEqualTo(file);
        assertThat(FileName.last(file)).isEqualTo(text);
        assertThat(FileName.text(folder.relativize(file))).isEqualTo(text);
    }

    @Test
    void name_hasTheBytesOfItsText() throws IOException {
        Files.createFile(FileName.resolve(folder, "r\udce9viseur"));

        // Java does not decode the names of a directory that was opened by an encoded URI.
        try (var entries = Files.newDirectoryStream(folder)) {
            assertThat(entries.iterator().next().toUri().getRawPath()).endsWith("/r%E9viseur");
        }
    }

    @Test
    void name_hasOneTextOnly() {
        // Valid UTF-8 written as single bytes would be a second name for the same file.
        for (String text :
                new String[] {"\udcc3\udca9", "a/\udcc3\udca9/b", "\udcf0\udc9f\udc98\udc80", "\udcef\udcbf\udcbd"}) {
            assertThat(FileName.encode(text)).isNull();
            assertThatThrownBy(() -> FileName.resolve(folder, text)).isInstanceOf(InvalidPathException.class);
            assertThatThrownBy(() -> FileName.path(text)).isInstanceOf(InvalidPathException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc7f", "\udd00", "\ud83dx", "x\ude00\udce9", "a\0b", "a\0\udce9"})
    void invalidName_isRejected(String text) {
        assertThatThrownBy(() -> FileName.resolve(folder, text)).isInstanceOf(InvalidPathException.class);
    }

    @Test
    void namesThatDecodeAlike_areDifferentFiles() throws IOException {
        for (String text : new String[] {"caf\u00e9", "cafe\u0301", "caf\udce9", "caf\ufffd", "caf?"}) {
            Files.writeString(FileName.resolve(folder, text), text.replace('\udce9', '!'));
        }

        assertThat(new LocalDisk().list(folder)).hasSize(5);
        assertThat(Files.readString(FileName.resolve(folder, "caf\udce9"))).isEqualTo("caf!");
        assertThat(Files.readString(FileName.resolve(folder, "caf\ufffd"))).isEqualTo("caf\ufffd");
    }

    @Test
    void paths_keepTheirForm() {
        Path base = FileName.resolve(folder, "b\udcff");

        assertThat(FileName.resolve(base, "a/\udce9/c"))
                .isEqualTo(base.resolve(FileName.path("a"))
                        .resolve(FileName.path("\udce9"))
                        .resolve("c"));
        assertThat(FileName.resolve(base, "a//\udce9/")).isEqualTo(FileName.resolve(base, "a/\udce9"));
        assertThat(FileName.resolve(base, "../\udce9").normalize()).isEqualTo(FileName.resolve(folder, "\udce9"));
        assertThat(FileName.resolve(base, "/x/\udce9")).isEqualTo(FileName.path("/x/\udce9"));
        assertThat(FileName.resolve(base, "//x//\udce9")).isEqualTo(FileName.path("/x/\udce9"));
        assertThat(FileName.path("./\udce9"))
                .isRelative()
                .hasToString(Path.of(".").resolve(FileName.path("\udce9")).toString());
        assertThat(FileName.path("/\udce9/")).isAbsolute();
        assertThat(FileName.text(FileName.path("x/../\udce9"))).isEqualTo("x/../\udce9");
        assertThat(FileName.beside(base, FileName.last(base) + ".lock"))
                .isEqualTo(FileName.resolve(folder, "b\udcff.lock"));
        assertThat(FileName.text(FileName.beside(FileName.path("\udcff"), "\udcfe")))
                .isEqualTo("\udcfe");
        assertThat(FileName.last(Path.of("/"))).isEmpty();
        assertThat(FileName.text(Path.of(""))).isEmpty();
    }

    @Test
    void otherFileSystems_keepNamesAsStrings() throws IOException {
        URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path file = FileName.resolve(other.getPath("/notes"), "r\ufffdviseur");

            assertThat(file.getFileSystem()).isEqualTo(other);
            assertThat(FileName.text(file)).isEqualTo("/notes/r\ufffdviseur");
            assertThat(FileName.last(FileName.beside(file, "\ufffd"))).isEqualTo("\ufffd");
        }
    }
}
