package loom.aml.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import loom.aml.io.Checksum;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits are read from the records of all versions. */
class CommitTest {

    private static Commit commit(String change, String file, String more) throws JsonSyntaxException {
        return Commit.of(JsonObject.parse("""
                {"event":"committed","file":"%s","change":"%s","removed":3,"inserted":1,"transformed":2,\
                "bytes_before":100,"bytes_after":70%s}""".formatted(file, change, more)));
    }

    @ParameterizedTest
    @CsvSource({
        "rewrite,       patterns.json.1.jsonl.gz,       ItemsRemoved",
        "transform,     patterns.json.1.transformed.gz, ItemsTransformed",
        "revert,        patterns.json.1.transformed.gz, ItemsTransformed",
        "put_items,     patterns.json.1.transformed.gz, ItemsPut",
        "remove,        patterns.json.original,         FileReplaced",
        "replace,       patterns.json.original,         FileReplaced",
        "restore,       patterns.json.original,         FileReplaced",
        "put_file_back, patterns.json.original,         FileReplaced",
        "split_in_two,  patterns.json.original,         FileReplaced",
    })
    void commitWithAnArchive(String change, String archive, String type) throws JsonSyntaxException {
        Commit commit = commit(change, "debugger/patterns.json", ",\"archive\":\"debugger/%s\"".formatted(archive));

        assertThat(commit.getClass().getSimpleName()).isEqualTo(type);
        assertThat(commit.archive()).map(Commit.Archived::name).hasValue("debugger/" + archive);
        assertThat(commit.archive().orElseThrow().sum()).as("not yet recorded").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "restore,      FileRestored",
        "compress,     FileRecoded",
        "decompress,   FileRecoded",
        "adopt,        FileAdopted",
        "put_back,     Written",
        "put,          Written",
        "compose,      Written",
        "split_in_two, Written",
    })
    void commitWithoutArchive(String change, String type) throws JsonSyntaxException {
        Commit commit = commit(change, "debugger/patterns.json", "");

        assertThat(commit.getClass().getSimpleName()).isEqualTo(type);
        assertThat(commit.archive()).isEmpty();
        assertThat(commit.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "put_file_back"})
    void fileThatWasCreated(String change) throws JsonSyntaxException {
        assertThat(commit(change, "debugger/patterns.json", ",\"created\":true"))
                .isInstanceOf(Commit.FileCreated.class);
    }

    @Test
    void archiveOfItemsUnderAPathThatIsNotACollectionIsAFile() throws JsonSyntaxException {
        assertThat(commit("rewrite", "notes.txt", ",\"archive\":\"notes.txt.1.jsonl.gz\""))
                .isInstanceOf(Commit.FileReplaced.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../elsewhere.json", "/etc/passwd", "a/../../b", "", "."})
    void pathOutsideTheStore_isMisplaced_andItsArchiveIsStillKnown(String path) throws JsonSyntaxException {
        Commit commit = commit("rewrite", path, ",\"archive\":\"x.jsonl.gz\"");

        assertThat(commit).isInstanceOf(Commit.Misplaced.class);
        assertThat(commit.archive()).map(Commit.Archived::name).hasValue("x.jsonl.gz");
    }

    @Test
    void numbersSumsAndPermissionsAreRead() throws JsonSyntaxException {
        Commit commit = commit("restore", "debugger/patterns.json", """
                ,"archive":"debugger/patterns.json.original","archive_sha256":"aa","seen_sha256":"bb",\
                "access":{"mode":"rw-r-----","owner":"anna","group":"staff","bits":0},\
                "left":{"size":70,"checksum":"00ff"}""");

        assertThat(commit.facts().removed()).isEqualTo(3);
        assertThat(commit.facts().inserted()).isEqualTo(1);
        assertThat(commit.facts().transformed()).isEqualTo(2);
        assertThat(commit.facts().bytesBefore()).isEqualTo(100);
        assertThat(commit.facts().bytesAfter()).isEqualTo(70);
        assertThat(commit.left()).hasValue(new Checksum.Content(70, "00ff"));
        assertThat(commit.archive().orElseThrow().sum()).hasValue("aa");
        assertThat(commit.archive().orElseThrow().seenSum()).hasValue("bb");
        assertThat(commit.archive().orElseThrow().access().orElseThrow().modeText())
                .isEqualTo("rw-r-----");
    }
}
