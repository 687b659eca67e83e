package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {
    private final Disk disk = new LocalDisk();

    @TempDir
    private Path directory;

    private Access access() throws IOException {
        return disk.access(directory).withoutExecution();
    }

    @Test
    void planted_writesOneLinePerItem() throws IOException {
        Path file = directory.resolve("labels");
        try (LabelFile labels = new LabelFile(disk, file, access())) {
            labels.planted("debugger", ItemKind.PATTERN, 0, "an id", Label.NEAR_DUPLICATED);
            labels.planted("debugger", ItemKind.DECISION, 12, null, Label.BROKEN);
        }

        assertThat(file).hasContent("""
                        {"agent":"debugger","kind":"pattern","id":"an id","ordinal":0,"label":"near_duplicated"}
                        {"agent":"debugger","kind":"decision","id":null,"ordinal":12,"label":"broken"}
                        """);
    }

    @Test
    void planted_escapesStringsLikeJson() throws IOException {
        Path file = directory.resolve("labels");
        String odd = "a \"quoted\" \\ name\n\u0001 größer 🚀";
        try (LabelFile labels = new LabelFile(disk, file, access())) {
            labels.planted(odd, ItemKind.SOLUTION, 1, odd, Label.FRESH);
        }

        JsonObject line = JsonObject.parse(Files.readString(file).strip());
        assertThat(line.string("agent")).contains(odd);
        assertThat(line.string("id")).contains(odd);
    }

    @Test
    void planted_receivesEveryItemOfASample() throws IOException {
        Path file = directory.resolve("labels");
        SamplePolicy policy = Sample.DEFAULT.withItems(2_000);
        SampleReport report;
        try (LabelFile labels = new LabelFile(disk, file, access())) {
            report = SampleStore.write(disk, directory.resolve("store"), policy, labels);
        }

        List<JsonObject> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JsonObject.parse(line));
        }
        assertThat(lines).hasSize(2_000);
        for (Label label : Label.values()) {
            assertThat(lines.stream()
                            .filter(line -> line.string("label").orElse("").equals(label.word())))
                    .hasSize((int) report.count(label));
        }
    }

    @Test
    void open_rejectsAnExistingFile() throws IOException {
        Path file = Files.writeString(directory.resolve("labels"), "mine");

        assertThatThrownBy(() -> new LabelFile(disk, file, access()).close())
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }
}
