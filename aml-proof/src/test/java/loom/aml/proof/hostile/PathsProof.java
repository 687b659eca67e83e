package loom.aml.proof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Vault;
import loom.aml.backup.repository.Manifest;
import loom.aml.cli.ExitCode;
import loom.aml.io.Checksum;
import loom.aml.proof.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records beside a store are editable text, so paths in them must not lead out of their folder. */
class PathsProof {
    @TempDir
    private Path directory;

    private Victim victim;
    private SortedMap<String, String> outside;

    @BeforeEach
    void prepare() throws IOException {
        victim = new Victim(directory);
        outside = victim.lookOutside();
    }

    private String absolute(String path) {
        return path.replace("OUTSIDE", victim.outside().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../outside/patterns.json",
                "OUTSIDE/patterns.json",
                "debugger/../../../../outside/patterns.json",
                "./../../../outside/patterns.json"
            })
    void manifest_withAPathThatLeadsOut_isRefused(String path) throws IOException {
        victim.run("backup", "create");
        Manifest manifest;
        try (Backup backup = victim.store().backups()) {
            manifest = new Snapshots(backup.repository()).list().getLast();
        }
        new Vault(victim.store())
                .forge(manifest, text -> text.replace("\"debugger/patterns.json\"", "\"" + absolute(path) + "\""));

        assertThat(victim.run("backup", "verify", "--all").code()).isNotEqualTo(ExitCode.DONE);
        assertThat(victim.run("backup", "restore", manifest.id()).code()).isNotEqualTo(ExitCode.DONE);
        assertThat(victim.run("backup", "restore", manifest.id(), "--target", "restored")
                        .code())
                .isNotEqualTo(ExitCode.DONE);
        victim.runEverything();
        assertThat(victim.lookOutside()).isEqualTo(outside);
        victim.requireServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../outside/patterns.json", "OUTSIDE/patterns.json"})
    void record_withAPathThatLeadsOut_isNotUndone(String path) throws IOException {
        victim.run("prune");
        Path record = onlyRecord();
        String run = record.getFileName().toString().replaceFirst("\\.[0-9]+\\.jsonl$", "");
        String text = Files.readString(record);
        Files.writeString(record, text.replace("\"debugger/patterns.json\"", "\"" + absolute(path) + "\""));

        Shell.Result undo = victim.run("undo", run);
        assertThat(undo.code()).as(undo.toString()).isNotEqualTo(ExitCode.DONE);
        assertThat(victim.lookOutside()).isEqualTo(outside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../../../outside/broken.json", "OUTSIDE/broken.json", "../../repository.json"})
    void record_withAnArchiveElsewhere_isNotUndone(String path) throws IOException {
        victim.run("prune");
        Path record = onlyRecord();
        String run = record.getFileName().toString().replaceFirst("\\.[0-9]+\\.jsonl$", "");
        String text = Files.readString(record);
        Files.writeString(
                record,
                text.replaceAll(
                        "\"archive\":\"[^\"]*\"", Matcher.quoteReplacement("\"archive\":\"" + absolute(path) + "\"")));

        Shell.Result undo = victim.run("undo", run);
        assertThat(undo.code()).as(undo.toString()).isNotEqualTo(ExitCode.DONE);
        assertThat(victim.lookOutside()).isEqualTo(outside);
        assertThat(victim.store().ids("debugger/patterns.json")).containsExactly("a");
    }

    private Path onlyRecord() throws IOException {
        try (Stream<Path> records = Files.list(victim.store().logs().resolve("runs"))) {
            List<Path> all =
                    records.filter(path -> path.toString().endsWith(".jsonl")).toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    /** Simulates a crash whose journal would replace, remove or move a file outside the store. */
    @Test
    void journal_withAPathThatLeadsOut_isNotFollowed() throws IOException {
        for (String path : List.of("../../../outside/patterns.json", absolute("OUTSIDE/patterns.json"))) {
            byte[] bytes = Files.readAllBytes(victim.outside().resolve("patterns.json"));
            Checksum checksum = new Checksum();
            checksum.update(bytes, 0, bytes.length);
            Checksum.Content before = checksum.content();
            String content = "{\"size\":" + before.size() + ",\"checksum\":\"" + before.checksum() + "\"}";
            String head = "{\"journal\":1,\"run\":\"20260101T000000.000Z-aaaa\",\"outcome\":{},";
            journal("-1-1", head + "\"path\":\"" + path + "\",\"before\":" + content + "}");
            victim.store().put(".aml-20260101T000000.000Z-aaaa-2-1.new", "[]");
            journal(
                    "-2-1",
                    head + "\"path\":\"" + path + "\",\"before\":" + content
                            + ",\"staged\":\".aml-20260101T000000.000Z-aaaa-2-1.new\"}");
            journal(
                    "-3-1",
                    head + "\"path\":\"debugger/solutions.json\",\"after\":" + content + ",\"staged\":\"" + path
                            + "\"}");
            victim.runEverything();
            assertThat(victim.lookOutside()).isEqualTo(outside);
        }
        assertThat(victim.store().has("debugger/solutions.json")).isFalse();
    }

    private void journal(String token, String json) throws IOException {
        victim.store().put(".aml-20260101T000000.000Z-aaaa" + token + ".journal", json);
    }
}
