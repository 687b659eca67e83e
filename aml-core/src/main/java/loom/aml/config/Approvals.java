package loom.aml.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOwner;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * Configuration files that the user approved to run commands and send data. An approval is bound to the content: any change requires a
 * new approval, as with direnv and {@code .envrc}.
 *
 * <pre>
 * &lt;state&gt;/aml/trusted/&lt;SHA-256 of the path, a zero byte and the content&gt;.json
 *     {"file":"/srv/shop/.loom/aml.toml","sha256":"9b1c...","approved":"2026-03-01T12:00:00Z"}
 * </pre>
 *
 * @param folder the directory of the approvals; empty if the user has no home directory
 */
public record Approvals(Disk disk, Optional<Path> folder) {
    private static final String ENDING = ".json";
    private static final int LARGEST = 64 << 10;
    private static final Access PRIVATE = new Access(PosixFilePermissions.fromString("rwx------"), null, null);

    /** Returns an empty set of approvals. */
    public static Approvals none(Disk disk) {
        return new Approvals(disk, Optional.empty());
    }

    /**
     * One approval.
     *
     * @param file the real path of the file
     * @param sha256 hash of the approved content
     */
    public record Approval(String file, String sha256, Instant approved) {}

    private static String nameOf(Path file, byte[] content) {
        byte[] path = FileName.text(file).getBytes(StandardCharsets.UTF_16BE);
        byte[] all = new byte[path.length + 1 + content.length];
        System.arraycopy(path, 0, all, 0, path.length);
        System.arraycopy(content, 0, all, path.length + 1, content.length);
        return Sha256.of(all).hex() + ENDING;
    }

    /** Returns whether the user approved a file with this content. */
    boolean isApproved(Path file, byte[] content, int user) throws IOException {
        if (folder.isEmpty()) {
            return false;
        }
        Path entry = folder.get().resolve(nameOf(file, content));
        if (!disk.state(entry).isFile()) {
            return false;
        }
        FileOwner owner = disk.owner(entry);
        return owner.user() == user && !owner.isOpenToOthers();
    }

    /** Approves a file with this content. The approval replaces earlier approvals of the file. */
    public Approval approve(Path file, byte[] content, Instant now) throws IOException {
        Path directory =
                folder.orElseThrow(() -> new IOException("cannot store approvals: set HOME or XDG_STATE_HOME"));
        revoke(file);
        Folders.create(disk, directory, PRIVATE);
        Approval approval = new Approval(FileName.text(file), Sha256.of(content).hex(), now);
        byte[] entry = JsonObject.builder()
                .put("file", approval.file)
                .put("sha256", approval.sha256)
                .put("approved", approval.approved)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Replacement.writePrivately(disk, directory.resolve(nameOf(file, content)), entry);
        return approval;
    }

    /** Revokes all approvals of a file and returns them. */
    public List<Approval> revoke(Path file) throws IOException {
        List<Approval> revoked = new ArrayList<>();
        for (Entry entry : entries()) {
            if (entry.approval.file.equals(FileName.text(file))) {
                disk.delete(entry.path);
                revoked.add(entry.approval);
            }
        }
        return revoked;
    }

    /** Returns all approvals. */
    public List<Approval> list() throws IOException {
        return entries().stream().map(Entry::approval).toList();
    }

    private record Entry(Path path, Approval approval) {}

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (folder.isEmpty() || !disk.state(folder.get()).isDirectory()) {
            return entries;
        }
        for (DirectoryEntry entry : disk.list(folder.get())) {
            if (entry.state().isFile()
                    && entry.name().endsWith(ENDING)
                    && entry.state().size() < LARGEST) {
                Path path = FileName.resolve(folder.get(), entry.name());
                read(path).ifPresent(approval -> entries.add(new Entry(path, approval)));
            }
        }
        return entries;
    }

    /** Reads an approval; empty if it cannot be read, so that a damaged entry approves nothing. */
    private Optional<Approval> read(Path path) throws IOException {
        try (FileInput in = disk.open(path)) {
            JsonObject json = JsonObject.parse(in.stream().readNBytes(LARGEST));
            return json.string("file")
                    .map(file -> new Approval(
                            file,
                            json.string("sha256").orElse(""),
                            json.instant("approved").orElse(Instant.EPOCH)));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
