package loom.aml.sqlite;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.SQLException;
import loom.aml.exchange.Database;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * Opens SQLite databases read-only and immutable: no lock is taken, no file is created beside them, and a write-ahead log is not
 * applied. Anybody may have written the file, so its schema runs no functions with side effects and no values are unbounded.
 */
public final class SqliteOpener implements Database.Opener {
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";
    private static final int LONGEST_VALUE = 64 << 20;

    @Override
    public Database open(Path file) throws IOException {
        useLibraryBeside();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enableLoadExtension(false);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + address(file));
            try {
                connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
                return SqliteDatabase.of(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException(file + " cannot be read as a SQLite database: " + e.getMessage(), e);
        }
    }

    /** Returns the URI of a file, in which only letters, digits and a few signs stand for themselves. */
    private static String address(Path file) {
        StringBuilder address = new StringBuilder("file:");
        for (byte b : file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '/'
                    || b == '.'
                    || b == '-'
                    || b == '_';
            if (isPlain) {
                address.append((char) b);
            } else {
                address.append(String.format("%%%02x", b & 0xff));
            }
        }
        return address.append("?mode=ro&immutable=1").toString();
    }

    /** The image has the native library as a file, so that the driver need not extract one. */
    private static void useLibraryBeside() {
        CodeSource source = SqliteOpener.class.getProtectionDomain().getCodeSource();
        if (source == null || System.getProperty(LIBRARY_PATH) != null) {
            return;
        }
        try {
            Path folder = Path.of(source.getLocation().toURI()).resolveSibling("");
            if (Files.exists(folder.resolve(System.mapLibraryName("sqlitejdbc")))) {
                System.setProperty(LIBRARY_PATH, folder.toString());
            }
        } catch (URISyntaxException e) {
            // The driver extracts its library then.
        }
    }
}
