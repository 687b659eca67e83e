package loom.aml.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileTooLargeException;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.markdown.NoteRendering;

/**
 * Reads a folder of basic-memory: Markdown with the frontmatter {@code title type tags permalink}, at any depth. The notes keep
 * their bytes, so observations ({@code - [category] text #tag}) and relations ({@code - relation [[Target]]}) stay as they are.
 * Links are not followed.
 */
final class BasicMemory {
    private static final String SUFFIX = ".md";
    private static final int DEEPEST = 32;
    private static final long LARGEST = 16 << 20;

    private final Disk disk;
    private final Path root;
    private final List<ExchangedItem> items = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private BasicMemory(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    static Reading read(Disk disk, Path root, String place) throws IOException {
        BasicMemory reader = new BasicMemory(disk, root);
        reader.directory("", disk.list(root), 0);
        return Reading.of(ExchangeFormat.BASIC_MEMORY, place, reader.items, reader.findings);
    }

    private void directory(String prefix, List<DirectoryEntry> entries, int depth) throws IOException {
        for (DirectoryEntry entry : entries) {
            String path = prefix + entry.name();
            if (entry.name().startsWith(".")) {
                continue;
            }
            switch (entry.state().type()) {
                case DIRECTORY -> {
                    if (depth < DEEPEST) {
                        directory(path + "/", disk.list(FileName.resolve(root, path)), depth + 1);
                    }
                }
                case FILE -> {
                    if (path.endsWith(SUFFIX)) {
                        file(path);
                    }
                }
                case LINK, SPECIAL, MISSING -> {
                    // Not a note.
                }
            }
        }
    }

    private void file(String path) throws IOException {
        try {
            byte[] rendered =
                    new NoteRendering(path).items(SmallFile.read(disk, FileName.resolve(root, path), LARGEST));
            JsonObject.parse(
                    ("{\"items\":" + new String(rendered, StandardCharsets.UTF_8) + "}")
                            .getBytes(StandardCharsets.UTF_8),
                    "items",
                    note -> items.add(new ExchangedItem(
                            ExchangeKind.NOTE,
                            agentOf(path),
                            note.string("id").orElse(path),
                            note.toString(),
                            ExchangeFormat.BASIC_MEMORY.word())));
        } catch (DamagedException | FileTooLargeException | JsonSyntaxException e) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED, path, String.valueOf(e.getMessage()), "not imported; the other files are"));
        }
    }

    private static String agentOf(String path) {
        return CollectionFile.ofNotes(path).map(CollectionFile::agent).orElse(CollectionFile.TOP);
    }
}
