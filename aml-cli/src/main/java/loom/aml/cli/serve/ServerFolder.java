package loom.aml.cli.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import loom.aml.cli.Session;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import loom.aml.io.UserFolders;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.http.Credentials;
import loom.aml.server.job.JobNotes;

/**
 * The folder of the server in the state of the user. Only the user can read it.
 *
 * <pre>
 * &lt;state&gt;/aml/serve/token          the token, on one line; removed, it is replaced by another at the next start
 * &lt;state&gt;/aml/serve/metrics-token  opens /metrics and nothing else; derived from the token at each start
 * &lt;state&gt;/aml/serve/running.json   {"url":"http://127.0.0.1:7411"} while a server runs; a crash leaves it behind
 * &lt;state&gt;/aml/serve/jobs/         when the jobs of the stores ran, see {@link JobNotes}
 * &lt;state&gt;/aml/serve/sign-in.html   leads the browser that --open starts to the sign-in link, which works once
 * </pre>
 */
public final class ServerFolder {
    private static final long LARGEST = 10_000;
    private static final Access FOLDER = new Access(PosixFilePermissions.fromString("rwx------"), null, null);
    private static final Access FILE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);

    private final Disk disk;
    private final Path folder;

    private ServerFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /**
     * Returns the folder of the user.
     *
     * @throws IOException if the user has no folder for state
     */
    public static ServerFolder of(Session session) throws IOException {
        Path state = new UserFolders(session.environment().variables())
                .state()
                .orElseThrow(() -> new IOException("cannot store the token of the server: set HOME or XDG_STATE_HOME"));
        return new ServerFolder(session.disk(), state.resolve("aml/serve"));
    }

    private void createFolder() throws IOException {
        Folders.create(disk, folder, FOLDER);
        TokenFile.requireOwnFolder(disk, folder);
    }

    /** Returns the path of the token, for display. */
    public Path tokenFile() {
        return folder.resolve("token");
    }

    /** Returns the notes about jobs. */
    JobNotes jobNotes() {
        return new JobNotes(disk, folder.resolve("jobs"));
    }

    private Path page() {
        return folder.resolve("sign-in.html");
    }

    private Path announcement() {
        return folder.resolve("running.json");
    }

    /** Returns the token, which is created if it is missing. */
    public String token() throws IOException {
        Optional<String> known = knownToken();
        if (known.isPresent()) {
            return known.get();
        }
        createFolder();
        byte[] text = (Credentials.newToken() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Replacement.create(disk, tokenFile(), text, FILE);
        } catch (FileAlreadyExistsException e) {
            // Another server created it in the meantime.
        }
        return knownToken().orElseThrow(() -> new IOException(tokenFile() + ": the token was removed at once"));
    }

    /**
     * Returns the token; empty if it is missing.
     *
     * @throws IOException if other users can read or replace it, or it is not a token
     */
    public Optional<String> knownToken() throws IOException {
        Path file = tokenFile();
        if (disk.state(file).isMissing()) {
            return Optional.empty();
        }
        return Optional.of(TokenFile.read(disk, file, "delete it, and the next start creates another"));
    }

    /** Writes the token for programs that read metrics, unless it is there. */
    public void offerMetrics() throws IOException {
        Path file = folder.resolve("metrics-token");
        byte[] text = (Credentials.metricsTokenOf(token()) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (!disk.state(file).isFile() || !Arrays.equals(SmallFile.read(disk, file, LARGEST), text)) {
            createFolder();
            Replacement.writePrivately(disk, file, text);
        }
    }

    /** Writes the address of the running server. */
    public void announce(String url) throws IOException {
        createFolder();
        Replacement.writePrivately(
                disk,
                announcement(),
                JsonObject.builder().put("url", url).build().toUtf8());
    }

    /** Removes the files of this server, unless another has announced itself since. */
    public void withdraw(String url) throws IOException {
        if (announced().filter(url::equals).isPresent()) {
            disk.delete(announcement());
            if (!disk.state(page()).isMissing()) {
                disk.delete(page());
            }
        }
    }

    /** Writes a page that leads a browser to a link, and returns its path. */
    public Path leadTo(String link) throws IOException {
        createFolder();
        String html = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url=" + link
                + "\"><title>aml</title><a href=\"" + link + "\">Sign in</a>\n";
        Replacement.writePrivately(disk, page(), html.getBytes(StandardCharsets.UTF_8));
        return page();
    }

    /** Returns the address of the server that started last; it may have ended. */
    public Optional<String> announced() throws IOException {
        if (!disk.state(announcement()).isFile()) {
            return Optional.empty();
        }
        try {
            return JsonObject.parse(SmallFile.read(disk, announcement(), LARGEST))
                    .string("url");
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
